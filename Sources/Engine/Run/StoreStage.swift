import Records
import Resolve
import ResultStore
import Synchronization

/// Hands all rows of the run to the result: links, clusters, unmatched records with their reasons,
/// rejects. Every record is accounted for, and the sums are checked.
func store(_ outcome: RunOutcome, in writer: ResultWriter, monitor: RunMonitor) throws {
    let tables = outcome.loaded.tables
    writer.append(links: outcome.resolution.links, left: tables.left, right: tables.right)
    if tables.isDedupe {
        let members = outcome.resolution.clusters.flatMap { cluster in
            cluster.map { ClusterMember(cluster: cluster[0], record: $0) }
        }
        writer.append(clusters: members, ids: tables.left)
        writer.append(rejects: rejects(outcome.loaded.left, outcome.options), side: .source)
    } else {
        writer.append(rejects: rejects(outcome.loaded.left, outcome.options), side: .left)
        writer.append(rejects: rejects(outcome.loaded.right, outcome.options), side: .right)
    }
    try appendUnmatched(outcome, to: writer)
    for row in outcome.sourceRows where !row.read.files.isEmpty {
        writer.appendNumbers(of: row.table, side: row.side)
    }
    try writer.writeRows(threads: outcome.options.threads, monitor: monitor)
}

/// Rejected records, without their text where values are to be left out.
private func rejects(_ read: ReadSummary?, _ options: MatchOptions) -> [RejectedRecord] {
    (read?.rejects ?? []).map { reject in
        var reject = reject
        if options.noValues { reject.text = [] }
        return reject
    }
}

/// Hands over the records without a link, each with the reason; both sides are gone through at once.
private func appendUnmatched(_ outcome: RunOutcome, to writer: ResultWriter) throws {
    let tables = outcome.loaded.tables
    let sides: [Side] = tables.isDedupe ? [.source] : [.left, .right]
    let found = Mutex<[Side: [[RecordIndex]]]>([:])
    let work = WorkCounter(total: sides.count, step: 1)
    try onThreads(min(outcome.options.threads, sides.count)) { _ in
        while let side = work.take().map({ sides[$0.lowerBound] }) {
            let records = unmatchedRecords(outcome, side)
            found.withLock { $0[side] = records }
        }
    }
    let bySide = found.withLock { $0 }
    for side in sides {
        for (reason, records) in zip(UnmatchedReason.allCases, bySide[side] ?? []) where !records.isEmpty {
            writer.append(
                unmatched: records, reason: reason, side: side,
                ids: side == .right ? tables.right : tables.left)
        }
    }
}

/// The records of a side without a link, by reason.
private func unmatchedRecords(_ outcome: RunOutcome, _ side: Side) -> [[RecordIndex]] {
    let tables = outcome.loaded.tables
    let table = side == .right ? tables.right : tables.left
    var linked = RecordSet(count: table.count)
    for link in outcome.resolution.links {
        if side != .right { linked.insert(link.edge.left) }
        if side != .left { linked.insert(link.edge.right) }
    }
    var (lost, ruledOut) = (RecordSet(count: table.count), RecordSet(count: table.count))
    for record in outcome.resolution.unlinked
    where side == .source || (record.side == .left) == (side == .left) {
        if record.reason == .ruledOut { ruledOut.insert(record.record) } else { lost.insert(record.record) }
    }
    var byReason = UnmatchedReason.allCases.map { _ in [RecordIndex]() }
    for record in 0..<RecordIndex(table.count) where !linked.contains(record) {
        let reason: UnmatchedReason
        if ruledOut.contains(record) {
            reason = .decidedApart
        } else if lost.contains(record) {
            reason = .lostToRival
        } else if hasCandidate(record, side, outcome.scored) {
            reason = .belowThreshold
        } else {
            reason = table.isBlank(record) ? .noValues : .noCandidate
        }
        byReason[Int(reason.rawValue)].append(record)
    }
    return byReason
}

private func hasCandidate(_ record: RecordIndex, _ side: Side, _ scored: ScoredEdges) -> Bool {
    switch side {
    case .left: scored.leftSeen.contains(record)
    case .right: scored.rightSeen.contains(record)
    case .source: scored.leftSeen.contains(record) || scored.rightSeen.contains(record)
    }
}
