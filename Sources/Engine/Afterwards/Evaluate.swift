import Blocking
import Records
import ResultStore

/// How good a result is, as far as known pairs can tell.
public struct Evaluation: Codable, Sendable {
    /// Path of the result.
    public var result: String
    /// Known true pairs that count, those of unknown ids included unless only judged pairs count.
    public var truthPairs: Int
    /// Pairs the result calls a match, as far as they count.
    public var foundPairs: Int
    /// Found pairs that are true.
    public var truePositives: Int
    /// Found pairs that are not among the true ones.
    public var falsePositives: Int
    /// True pairs that were not found.
    public var falseNegatives: Int
    /// Share of the found pairs that are true, 0…1; 1 where none was found.
    public var precision: Double
    /// Share of the true pairs that were found, 0…1; 1 where there are none.
    public var recall: Double
    /// Harmonic mean of precision and recall, 0…1.
    public var f1: Double
    /// True pairs that were candidates: what blocking let through.
    public var candidateTruePairs: Int
    /// Their share of the true pairs, 0…1: the recall of keeping every candidate.
    public var candidateRecall: Double
    /// Over records, for a dedupe.
    public var bCubed: Cubed?
    /// Pairs that were judged, where only those count.
    public var judgedPairs: Int?
    /// Pairs of the truth that name an id no record has; they count as missed.
    public var unknownTruthPairs: Int

    /// B-cubed precision, recall and F1.
    public struct Cubed: Codable, Sendable {
        /// Mean share of a record's cluster that belongs with it, 0…1.
        public var precision: Double
        /// Mean share of a record's true cluster that was found, 0…1.
        public var recall: Double
        /// Harmonic mean of the two, 0…1.
        public var f1: Double
    }
}

/// Compares a result with known pairs: links of band match, for a dedupe all pairs within clusters.
///
/// - Parameters:
///   - truth: CSV of true pairs.
///   - judged: CSV of the only pairs that count; nil: all.
/// - Throws: `TieoutError` for files that cannot be read, and for sources that have changed.
public func evaluate(_ path: String, truth: String, truthColumns: String?, judged: String?) throws
    -> Evaluation
{
    let run = try ReopenedRun(path)
    let ids = PairIDs(run.loaded.tables)
    let known = try ids.pairs(in: truth, columns: truthColumns)
    let judgedPairs = try judged.map { Set(try ids.pairs(in: $0, columns: nil).pairs) }
    func counts(_ pair: RecordPair) -> Bool { judgedPairs?.contains(pair) ?? true }

    let truePairs = Set(known.pairs.filter(counts))
    let found = Set(try foundPairs(run, ids).filter(counts))
    let hits = found.intersection(truePairs).count
    let unknown = judged == nil ? known.unknown : 0
    let metrics = PairMetrics(
        truePositives: hits, falsePositives: found.count - hits,
        falseNegatives: truePairs.count - hits + unknown)
    let candidates = try candidateCount(among: truePairs, run)
    return Evaluation(
        result: path, truthPairs: truePairs.count + unknown, foundPairs: found.count, truePositives: hits,
        falsePositives: metrics.falsePositives, falseNegatives: metrics.falseNegatives,
        precision: metrics.precision,
        recall: metrics.recall, f1: metrics.f1, candidateTruePairs: candidates,
        candidateRecall: truePairs.isEmpty ? 1 : Double(candidates) / Double(truePairs.count + unknown),
        bCubed: run.options.isDedupe ? cubed(run, found: found, truth: truePairs) : nil,
        judgedPairs: judgedPairs?.count, unknownTruthPairs: known.unknown)
}

/// A pair of records; in a dedupe the lower index first.
struct RecordPair: Hashable {
    var left: RecordIndex
    var right: RecordIndex
}

/// Turns pairs of ids into pairs of records.
struct PairIDs {
    let isDedupe: Bool
    let left: RecordFinder
    let right: RecordFinder

    init(_ tables: TablePair) {
        isDedupe = tables.isDedupe
        left = RecordFinder(tables.left)
        right = tables.isDedupe ? left : RecordFinder(tables.right)
    }

    func pair(_ l: RecordIndex, _ r: RecordIndex) -> RecordPair {
        isDedupe && l > r ? RecordPair(left: r, right: l) : RecordPair(left: l, right: r)
    }

    func pairs(in path: String, columns: String?) throws -> (pairs: [RecordPair], unknown: Int) {
        let file = try PairFile(path)
        let ids = try file.idColumns(columns, path: path)
        var pairs: [RecordPair] = []
        var unknown = 0
        for row in file.rows {
            guard let l = left.find(row[ids.left]), let r = right.find(row[ids.right]) else {
                unknown += 1
                continue
            }
            if !isDedupe || l != r { pairs.append(pair(l, r)) }
        }
        return (pairs, unknown)
    }
}

/// How many of some pairs the run looked at.
private func candidateCount(among pairs: Set<RecordPair>, _ run: ReopenedRun) throws -> Int {
    if let text = run.plan.text {
        let candidates = try text.candidates(run.loaded.tables, monitor: RunMonitor(run: "evaluate"))
        return pairs.count { candidates.place(of: $0.left, $0.right) != nil }
    }
    let probe = try RuleProbe(run.plan.rules, tables: run.loaded.tables)
    return pairs.count { !probe.rules($0.left, $0.right).isEmpty }
}

/// Pairs the result calls a match.
private func foundPairs(_ run: ReopenedRun, _ ids: PairIDs) throws -> [RecordPair] {
    var found: [RecordPair] = []
    if run.options.isDedupe {
        var cluster: [UInt8] = []
        var members: [RecordIndex] = []
        func close() {
            for (place, a) in members.enumerated() {
                for b in members[(place + 1)...] { found.append(ids.pair(a, b)) }
            }
            members.removeAll()
        }
        try run.reader.forEachClusterMember { id, record in
            if !cluster.elementsEqual(id) {
                close()
                cluster = Array(id)
            }
            if let index = ids.left.find(record) { members.append(index) }
        }
        close()
    } else {
        try run.reader.forEachLink(.match) { link in
            if let l = ids.left.find(link.left), let r = ids.right.find(link.right) {
                found.append(ids.pair(l, r))
            }
        }
    }
    return found
}

private func cubed(_ run: ReopenedRun, found: Set<RecordPair>, truth: Set<RecordPair>) -> Evaluation.Cubed {
    func clusters(_ pairs: Set<RecordPair>) -> [Int] {
        connectedComponents(
            count: run.loaded.tables.left.count, pairs: pairs.map { (Int($0.left), Int($0.right)) })
    }
    let cubed = BCubed(found: clusters(found), truth: clusters(truth))
    return .init(precision: cubed.precision, recall: cubed.recall, f1: cubed.f1)
}
