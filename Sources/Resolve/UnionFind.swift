/// Disjoint sets of records (Tarjan 1975; path halving, union by lower root).
///
/// The root of a set is its lowest record, so it is the same for any order of unions.
struct UnionFind {
    private var parent: [Int32]

    init(count: Int) { parent = (0..<Int32(count)).map { $0 } }

    /// - Complexity: amortised O(log count) at most, a step or two on ordinary data.
    mutating func root(_ record: Int) -> Int {
        var record = record
        while Int(parent[record]) != record {
            parent[record] = parent[Int(parent[record])]
            record = Int(parent[record])
        }
        return record
    }

    mutating func unite(_ a: Int, _ b: Int) {
        let (x, y) = (root(a), root(b))
        if x < y { parent[y] = Int32(x) } else if y < x { parent[x] = Int32(y) }
    }
}
