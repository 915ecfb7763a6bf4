import Records
import TestSupport
import Testing

@testable import Resolve

private let bands = thresholds(match: 3, review: -1)

private func resolve(
    _ edges: [Edge], _ cardinality: Cardinality?, _ decisions: [PersonDecision] = [], lefts: Int = 6,
    rights: Int = 6
) throws -> Resolution {
    try resolveLinks(
        edges: edges, leftCount: lefts, rightCount: rights, decisions: decisions,
        options: ResolveOptions(thresholds: bands, cardinality: cardinality))
}

private func pairs(_ resolution: Resolution, _ band: Band? = nil) -> [[Int]] {
    resolution.links.filter { band == nil || $0.band == band }.map {
        [Int($0.edge.left), Int($0.edge.right)]
    }
}

@Suite struct LinkTests {
    /// Weight minus the heaviest other edge of either record, by looking at all pairs of edges.
    @Test func marginsEqualTheQuadraticReference() throws {
        var generator = Seeded(11)
        for round in 0..<300 {
            let edges = randomGraph(
                lefts: 6, rights: 6, density: 0.4, weights: [-2, -1, 0, 2, 3, 5, 8], &generator)
            let cardinality = Cardinality.allCases[round % 4]
            for link in try resolve(edges, cardinality).links {
                var rival = -Float.infinity
                for other in edges where other.weight >= -1 {
                    let same = other.left == link.edge.left && other.right == link.edge.right
                    let touches = other.left == link.edge.left || other.right == link.edge.right
                    if touches && !same { rival = max(rival, other.weight) }
                }
                #expect(link.margin == link.edge.weight - rival)
            }
        }
    }

