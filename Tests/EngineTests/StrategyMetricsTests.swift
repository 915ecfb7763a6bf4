import Records
import Resolve
import TestSupport
import Testing

@testable import Engine

private func pair(_ left: Int, _ right: Int) -> RecordPair {
    RecordPair(left: RecordIndex(left), right: RecordIndex(right))
}

private func edge(_ left: Int, _ right: Int, _ weight: Float) -> Edge {
    Edge(left: RecordIndex(left), right: RecordIndex(right), weight: weight, pattern: 0, rule: 0)
}

/// All pairs of records that stand in one group, by looking at each.
private func pairs(_ groups: [Int]) -> Set<RecordPair> {
    var found: Set<RecordPair> = []
    for a in groups.indices {
        for b in groups.indices where a < b && groups[a] == groups[b] { found.insert(pair(a, b)) }
    }
    return found
}

@Suite struct StrategyMetricsTests {
    /// Four records a side; 0–0, 1–1, 2–2 are true, and so is a fourth pair whose id nobody has.
    private let tables = TablePair(
        left: table([["a"], ["b"], ["c"], ["d"]]), right: table([["a"], ["b"], ["x"], ["y"]]))

    @Test("found pairs against known ones, worked out by hand")
    func byHand() {
        let truth = TruePairs([pair(0, 0), pair(1, 1), pair(2, 2)], unknown: 1, tables: tables)
        // Of three found pairs two are true; of four true ones two are found.
        let metrics = truth.metrics(.pairs([pair(0, 0), pair(1, 1), pair(3, 2)]))
        #expect(metrics == PairMetrics(truePositives: 2, falsePositives: 1, falseNegatives: 2))
        #expect(abs(metrics.f1 - 4.0 / 7) < 1e-12)
        // Looked at: only pairs of the left record 0, and so one of four.
        #expect(truth.completeness { left, _ in left == 0 } == 0.25)
        #expect(truth.cubed(.pairs([])) == nil)
    }

    @Test("a curve resolves anew at every threshold")
    func curveByHand() throws {
        let truth = TruePairs([pair(0, 0), pair(1, 1), pair(2, 2)], unknown: 1, tables: tables)
        // 0–1 is heavier than 1–1 and wrong; one-to-one it falls once 0–0 and 1–1 outweigh it.
        let edges = [edge(0, 0, 5), edge(0, 1, 3), edge(1, 1, 2), edge(3, 2, 1), edge(2, 2, -3)]
        let points = try curve(edges, chosen: 0, tables: tables, truth: truth, isTrained: true) { weight in
            try resolveLinks(
                edges: edges, leftCount: 4, rightCount: 4,
                options: ResolveOptions(
                    thresholds: try Thresholds(match: weight, review: weight), cardinality: .oneToOne))
        }
        #expect(points.map(\.weight) == [5, 3, 2, 1, 0, -3])
        #expect(points.map(\.found) == [1, 1, 2, 3, 3, 3])
        #expect(points.map(\.truePositives) == [1, 1, 2, 2, 2, 2])
        // 2·tp / (found + 4): 2/5, 2/5, 4/6, 4/7, …
        let byHand: [Double] = [2.0 / 5, 2.0 / 5, 4.0 / 6, 4.0 / 7, 4.0 / 7, 4.0 / 7]
        for (point, expected) in zip(points, byHand) {
            let f1 = try #require(point.f1)
            #expect(abs(f1 - expected) < 1e-12)
        }
        // One match of weight 5: 32 to 1.
        let first = try #require(points[0].expectedPrecision)
        #expect(abs(first - 32.0 / 33) < 1e-9)
        let third = try #require(points[2].expectedMatches)
        let both: Double = 32.0 / 33 + 4.0 / 5
        #expect(abs(third - both) < 1e-9)
    }

    @Test("thresholds are all weights, or as many at even ranks, and the chosen one")
    func thresholdsOfCurves() {
        #expect(thresholds([1, 2, 2, 3], chosen: 2.5, most: 10) == [3, 2.5, 2, 1])
        #expect(thresholds([], chosen: 1, most: 10) == [1])
        let many = (0..<1000).map { Float($0) }
        let picked = thresholds(many, chosen: 500.5, most: 11)
        let (first, last) = (picked.first, picked.last)
        #expect(picked.count == 12 && first == 999)
        #expect(last == 0 && picked.contains(500.5))
        #expect(picked == picked.sorted(by: >))
    }

    @Test("pairs of groups are counted without making them")
    func groups() {
        var random = Seeded(7)
        for count in 1...30 {
            for most in [1, 3, 30] {
                let a = (0..<count).map { _ in Int.random(in: 0..<most, using: &random) }
                let b = (0..<count).map { _ in Int.random(in: 0..<most, using: &random) }
                let (inA, inB) = (FoundPairs.groups(a), FoundPairs.groups(b))
                #expect(inA.count == pairs(a).count)
                #expect(inA.countInCommon(inB) == pairs(a).intersection(pairs(b)).count)
                for one in pairs(b) { #expect(inA.contains(one) == pairs(a).contains(one)) }
            }
        }
    }

    @Test("pairs in common are those of both lists")
    func lists() {
        var random = Seeded(8)
        for count in 0...25 {
            func some() -> Set<RecordPair> {
                Set(
                    (0..<count).map { _ in
                        pair(Int.random(in: 0..<6, using: &random), Int.random(in: 0..<6, using: &random))
                    })
            }
            let (a, b) = (some(), some())
            let (inA, inB) = (FoundPairs.pairs(a.sorted()), FoundPairs.pairs(b.sorted()))
            #expect(inA.countInCommon(inB) == a.intersection(b).count && inA.count == a.count)
            for one in b { #expect(inA.contains(one) == a.contains(one)) }
        }
    }
}

@Suite struct EqualRecordsTests {
    @Test("every pair of equal records, and no other")
    func equal() {
        var random = Seeded(9)
        for count in [0, 1, 2, 5, 40] {
            func some() -> [[String]] {
                (0..<count).map { _ in
                    (0..<2).map { _ in ["", "a", "b", "ab"][Int.random(in: 0..<4, using: &random)] }
                }
            }
            let (a, b) = (some(), some())
            let tables = TablePair(left: table(a, fieldCount: 2), right: table(b, fieldCount: 2))
            let found = equalRecords(tables, most: nil)
            let expected = a.indices.flatMap { left in
                b.indices.filter { a[left] == b[$0] && a[left] != ["", ""] }.map { pair(left, $0) }
            }
            #expect(
                zip(found?.left ?? [], found?.right ?? []).map { RecordPair(left: $0, right: $1) } == expected
            )
            let inside = equalRecords(TablePair(deduping: table(a, fieldCount: 2)), most: nil)
            let twice = a.indices.flatMap { first in
                a.indices.filter { first < $0 && a[first] == a[$0] && a[first] != ["", ""] }.map {
                    pair(first, $0)
                }
            }
            #expect(
                zip(inside?.left ?? [], inside?.right ?? []).map { RecordPair(left: $0, right: $1) } == twice)
            #expect(equalRecords(tables, most: expected.count) != nil)
            if !expected.isEmpty { #expect(equalRecords(tables, most: expected.count - 1) == nil) }
        }
    }
}
