import Records

@testable import Resolve

/// Average linkage as in a textbook: every pair of clusters looked at again before every merge, every
/// pair of records summed again for every pair of clusters.
func clustersByTextbook(
    _ edges: [Edge], count: Int, mustLink: [[Int]] = [], mustNotLink: [[Int]] = [], match: Float,
    absent: Float, cohesion: Float
) -> [[RecordIndex]] {
    var weights = [[Float?]](repeating: [Float?](repeating: nil, count: count), count: count)
    for edge in edges {
        weights[Int(edge.left)][Int(edge.right)] = edge.weight
        weights[Int(edge.right)][Int(edge.left)] = edge.weight
    }
    var clusters = (0..<count).map { [$0] }
    func merge(_ a: Int, _ b: Int) {
        clusters[a] = (clusters[a] + clusters[b]).sorted()
        clusters.remove(at: b)
    }
    for pair in mustLink {
        guard let a = clusters.firstIndex(where: { $0.contains(pair[0]) }),
            let b = clusters.firstIndex(where: { $0.contains(pair[1]) }), a != b
        else { continue }
        merge(min(a, b), max(a, b))
    }

    /// Mean over all pairs, or nil where the two may not merge.
    func mean(_ a: [Int], _ b: [Int]) -> Double? {
        var sum = 0.0
        var joined = false
        for x in a {
            for y in b {
                if mustNotLink.contains(where: { Set($0) == [x, y] }) { return nil }
                sum += Double(weights[x][y] ?? absent)
                if let weight = weights[x][y], weight >= match { joined = true }
            }
        }
        let mean = sum / Double(a.count * b.count)
        return joined && mean >= Double(cohesion) ? mean : nil
    }

    while true {
        var best: (mean: Double, low: Int, high: Int, a: Int, b: Int)?
        for a in clusters.indices {
            for b in clusters.indices where b > a {
                guard let mean = mean(clusters[a], clusters[b]) else { continue }
                let highest = [clusters[a].max() ?? 0, clusters[b].max() ?? 0].sorted()
                if let known = best, (-known.mean, known.low, known.high) <= (-mean, highest[0], highest[1]) {
                    continue
                }
                best = (mean, highest[0], highest[1], a, b)
            }
        }
        guard let best else { break }
        merge(best.a, best.b)
    }
    return clusters.filter { $0.count > 1 }.map { $0.map { RecordIndex($0) } }.sorted { $0[0] < $1[0] }
}