    @Test(arguments: Cardinality.allCases.filter { $0 != .clusters })
    func orderOfEdgesCannotReachTheResult(cardinality: Cardinality) throws {
        var generator = Seeded(5)
        for _ in 0..<100 {
            var edges = randomGraph(lefts: 6, rights: 6, density: 0.5, weights: [0, 2, 4, 4, 5], &generator)
            // Pairs that two rules bring, once lighter.
            for twice in edges.prefix(3) {
                edges.append(edge(Int(twice.left), Int(twice.right), twice.weight - 1))
            }
            let decisions = [
                PersonDecision(left: 1, right: 2, verdict: .mustLink),
                PersonDecision(left: 2, right: 2, verdict: .mustNotLink),
                PersonDecision(left: 3, right: 0, verdict: .mustNotLink),
            ]
            let first = try resolve(edges, cardinality, decisions)
            for _ in 0..<3 {
                let again = try resolve(
                    edges.shuffled(using: &generator), cardinality, decisions.shuffled(using: &generator))
                #expect(again.links == first.links)
                #expect(again.unlinked == first.unlinked)
                #expect(again.counts == first.counts)
            }
            let counts = first.counts
            #expect(
                counts.edges == counts.linked + counts.alternatives + counts.lostToRival + counts.ruledOut)
        }
    }

    @Test func oneToManyKeepsTheBestLeftOfEachRight() throws {
        let edges = [
            edge(0, 0, 9), edge(0, 1, 8), edge(0, 2, 1), edge(1, 1, 4), edge(1, 2, 0), edge(2, 3, 5),
            edge(3, 3, 5),
        ]
        let many = try resolve(edges, .oneToMany)
        #expect(pairs(many, .match) == [[0, 0], [0, 1]])
        // Right 3 cannot tell its two lefts apart.
        #expect(pairs(many, .review) == [[0, 2], [2, 3], [3, 3]])
        #expect(many.unlinked.map(\.record) == [1])
        let mirrored = edges.map { edge(Int($0.right), Int($0.left), $0.weight) }
        let back = try resolve(mirrored, .manyToOne)
        #expect(pairs(back, .match) == [[0, 0], [1, 0]])
        #expect(pairs(back, .review) == [[2, 0], [3, 2], [3, 3]])
    }

    @Test func manyToManyKeepsAllAboveReview() throws {
        let edges = [edge(0, 0, 9), edge(0, 1, -1), edge(0, 2, -1.5), edge(1, 0, 3)]
        let result = try resolve(edges, .manyToMany)
        #expect(pairs(result, .match) == [[0, 0], [1, 0]])
        #expect(pairs(result, .review) == [[0, 1]])
        #expect(result.unlinked.isEmpty)
    }

    @Test(arguments: Cardinality.allCases.filter { $0 != .clusters })
    func decisionsAreKept(cardinality: Cardinality) throws {
        let edges = [edge(0, 0, 9), edge(0, 1, 4), edge(1, 1, 9), edge(2, 2, 9), edge(3, 3, -5)]
        let result = try resolve(
            edges, cardinality,
            [
                PersonDecision(left: 0, right: 1, verdict: .mustLink),
                PersonDecision(left: 2, right: 2, verdict: .mustNotLink),
                PersonDecision(left: 3, right: 3, verdict: .mustLink),
                PersonDecision(left: 4, right: 4, verdict: .mustLink),
            ])
        let matches = pairs(result, .match)
        for decided in [[0, 1], [3, 3], [4, 4]] { #expect(matches.contains(decided)) }
        #expect(!pairs(result).contains([2, 2]))
        #expect(result.counts.decided == 3 && result.counts.ruledOut == 1)
        #expect(result.links.first { $0.edge.left == 3 }?.edge.weight == -5)
        let unscored = try #require(result.links.first { $0.edge.left == 4 })
        #expect(unscored.edge.weight == .infinity && unscored.edge.rule == PersonDecision.unscoredRule)
        #expect(unscored.margin == .infinity)
        let refused = result.unlinked.filter { $0.reason == .ruledOut }
        #expect(refused.map(\.side) == [.left, .right] && refused.allSatisfy { $0.record == 2 })
        #expect(matches.contains([0, 0]) == (cardinality == .oneToMany || cardinality == .manyToMany))
        #expect(matches.contains([1, 1]) == (cardinality == .manyToOne || cardinality == .manyToMany))
    }

    @Test func contradictionsAreRefused() {
        for cardinality in [Cardinality.oneToOne, .manyToMany] {
            #expect(throws: TieoutError.self) {
                try resolve(
                    [], cardinality,
                    [
                        PersonDecision(left: 0, right: 1, verdict: .mustLink),
                        PersonDecision(left: 0, right: 1, verdict: .mustNotLink),
                    ])
            }
        }
        #expect(throws: TieoutError.self) {
            try resolve([], .oneToOne, [PersonDecision(left: 0, right: 6, verdict: .mustLink)])
        }
        #expect(throws: TieoutError.self) { try resolve([], .clusters) }
    }

    @Test func nothingInNothingOut() throws {
        for cardinality in Cardinality.allCases where cardinality != .clusters {
            let result = try resolve([], cardinality, lefts: 0, rights: 0)
            #expect(result.links.isEmpty && result.counts == ResolveCounts())
        }
        let chosen = try resolve([], nil, lefts: 0, rights: 3)
        #expect(chosen.cardinality == .oneToOne)
    }

    @Test func thresholdsFromProbabilities() throws {
        let half = try Thresholds(matchProbability: 0.5, reviewProbability: 0)
        #expect(half.match == 0 && half.review == -.infinity)
        #expect(try Thresholds(matchProbability: 1, reviewProbability: 0.8).match == .infinity)
        #expect(abs(matchProbability(weight: matchWeight(probability: 0.99)) - 0.99) < 1e-7)
        #expect(throws: TieoutError.self) { try Thresholds(matchProbability: 0.5, reviewProbability: 0.6) }
        #expect(throws: TieoutError.self) { try Thresholds(matchProbability: 1.5, reviewProbability: 0.6) }
        #expect(throws: TieoutError.self) { try Thresholds(matchProbability: .nan, reviewProbability: 0.6) }
        #expect(throws: TieoutError.self) { try Thresholds(match: 1, review: .nan) }
    }
}
