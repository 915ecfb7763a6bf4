import FileRecords
import FileStore
import Files
import Records

/// A plan as a person reads it: how much, what is left and why, and the first groups.
func renderPlan(_ record: PlanRecord, database: String, groups most: Int) -> String {
    let plan = record.plan
    var title = "plan \(record.number) for scan \(record.scan): \(plan.kind.rawValue); kept: \(record.rules)"
    if let origin = record.origin { title += "; changed from plan \(origin)" }
    var lines = [title]
    lines += plan.protected.map { "  never touched: \(shown(path: $0))" }
    let groups = Set(plan.actions.map(\.group)).count
    lines.append(
        plan.actions.isEmpty
            ? "  nothing to do"
            : "  \(plural(plan.actions.count, "file")) of \(plural(groups, "group")), "
                + "\(Format.bytes(Int(plan.bytes)))")
    for reason in PlanReason.allCases {
        guard let count = plan.passedOver[reason] else { continue }
        lines.append("  left: \(plural(count.files, "file")), \(reason.text)")
    }
    guard !plan.actions.isEmpty else { return lines.joined(separator: "\n") }
    lines += groupLines(plan, most)
    if groups > most { lines += ["", "\(plural(groups - most, "group")) more: --show \(groups)"] }
    lines += ["", "Next:"]
    lines.append("  tieout files apply\(named(database)) \(record.number) --dry-run")
    let consent = plan.kind == .quarantine ? "" : " --yes"
    lines.append("  tieout files apply\(named(database)) \(record.number)\(consent)")
    return lines.joined(separator: "\n")
}

/// The name of the database, where it must be given.
func named(_ database: String) -> String { database == "files.sqlite" ? "" : " \(database)" }

private func groupLines(_ plan: ActionPlan, _ most: Int) -> [String] {
    var lines: [String] = []
    var group: Int?
    var shownGroups = 0
    for action in plan.actions {
        if action.group != group {
            if shownGroups == most { break }
            group = action.group
            shownGroups += 1
            lines += ["", "  group \(action.group), \(Format.bytes(Int(action.victim.facts.size))) each"]
            lines.append("    stays       \(shown(path: action.keeper.fullPath))")
        }
        lines.append(
            "    \(padded(action.kind.rawValue, 10))  \(shown(path: action.victim.fullPath))  [\(action.number)]"
        )
    }
    return lines
}
