import FileRecords
import Records

/// A plan as text, one line a step, tabs between: group, bytes, the file, the copy that stays. Paths as
/// `shown(path:)` gives them hold no tab and no newline, so nothing needs quoting. The same plan gives the
/// same text, so two plans can be compared with `diff`.
public func planText(_ plan: ActionPlan) -> String {
    var text = "# \(plan.kind.rawValue): lines may be removed, and the last two columns swapped\n"
    text += "# group\tbytes\tfile\tstays\n"
    for action in plan.actions {
        let file = shown(path: action.victim.fullPath)
        let keeper = shown(path: action.keeper.fullPath)
        text += "\(action.group)\t\(action.victim.facts.size)\t\(file)\t\(keeper)\n"
    }
    return text
}

/// The plan that a changed text describes: steps may be left out, and within a group another file may
/// stay. Nothing new can come in.
///
/// - Parameter place: the name of the text, for errors.
/// - Throws: `TieoutError` with the line.
public func changedPlan(_ plan: ActionPlan, by text: String, place: String) throws -> ActionPlan {
    var known: [Int: [[UInt8]: PlannedFile]] = [:]
    for action in plan.actions {
        for file in [action.victim, action.keeper] { known[action.group, default: [:]][file.fullPath] = file }
    }
    guard let first = plan.actions.first else { return plan }
    var changed = plan
    changed.actions = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        let line = line.hasSuffix("\r") ? line.dropLast() : line
        if line.isEmpty || line.hasPrefix("#") { continue }
        let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
        func refuse(_ what: String, _ remedy: String) -> TieoutError {
            TieoutError(what, at: place, line: number + 1, remedy: remedy)
        }
        guard columns.count == 4, let group = Int(columns[0]),
            let victim = pathBytes(shown: String(columns[2])),
            let keeper = pathBytes(shown: String(columns[3]))
        else { throw refuse("not a line of a plan", "remove whole lines, or swap the last two columns") }
        guard let victim = known[group]?[victim], let keeper = known[group]?[keeper] else {
            throw refuse("the plan does not have these files in group \(group)", "take paths from the plan")
        }
        var action = first
        (action.number, action.group, action.victim, action.keeper) = (
            changed.actions.count + 1, group, victim, keeper
        )
        changed.actions.append(action)
    }
    try checkPlan(changed)
    return changed
}
