import Records
import Resolve

/// Known pairs, to judge strategies by.
struct TruePairs {
    /// In ascending order, each once.
    var pairs: [RecordPair]
    /// Pairs that name an id no record has: nobody can find them.
    var unknown: Int
    /// Groups of records that hang together by true pairs; empty unless a dedupe.
    var groups: [Int] = []

    init(_ path: String, columns: String?, tables: TablePair) throws {
        let known = try PairIDs(tables).pairs(in: path, columns: columns)
        self.init(Set(known.pairs).sorted(), unknown: known.unknown, tables: tables)
    }

    init(_ pairs: [RecordPair], unknown: Int, tables: TablePair) {
        self.pairs = pairs
        self.unknown = unknown
        if tables.isDedupe {
            groups = connectedComponents(
                count: tables.left.count, pairs: pairs.map { (Int($0.left), Int($0.right)) })
        }
    }

    var count: Int { pairs.count + unknown }

    /// How found pairs compare with these.
    ///
    /// - Complexity: O(true pairs × log found pairs).
    func metrics(_ found: FoundPairs) -> PairMetrics {
        let hits = pairs.reduce(0) { $0 + (found.contains($1) ? 1 : 0) }
        return PairMetrics(
            truePositives: hits, falsePositives: found.count - hits, falseNegatives: count - hits)
    }

    /// Over records, for groups.
    func cubed(_ found: FoundPairs) -> BCubed? {
        guard case .groups(let groups) = found else { return nil }
        return BCubed(found: groups, truth: self.groups)
    }

    /// Share of the true pairs that were looked at.
    func completeness(_ isCandidate: (RecordIndex, RecordIndex) -> Bool) -> Double {
        let seen = pairs.reduce(0) { $0 + (isCandidate($1.left, $1.right) ? 1 : 0) }
        return count == 0 ? 1 : Double(seen) / Double(count)
    }

    func contains(_ pair: RecordPair) -> Bool { FoundPairs.pairs(pairs).contains(pair) }
}

/// What can be said of matches without knowing the truth.
struct Estimate {
    /// Mean probability of the matches; nil where there are none.
    var precision: Double?
    /// Sum of their probabilities.
    var matches: Double

    init(_ weights: some Sequence<Float>) {
        var (sum, count) = (0.0, 0)
        for weight in weights {
            sum += matchProbability(weight: weight)
            count += 1
        }
        matches = sum
        precision = count == 0 ? nil : sum / Double(count)
    }
}
