import Records
import TestSupport

@testable import Resolve

func edge(_ left: Int, _ right: Int, _ weight: Float) -> Edge {
    Edge(
        left: RecordIndex(left), right: RecordIndex(right), weight: weight,
        pattern: UInt32(left * 31 + right), rule: 0)
}

func thresholds(match: Float, review: Float) -> Thresholds {
    do { return try Thresholds(match: match, review: review) } catch { preconditionFailure("\(error)") }
}

/// A random bipartite graph; weights from `weights`, so that few of them make many ties.
func randomGraph(
    lefts: Int, rights: Int, density: Double, weights: [Float], _ generator: inout Seeded
) -> [Edge] {
    var edges: [Edge] = []
    for left in 0..<lefts {
        for right in 0..<rights where Double.random(in: 0..<1, using: &generator) < density {
            edges.append(edge(left, right, weights.randomElement(using: &generator) ?? 0))
        }
    }
    return edges
}

/// A random graph between records of one source.
func randomPairs(
    count: Int, density: Double, weights: [Float], _ generator: inout Seeded
) -> [Edge] {
    var edges: [Edge] = []
    for left in 0..<count {
        for right in left + 1..<max(count, left + 1)
        where Double.random(in: 0..<1, using: &generator) < density {
            edges.append(edge(left, right, weights.randomElement(using: &generator) ?? 0))
        }
    }
    return edges
}
