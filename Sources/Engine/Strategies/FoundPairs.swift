import Records
import Resolve

/// What a strategy takes for the same thing: pairs between two sources, groups in one.
enum FoundPairs: Equatable {
    /// In ascending order.
    case pairs([RecordPair])
    /// For each record the number of its group.
    case groups([Int])

    /// What a resolution takes for matches.
    init(_ resolution: Resolution, tables: TablePair) {
        guard tables.isDedupe else {
            self = .pairs(
                resolution.links.filter { $0.band == .match }.map { $0.edge.pair }.sorted())
            return
        }
        var groups = Array(0..<tables.left.count)
        for cluster in resolution.clusters { for record in cluster { groups[Int(record)] = Int(cluster[0]) } }
        self = .groups(groups)
    }

    /// Pairs in all: of a group of n, n(n − 1)/2.
    var count: Int {
        switch self {
        case .pairs(let pairs): pairs.count
        case .groups(let groups): pairCount(sizes(groups))
        }
    }

    /// Whether a pair is among them.
    ///
    /// - Complexity: O(log pairs), of groups O(1).
    func contains(_ pair: RecordPair) -> Bool {
        switch self {
        case .pairs(let pairs):
            let place = lowerBound(0..<pairs.count) { pairs[$0] < pair }
            return place < pairs.count && pairs[place] == pair
        case .groups(let groups): return groups[Int(pair.left)] == groups[Int(pair.right)]
        }
    }

    /// How many pairs both hold.
    ///
    /// - Complexity: O(pairs); of groups O(records log records), however large they are.
    func countInCommon(_ other: FoundPairs) -> Int {
        switch (self, other) {
        case (.pairs(let a), .pairs(let b)):
            var (i, j, common) = (0, 0, 0)
            while i < a.count, j < b.count {
                if a[i] == b[j] {
                    (i, j, common) = (i + 1, j + 1, common + 1)
                } else if a[i] < b[j] {
                    i += 1
                } else {
                    j += 1
                }
            }
            return common
        case (.groups(let a), .groups(let b)):
            // Records that are together in both are together in the pairs of their groups' numbers.
            return pairCount(
                sizes(zip(a, b).map { RecordPair(left: RecordIndex($0), right: RecordIndex($1)) }))
        default: preconditionFailure("strategies over the same sources find things of one form")
        }
    }

    private func sizes<Group: Hashable>(_ groups: [Group]) -> [Int] {
        var sizes: [Group: Int] = [:]
        for group in groups { sizes[group, default: 0] += 1 }
        return Array(sizes.values)
    }

    private func pairCount(_ sizes: [Int]) -> Int { sizes.reduce(0) { $0 + $1 * ($1 - 1) / 2 } }
}

extension RecordPair: Comparable {
    static func < (a: RecordPair, b: RecordPair) -> Bool { (a.left, a.right) < (b.left, b.right) }
}

extension Edge {
    /// The pair of a dedupe's edge stands in ascending order already.
    var pair: RecordPair { RecordPair(left: left, right: right) }
}
