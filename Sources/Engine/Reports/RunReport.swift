import Foundation
import Linkage
import Records
import Resolve
import ResultStore

/// What a page tells of a match or dedupe: from the result itself, and, where they are still what they were,
/// from its sources.
struct RunReport {
    /// A pair and how its weight comes about.
    struct Fall {
        /// Why it stands here: `strongest` and the like.
        var title: String
        var link: StoredLink
        var steps: [Explanation.Step]
    }

    /// Records that could be linked with nothing, not even with themselves.
    struct Unlinkable {
        var side: String
        var records: Int
        /// Self-match weights of all records, ascending.
        var weights: [Float]
        /// Records whose self-match weight is below the threshold; of these the first ids.
        var below: Int
        var examples: [String]
    }

    let path: String
    let run: RunRecord
    let counts: RowCounts
    let digest: LinkDigest
    let model: LinkageModel
    let falls: [Fall]
    /// Nil where the sources could not be read again.
    let unlinkable: [Unlinkable]?
    /// Canonical values of the example pairs, by their ids; none where they are left out.
    let values: [[RecordID]: [StrategyReport.Value]]
    /// Why something is left out, a sentence each.
    let notes: [String]

    /// Records were compared as texts, not field by field.
    var isText: Bool { model.comparisons.isEmpty }
    /// Match weight of the threshold.
    var threshold: Double { Linkage.weight(probability: run.threshold) }
    /// Match weight of the review threshold.
    var review: Double { Linkage.weight(probability: run.review) }

    /// - Throws: `TieoutError` if the file is no result of a match or dedupe.
    init(_ path: String, noValues: Bool) throws {
        self.path = path
        let reader = try ResultReader(path: path)
        run = try reader.run()
        counts = try reader.counts()
        model = try readModel(path)
        digest = try LinkDigest(reader, threshold: Linkage.weight(probability: run.threshold))
        let leavesOut = noValues || run.counts["values_left_out"] == 1
        var notes: [String] = []
        if leavesOut, !noValues { notes.append("The run was to keep no values, so there are none here.") }
        let again = RunReport.reopen(path, &notes)
        let explainer = try again.flatMap { run in
            try run.plan.text.map { try TextExplainer($0, run.loaded.tables) }
        }
        falls = RunReport.falls(digest, run, model, again, explainer, noValues: leavesOut)
        // A text against itself has no rivals, and its weight says nothing.
        unlinkable = again.flatMap { $0.plan.text == nil ? $0 : nil }.map { run in
            let threshold = matchWeight(probability: run.options.threshold)
            return run.loaded.tables.isDedupe
                ? [unlinkableRecords(run, run.loaded.tables.left, "source", below: threshold)]
                : [
                    unlinkableRecords(run, run.loaded.tables.left, "left", below: threshold),
                    unlinkableRecords(run, run.loaded.tables.right, "right", below: threshold),
                ]
        }
        let examples = digest.matches + digest.reviews
        values = leavesOut ? [:] : again.map { exampleValues(examples, $0) } ?? [:]
        self.notes = notes
    }

    /// The run with its sources; nil, and a note, where they have gone or changed.
    private static func reopen(_ path: String, _ notes: inout [String]) -> ReopenedRun? {
        do { return try ReopenedRun(path) } catch {
            notes.append("The sources could not be read again, so their values are missing here: \(error)")
            return nil
        }
    }

    private static func falls(
        _ digest: LinkDigest, _ run: RunRecord, _ model: LinkageModel, _ again: ReopenedRun?,
        _ explainer: TextExplainer?, noValues: Bool
    ) -> [Fall] {
        var seen: Set<[RecordID]> = []
        let chosen = [
            ("strongest", digest.strongest), ("nearest above the threshold", digest.nearestAbove),
            ("nearest below the threshold", digest.nearestBelow), ("weakest", digest.weakest),
        ]
        return chosen.flatMap { title, picked in
            picked.links.prefix(2).compactMap { link in
                guard seen.insert([link.left, link.right]).inserted else { return nil }
                let steps =
                    again.flatMap { stepsFromSources(link, $0, explainer, noValues: noValues) }
                    ?? stepsFromPattern(link, run, model)
                return steps.isEmpty ? nil : Fall(title: title, link: link, steps: steps)
            }
        }
    }
}

/// The steps of a stored link, its records read again.
private func stepsFromSources(
    _ link: StoredLink, _ run: ReopenedRun, _ explainer: TextExplainer?, noValues: Bool
) -> [Explanation.Step]? {
    let tables = run.loaded.tables
    guard let left = RecordFinder(tables.left).find(link.left.description),
        let right = RecordFinder(tables.right).find(link.right.description)
    else { return nil }
    // Texts are too long to stand beside bars; the examples below show them.
    return explainer?.steps(left, right, noValues: true)
        ?? weightSteps(run, left, right, noValues: noValues)
}

/// The same from what the result keeps: levels and their weights. What else bears on the weight stands in one
/// last step.
private func stepsFromPattern(_ link: StoredLink, _ run: RunRecord, _ model: LinkageModel) -> [Explanation
    .Step]
{
    guard run.patterns.indices.contains(link.pattern), !model.comparisons.isEmpty else { return [] }
    var total = model.priorWeight
    var steps = zip(model.comparisons, run.patterns[link.pattern].levels).map { comparison, level in
        total += comparison.weight(level)
        return Explanation.Step(
            comparison: comparison.name, level: comparison.labels[level], weight: comparison.weight(level),
            termFrequency: 0, total: total, left: nil, right: nil)
    }
    if abs(link.weight - total) > 0.001 {
        steps.append(
            .init(
                comparison: "term frequencies", level: "and related pairs", weight: link.weight - total,
                termFrequency: link.weight - total, total: link.weight, left: nil, right: nil))
    }
    return steps
}

/// How a record weighs against itself: the most that anything equal to it could.
private func unlinkableRecords(_ run: ReopenedRun, _ table: Table, _ side: String, below threshold: Float)
    -> RunReport.Unlinkable
{
    let all = (0..<table.count).map { RecordIndex($0) }
    let weights = weigh(
        PairList(left: all, right: all), plan: run.plan, tables: TablePair(deduping: table), floor: -.infinity
    ).map(\.weight)
    let below = all.filter { weights[Int($0)] < threshold }
    return .init(
        side: side, records: table.count, weights: weights.sorted(), below: below.count,
        examples: below.prefix(8).map { String(decoding: table.id($0), as: UTF8.self) })
}

private func exampleValues(_ links: [StoredLink], _ run: ReopenedRun) -> [[RecordID]: [StrategyReport.Value]]
{
    let tables = run.loaded.tables
    let (left, right) = (RecordFinder(tables.left), RecordFinder(tables.right))
    var values: [[RecordID]: [StrategyReport.Value]] = [:]
    for link in links {
        guard let l = left.find(link.left.description), let r = right.find(link.right.description) else {
            continue
        }
        values[[link.left, link.right]] = run.plan.fields.enumerated().map { index, field in
            StrategyReport.Value(
                field: field.name, left: readable(tables.left[l], index, field.kind),
                right: readable(tables.right[r], index, field.kind))
        }
    }
    return values
}
