import Records
import TestSupport
import Testing

@testable import Resolve

/// Compares a resolution with the enumeration of all assignments.
private func check(_ edges: [Edge], lefts: Int, rights: Int) throws {
    var options = ResolveOptions(thresholds: thresholds(match: 2, review: -3), cardinality: .oneToOne)
    options.tieMargin = 0
    options.maxAlternatives = .max
    let result = try resolveLinks(edges: edges, leftCount: lefts, rightCount: rights, options: options)
    let reference = AssignmentReference(edges)

    var linked: Set<Int> = []
    var matches = Set<Int>()
    for link in result.links {
        let place = try #require(
            edges.firstIndex { $0.left == link.edge.left && $0.right == link.edge.right })
        linked.insert(place)
        if link.band == .match { matches.insert(place) }
    }
    // Without ties the links are the one best assignment; with them, all that any best one uses.
    #expect(linked == reference.inSome, "\(edges)")
    // What every best assignment uses keeps its band; what only some use goes to review.
    #expect(matches == reference.inAll.filter { edges[$0].weight >= 2 }, "\(edges)")
    let counts = result.counts
    #expect(counts.edges == edges.count)
    #expect(counts.linked + counts.alternatives + counts.lostToRival == edges.count)
}

@Suite struct OneToOneTests {
    @Test func everyGraphOfThreeByThreeWithTwoWeights() throws {
        var code = 0
        while code < 19_683 {
            var edges: [Edge] = []
            var rest = code
            for cell in 0..<9 {
                if rest % 3 > 0 { edges.append(edge(cell / 3, cell % 3, rest % 3 == 1 ? 3 : 4.5)) }
                rest /= 3
            }
            try check(edges, lefts: 3, rights: 3)
            code += 1
        }
    }

    @Test(arguments: [
        [4] as [Float], [1, 2, 3], [-2.5, -1, 0, 1, 2, 4, 8], [10, 10.25, 10.5, 20.25, 20.5, 20.75],
    ])
    func randomGraphsUpToFiveByFive(weights: [Float]) throws {
        var generator = Seeded(UInt64(weights.count))
        for round in 0..<600 {
            let lefts = 1 + round % 5
            let rights = 1 + round / 5 % 5
            let density = [0.2, 0.4, 0.7][round % 3]
            var edges = randomGraph(
                lefts: lefts, rights: rights, density: density, weights: weights, &generator)
            // 25 edges have too many subsets to visit.
            if edges.count > 14 { edges = Array(edges.shuffled(using: &generator).prefix(14)) }
            try check(edges, lefts: lefts, rights: rights)
        }
    }

    /// Weak duality: no assignment exceeds the sum of potentials that cover every edge. Where the two
    /// are equal, both are optimal, at any size.
    @Test(arguments: [(200, 200, 5), (1000, 700, 10), (300, 3000, 20)])
    func potentialsProveTheOptimum(lefts: Int, rights: Int, degree: Int) {
        var generator = Seeded(UInt64(lefts))
        var edges: [Edge] = []
        for left in 0..<lefts {
            for _ in 0..<degree {
                let weight = Float.random(in: -3...15, using: &generator)
                edges.append(edge(left, Int.random(in: 0..<rights, using: &generator), weight))
            }
        }
        let graph = LinkGraph(edges, leftCount: lefts, rightCount: rights) { _ in true }
        let fates = [EdgeFate](repeating: .open, count: graph.edges.count)
        var walk = ComponentWalk(graph)
        var problem = AssignmentProblem()
        var solver = AssignmentSolver()
        for left in 0..<lefts where !walk.hasVisited(left: left) {
            walk.collect(from: left, fates, into: &problem)
            let solved = solver.solve(problem)
            #expect(solved)
            var total: Int64 = 0
            for (number, chosen) in solver.edgeOfLeft.enumerated() where chosen >= 0 {
                #expect(problem.tails[Int(chosen)] == Int32(number))
                #expect(solver.edgeOfRight[Int(problem.heads[Int(chosen)])] == chosen)
                total += problem.benefits[Int(chosen)]
            }
            #expect(total == solver.u.reduce(0, +) + solver.v.reduce(0, +))
            #expect(solver.u.allSatisfy { $0 >= 0 } && solver.v.allSatisfy { $0 >= 0 })
            for edge in 0..<problem.edgeCount {
                let cover = solver.u[Int(problem.tails[edge])] + solver.v[Int(problem.heads[edge])]
                #expect(cover >= problem.benefits[edge])
            }
        }
    }

