import Diff
import Records

/// Has the matcher look for records that are the same under another key, among those that are on one side
/// only: one to one, and only what it takes for a match, not what it would have reviewed.
///
/// - Returns: pairs of indices into `ComparedSources.unmatched`. Where there is too little to learn from,
///   none, and a warning.
func rescueKeys(
    _ joined: JoinedDiff, _ columns: DiffColumns, _ options: DiffOptions, clock: inout StageClock
) throws -> ComparedSources.RekeyedPairs {
    let sources = joined.sources
    guard sources.unmatchedCount(.left) > 0, sources.unmatchedCount(.right) > 0 else { return [] }
    var matching = MatchOptions(left: options.left, right: options.right)
    matching.threads = options.threads
    matching.cardinality = .oneToOne
    let names = columns.lists
    let keys = joined.columns.keys
    matching.exclude = Array(
        Set(keys.map { names.left[$0.left] } + keys.map { names.right[$0.right] })
    ).sorted()
    matching.fields = nil
    do {
        let opened = try openSources(
            left: sources.unmatched(.left), right: sources.unmatched(.right), options: matching)
        return try matchedPairs(opened, matching, clock: &clock)
    } catch let error as TieoutError where error.exitCode == 2 {
        clock.monitor.warn("no changed keys were looked for: \(error.what)")
        return []
    }
}

private func matchedPairs(
    _ opened: OpenedSources, _ options: MatchOptions, clock: inout StageClock
) throws -> ComparedSources.RekeyedPairs {
    let monitor = clock.monitor
    let loaded = try loadTables(opened, options: options, monitor: monitor)
    let plan = try clock.run(.planning, into: loaded.tables.recordCount) {
        try makePlan(loaded, sources: opened, options: options, monitor: monitor)
    }
    let (_, scored) = try findEdges(loaded.tables, plan: plan, options: options, clock: &clock)
    let resolution = try clock.run(.resolving, into: scored.edges.count) {
        try resolve(scored, tables: loaded.tables, options: options)
    } out: {
        $0.links.count
    }
    return resolution.links.filter { $0.band == .match }.map { (Int($0.edge.left), Int($0.edge.right)) }
}
