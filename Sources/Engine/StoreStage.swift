import Records
import Resolve
import ResultStore

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
        appendUnmatched(outcome, .source, to: writer)
    } else {
        writer.append(rejects: rejects(outcome.loaded.left, outcome.options), side: .left)
        writer.append(rejects: rejects(outcome.loaded.right, outcome.options), side: .right)
        appendUnmatched(outcome, .left, to: writer)
        appendUnmatched(outcome, .right, to: writer)
    }
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

private func appendUnmatched(_ outcome: RunOutcome, _ side: Side, to writer: ResultWriter) {
    let tables = outcome.loaded.tables
    let table = side == .right ? tables.right : tables.left
    var linked = RecordSet(count: table.count)
    for link in outcome.resolution.links {
        if side != .right { linked.insert(link.edge.left) }
        if side != .left { linked.insert(link.edge.right) }
    }
    var lost: [RecordIndex: UnmatchedReason] = [:]
    for record in outcome.resolution.unlinked
    where side == .source || (record.side == .left) == (side == .left) {
        lost[record.record] = record.reason == .ruledOut ? .decidedApart : .lostToRival
    }
    var byReason = UnmatchedReason.allCases.map { _ in [RecordIndex]() }
    for record in 0..<RecordIndex(table.count) where !linked.contains(record) {
        let reason: UnmatchedReason
        if !lost.isEmpty, let why = lost[record] {
            reason = why
        } else if hasCandidate(record, side, outcome.scored) {
            reason = .belowThreshold
        } else {
            reason = isEmpty(table[record]) ? .noValues : .noCandidate
        }
        byReason[Int(reason.rawValue)].append(record)
    }
    for (reason, records) in zip(UnmatchedReason.allCases, byReason) where !records.isEmpty {
        writer.append(unmatched: records, reason: reason, side: side, ids: table)
    }
}

private func hasCandidate(_ record: RecordIndex, _ side: Side, _ scored: ScoredEdges) -> Bool {
    switch side {
    case .left: scored.leftSeen.contains(record)
    case .right: scored.rightSeen.contains(record)
    case .source: scored.leftSeen.contains(record) || scored.rightSeen.contains(record)
    }
}

private func isEmpty(_ row: Row) -> Bool {
    for field in 0..<row.fieldCount where row.length(field) > 0 { return false }
    return true
}