    @Test func heaviestFirstBeyondTheLimit() throws {
        // Greedy takes the middle edge, the exact solver the two outer ones.
        let edges = [edge(0, 0, 10), edge(0, 1, 12), edge(1, 1, 10)]
        var options = ResolveOptions(thresholds: thresholds(match: 2, review: 0), cardinality: .oneToOne)
        var result = try resolveLinks(edges: edges, leftCount: 2, rightCount: 2, options: options)
        #expect(result.links.map(\.edge) == [edges[0], edges[2]])
        #expect(result.fallbacks.isEmpty)
        options.maxComponentEdges = 2
        result = try resolveLinks(edges: edges, leftCount: 2, rightCount: 2, options: options)
        #expect(result.links.map(\.edge) == [edges[1]])
        #expect(
            result.fallbacks == [
                ResolveFallback(method: .heaviestFirst, firstRecord: 0, records: 4, edges: 3, limit: 2)
            ])
        #expect(
            result.unlinked == [
                UnlinkedRecord(side: .left, record: 1, reason: .lostToRival, edge: edges[2], rival: edges[1]),
                UnlinkedRecord(
                    side: .right, record: 0, reason: .lostToRival, edge: edges[0], rival: edges[1]),
            ])
    }

    @Test func heaviestFirstBeyondTheSteps() throws {
        var generator = Seeded(9)
        let edges = randomGraph(lefts: 60, rights: 50, density: 0.2, weights: [1, 2, 3, 4], &generator)
        var options = ResolveOptions(thresholds: thresholds(match: 2, review: 0), cardinality: .oneToOne)
        options.maxAssignmentSteps = 10
        let result = try resolveLinks(edges: edges, leftCount: 60, rightCount: 50, options: options)
        #expect(result.fallbacks.map(\.limit) == [10])
        #expect(result.counts.linked + result.counts.alternatives + result.counts.lostToRival == edges.count)
    }

    @Test func heaviestFirstReachesHalfAndSendsTiesToReview() throws {
        var generator = Seeded(7)
        for _ in 0..<200 {
            var edges = randomGraph(lefts: 5, rights: 5, density: 0.5, weights: [1, 2, 4, 4.5], &generator)
            edges = Array(edges.prefix(14))
            var options = ResolveOptions(thresholds: thresholds(match: 0, review: 0), cardinality: .oneToOne)
            options.maxComponentEdges = 0
            options.maxAlternatives = 0
            let result = try resolveLinks(edges: edges, leftCount: 5, rightCount: 5, options: options)
            let total = result.links.reduce(Int64(0)) { $0 + assignmentBenefit($1.edge.weight) }
            #expect(2 * total >= AssignmentReference(edges).best)
            #expect(Set(result.links.map(\.edge.left)).count == result.links.count)
            #expect(Set(result.links.map(\.edge.right)).count == result.links.count)
        }
        var options = ResolveOptions(thresholds: thresholds(match: 0, review: 0), cardinality: .oneToOne)
        options.maxComponentEdges = 0
        let twins = [edge(0, 0, 5), edge(0, 1, 5)]
        let result = try resolveLinks(edges: twins, leftCount: 1, rightCount: 2, options: options)
        #expect(result.links.map(\.band) == [.review, .review])
    }

    @Test func nearTiesWithinTheMarginGoToReview() throws {
        var options = ResolveOptions(thresholds: thresholds(match: 2, review: 0), cardinality: .oneToOne)
        for (gap, bands) in [(Float(0.0005), [Band.review, .review]), (0.01, [.match])] {
            let edges = [edge(0, 0, 10), edge(0, 1, 10 - gap)]
            let result = try resolveLinks(edges: edges, leftCount: 1, rightCount: 2, options: options)
            #expect(result.links.map(\.band) == bands)
        }
        // Five equal payments on both sides: all 25 pairs are equally good, bounded by the limit.
        var payments: [Edge] = []
        for left in 0..<5 { for right in 0..<5 { payments.append(edge(left, right, 9)) } }
        var result = try resolveLinks(edges: payments, leftCount: 5, rightCount: 5, options: options)
        #expect(result.links.count == 25 && result.links.allSatisfy { $0.band == .review && $0.margin == 0 })
        options.maxAlternatives = 1
        result = try resolveLinks(edges: payments, leftCount: 5, rightCount: 5, options: options)
        #expect(result.counts.linked == 5 && result.counts.tied == 5)
        #expect(result.counts.alternatives <= 5)
        #expect(result.counts.linked + result.counts.alternatives + result.counts.lostToRival == 25)
    }

    /// A weak edge never displaces a strong one, however low the review threshold.
    @Test func improbableLinksDoNotDisplaceAProbableOne() throws {
        let edges = [edge(0, 0, -3), edge(0, 1, 3), edge(1, 1, -3)]
        let options = ResolveOptions(thresholds: thresholds(match: 2, review: -10), cardinality: .oneToOne)
        let result = try resolveLinks(edges: edges, leftCount: 2, rightCount: 2, options: options)
        #expect(result.links.map(\.edge) == [edges[1]])
    }
}
