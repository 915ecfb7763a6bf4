import Records

/// How a result compares with the truth, pair by pair.
public struct PairMetrics: Codable, Sendable, Equatable {
    /// Found pairs that are true.
    public var truePositives: Int
    /// Found pairs that are not true.
    public var falsePositives: Int
    /// True pairs that were not found.
    public var falseNegatives: Int

    /// Metrics of these counts of pairs.
    public init(truePositives: Int, falsePositives: Int, falseNegatives: Int) {
        self.truePositives = truePositives
        self.falsePositives = falsePositives
        self.falseNegatives = falseNegatives
    }

    /// Share of the found pairs that are true; 1 where none was found.
    public var precision: Double { ratio(truePositives, truePositives + falsePositives) }
    /// Share of the true pairs that were found; 1 where there are none.
    public var recall: Double { ratio(truePositives, truePositives + falseNegatives) }
    /// Harmonic mean of precision and recall.
    public var f1: Double { ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives) }
}

/// B-cubed precision and recall of a clustering (Bagga and Baldwin 1998): averages over records of
/// the share of a record's cluster that belongs with it, and of its true cluster that was found.
public struct BCubed: Codable, Sendable, Equatable {
    /// Mean share of a record's cluster that belongs with it, 0…1; 1 where there are no records.
    public var precision: Double
    /// Mean share of a record's true cluster that was found, 0…1; 1 where there are no records.
    public var recall: Double
    /// Harmonic mean of precision and recall; 0 where both are 0.
    public var f1: Double { precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall) }

    /// - Parameters:
    ///   - found: cluster of each record; records that are alone have a cluster of their own.
    ///   - truth: true cluster of each record, likewise.
    /// - Complexity: O(records log records).
    public init(found: [Int], truth: [Int]) {
        precondition(found.count == truth.count)
        var together: [[Int]: Int] = [:]
        var foundSizes: [Int: Int] = [:]
        var truthSizes: [Int: Int] = [:]
        for (f, t) in zip(found, truth) {
            together[[f, t], default: 0] += 1
            foundSizes[f, default: 0] += 1
            truthSizes[t, default: 0] += 1
        }
        var (precision, recall) = (0.0, 0.0)
        // Summed in a fixed order: the sums of a dictionary's order would differ in the last bit.
        for (key, count) in together.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            precision += Double(count) * Double(count) / Double(foundSizes[key[0]] ?? 1)
            recall += Double(count) * Double(count) / Double(truthSizes[key[1]] ?? 1)
        }
        let records = Double(max(found.count, 1))
        self.precision = found.isEmpty ? 1 : precision / records
        self.recall = found.isEmpty ? 1 : recall / records
    }
}

private func ratio(_ a: Int, _ b: Int) -> Double { b == 0 ? 1 : Double(a) / Double(b) }

/// Components of pairs: for each record the lowest record it is connected to.
///
/// - Complexity: O(records + pairs), near enough.
public func connectedComponents(count: Int, pairs: [(Int, Int)]) -> [Int] {
    var parent = Array(0..<count)
    func root(_ start: Int) -> Int {
        var node = start
        while parent[node] != node {
            parent[node] = parent[parent[node]]
            node = parent[node]
        }
        return node
    }
    for (a, b) in pairs {
        let (x, y) = (root(a), root(b))
        if x != y { parent[max(x, y)] = min(x, y) }
    }
    return (0..<count).map { root($0) }
}
