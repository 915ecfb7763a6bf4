import Records
import TestSupport
import Testing

@testable import Resolve

private let bands = thresholds(match: 3, review: -1)

private func resolve(
    _ edges: [Edge], count: Int, _ decisions: [PersonDecision] = [], limit: Int = 10_000
) throws -> Resolution {
    var options = ResolveOptions(thresholds: bands)
    options.maxClusterEdges = limit
    return try resolveClusters(edges: edges, count: count, decisions: decisions, options: options)
}

@Suite struct ClusterTests {
    @Test func equalTheTextbook() throws {
        var generator = Seeded(3)
        for round in 0..<600 {
            let count = 2 + round % 11
            let density = [0.15, 0.35, 0.6, 1][round % 4]
            let weights: [Float] = round % 2 == 0 ? [-1, 0, 2, 4, 4, 8] : [3, 3.5, 4.25, 6, 9.75, 14, -0.5]
            let edges = randomPairs(count: count, density: density, weights: weights, &generator)
            let expected = clustersByTextbook(edges, count: count, match: 3, absent: -3, cohesion: 0)
            #expect(try resolve(edges, count: count).clusters == expected, "\(edges)")
        }
    }

    @Test func equalTheTextbookUnderDecisions() throws {
        var generator = Seeded(4)
        for round in 0..<400 {
            let count = 4 + round % 7
            let edges = randomPairs(count: count, density: 0.5, weights: [0, 3, 4, 6, 9], &generator)
            // The lower half may be told to link, pairs across the halves not to: no contradiction.
            let half = count / 2
            let link = [
                Int.random(in: 0..<half, using: &generator), Int.random(in: 0..<half, using: &generator),
            ]
            let refuse = [
                Int.random(in: 0..<half, using: &generator), Int.random(in: half..<count, using: &generator),
            ]
            var decisions = [
                PersonDecision(
                    left: RecordIndex(refuse[1]), right: RecordIndex(refuse[0]), verdict: .mustNotLink)
            ]
            let links = link[0] == link[1] ? [] : [link]
            if !links.isEmpty {
                decisions.append(
                    PersonDecision(
                        left: RecordIndex(link[0]), right: RecordIndex(link[1]), verdict: .mustLink))
            }
            // A refused pair's own edge speaks for nothing but the textbook forbids the pair anyway.
            let expected = clustersByTextbook(
                edges, count: count, mustLink: links, mustNotLink: [refuse], match: 3, absent: -3, cohesion: 0
            )
            let result = try resolve(edges, count: count, decisions)
            #expect(result.clusters == expected, "\(edges) \(decisions)")
            if let pair = links.first {
                #expect(result.clusters.contains { Set($0).isSuperset(of: pair.map { RecordIndex($0) }) })
                #expect(
                    result.links.contains {
                        Set([Int($0.edge.left), Int($0.edge.right)]) == Set(pair) && $0.band == .match
                    })
            }
        }
    }

    @Test func orderAndOrientationCannotReachTheResult() throws {
        var generator = Seeded(6)
        for _ in 0..<100 {
            let edges = randomPairs(count: 12, density: 0.4, weights: [0, 3, 4, 4, 6], &generator)
            let first = try resolve(edges, count: 12)
            let turned = edges.shuffled(using: &generator).map {
                var edge = $0
                if Bool.random(using: &generator) { swap(&edge.left, &edge.right) }
                return edge
            }
            let again = try resolve(turned, count: 12)
            #expect(again.clusters == first.clusters && again.links == first.links)
            #expect(again.splits == first.splits)
        }
    }

    @Test func aWeakBridgeIsCutAndAStrongOneHolds() throws {
        // Two triangles and one edge between them.
        var edges: [Edge] = []
        for base in [0, 3] {
            edges += [edge(base, base + 1, 9), edge(base, base + 2, 9), edge(base + 1, base + 2, 9)]
        }
        // 8 absent pairs weigh −24.
        #expect(try resolve(edges + [edge(2, 3, 25)], count: 6).clusters == [[0, 1, 2, 3, 4, 5]])
        let bridge = try resolve(edges + [edge(2, 3, 8)], count: 6)
        #expect(bridge.clusters == [[0, 1, 2], [3, 4, 5]])
        #expect(bridge.splits == [ClusterSplit(records: 6, firstRecord: 0, parts: 2, cutEdges: 1)])
        let cut = try #require(bridge.links.first { $0.edge.left == 2 && $0.edge.right == 3 })
        #expect(cut.band == .review && bridge.counts.cutFromClusters == 1)
        // Within a cluster only the edge that leaves it is a rival.
        #expect(bridge.links.first { $0.edge.left == 0 && $0.edge.right == 1 }?.margin == .infinity)
        #expect(bridge.links.first { $0.edge.left == 0 && $0.edge.right == 2 }?.margin == 1)
        // A record that hangs on a pair by one strong edge stays.
        #expect(try resolve([edge(0, 1, 9), edge(1, 2, 5)], count: 3).clusters == [[0, 1, 2]])
        #expect(try resolve([edge(0, 1, 9), edge(1, 2, 3)], count: 3).clusters == [[0, 1, 2]])
    }

    @Test func onlyMatchesMakeClusters() throws {
        let result = try resolve([edge(0, 1, 2.9), edge(2, 3, 3), edge(4, 5, -2)], count: 6)
        #expect(result.clusters == [[2, 3]])
        #expect(result.links.map(\.band) == [.review, .match])
    }

    @Test func aLongChainIsCutIntoPairsOrTriples() throws {
        let edges = (0..<5000).map { edge($0, $0 + 1, 4) }
        let result = try resolve(edges, count: 5001)
        #expect(result.clusters.allSatisfy { $0.count <= 3 })
        #expect(result.splits.count == 1)
    }

    @Test func manyCopiesOfOneThingStayTogether() throws {
        var edges: [Edge] = []
        for left in 0..<400 {
            for right in left + 1..<400 where (left * 7 + right * 13) % 5 != 0 {
                edges.append(edge(left, right, 6))
            }
        }
        let result = try resolve(edges, count: 400, limit: .max)
        #expect(result.clusters.map(\.count) == [400])
    }

    @Test func beyondTheLimitTheThresholdIsRaised() throws {
        // Two dense groups with heavy edges, joined by many lighter ones.
        var edges: [Edge] = []
        for left in 0..<20 {
            for right in left + 1..<20 {
                edges.append(edge(left, right, (left < 10) == (right < 10) ? 9 : 4))
            }
        }
        #expect(try resolve(edges, count: 20).clusters.count == 1)
        let capped = try resolve(
            edges, count: 20, [PersonDecision(left: 0, right: 3, verdict: .mustNotLink)], limit: 120)
        #expect(capped.clusters.allSatisfy { Set($0.map { $0 < 10 }).count == 1 })
        #expect(capped.clusters.contains(Array(10..<20)))
        #expect(capped.clusters.allSatisfy { !($0.contains(0) && $0.contains(3)) })
        #expect(capped.fallbacks.map(\.method) == [.raisedThreshold])
        #expect(capped.fallbacks.first?.limit == 120)
    }

    @Test func contradictionsThroughAChainAreRefused() {
        let decisions = [
            PersonDecision(left: 0, right: 1, verdict: .mustLink),
            PersonDecision(left: 2, right: 1, verdict: .mustLink),
            PersonDecision(left: 2, right: 0, verdict: .mustNotLink),
        ]
        #expect(throws: TieoutError.self) { try resolve([], count: 3, decisions) }
        #expect(throws: TieoutError.self) {
            try resolve([], count: 3, [PersonDecision(left: 1, right: 1, verdict: .mustLink)])
        }
    }

    @Test func aRefusedPairLeavesItsRecordsExplained() throws {
        let result = try resolve(
            [edge(0, 1, 9)], count: 2, [PersonDecision(left: 1, right: 0, verdict: .mustNotLink)])
        #expect(result.clusters.isEmpty && result.links.isEmpty)
        #expect(result.unlinked.map(\.record) == [0, 1])
        #expect(result.unlinked.allSatisfy { $0.reason == .ruledOut })
        #expect(result.counts.ruledOut == 1 && result.counts.edges == 1)
    }
}
