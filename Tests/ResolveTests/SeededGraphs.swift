import Records

@testable import Resolve

/// SplitMix64 (Steele, Lea, Flood 2014): the same graphs on every machine.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

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
    lefts: Int, rights: Int, density: Double, weights: [Float], _ generator: inout SeededGenerator
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
    count: Int, density: Double, weights: [Float], _ generator: inout SeededGenerator
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
