import Records
import Scoring
import Testing

@testable import Engine
@testable import Linkage

@Suite struct RandomPairsTests {
    private func tables(_ l: Int, _ r: Int?) -> TablePair {
        func make(_ count: Int) -> Table { table((0..<count).map { ["v\($0 % 5)"] }) }
        return r.map { TablePair(left: make(l), right: make($0)) } ?? TablePair(deduping: make(l))
    }

    private func sample(_ tables: TablePair) throws -> PlanSample {
        try PlanSample(tables, most: 1000, threads: 1)
    }

    @Test func fewPairsAreAllTakenOnce() throws {
        for l in 0...7 {
            for r in 0...7 {
                var expected: [SIMD2<UInt32>] = []
                for i in 0..<l { for j in 0..<r { expected.append(SIMD2(UInt32(i), UInt32(j))) } }
                let pairs = try RandomPairs(sample(tables(l, r)), limit: 49)
                #expect(zip(pairs.left, pairs.right).map { SIMD2($0, $1) } == expected)
            }
            var expected: [SIMD2<UInt32>] = []
            for i in 0..<l { for j in i + 1..<max(l, i + 1) { expected.append(SIMD2(UInt32(i), UInt32(j))) } }
            let pairs = try RandomPairs(sample(tables(l, nil)), limit: 21)
            #expect(zip(pairs.left, pairs.right).map { SIMD2($0, $1) } == expected)
        }
    }

    @Test func manyPairsAreDrawnEvenlyAndTheSameEveryTime() throws {
        for right in [30, nil] as [Int?] {
            let tables = tables(40, right)
            let pairs = try RandomPairs(sample(tables), limit: 700)
            #expect(pairs.left.count == 700 && pairs.right.count == 700)
            let again = try RandomPairs(sample(tables), limit: 700)
            #expect(pairs.left == again.left && pairs.right == again.right)
            for (l, r) in zip(pairs.left, pairs.right) {
                #expect(l < 40 && r < right ?? 40)
                #expect(right != nil || l < r)
            }
            // Every record comes up, none very often: 700 draws over 40 records are 17.5 each.
            let counts = (0..<40 as Range<UInt32>).map { record in
                pairs.left.count { $0 == record } + (right == nil ? pairs.right.count { $0 == record } : 0)
            }
            let mean = right == nil ? 35 : 17
            #expect(counts.allSatisfy { $0 > mean / 4 && $0 < mean * 3 })
        }
    }

    @Test(arguments: [1, 2, 7])
    func theHistogramCountsEveryPair(threads: Int) throws {
        let tables = tables(90, 70)
        let comparison = Comparison(name: "c", field: 0, levels: [Level(.exact)])
        let rows = try RandomPairs(sample(tables), limit: 10_000).histogram(
            [comparison], tables: tables, threads: threads
        ).rows()
        // A fifth of each side holds each of the five values.
        #expect(rows == [.init(pattern: 1, rules: 0, count: 5040), .init(pattern: 2, rules: 0, count: 1260)])
        let u = chanceOfLevels(rows, comparisons: [comparison], model: nil)
        #expect(u.count == 1 && u[0][0] == 0)
        #expect(abs(u[0][1] - 0.8) < 1e-12 && abs(u[0][2] - 0.2) < 1e-12)
    }

    @Test func pairsThatLikelyMatchDoNotPassForCoincidence() {
        let comparison = Comparison(
            name: "c", field: 0, levels: [Level(.exact), Level(.similarity(.jaro, 0.9))])
        let rows: [PatternHistogram.Row] = [
            .init(pattern: 1, rules: 0, count: 900), .init(pattern: 3, rules: 0, count: 100),
        ]
        let model = LinkageModel(
            comparisons: [
                .init(
                    name: "c", labels: comparison.labels, m: [0, 0.1, 0.1, 0.8], u: [0, 0.8, 0.1, 0.1],
                    untrained: [false, false, false, false])
            ], prior: 0.5)
        let u = chanceOfLevels(rows, comparisons: [comparison], model: model)[0]
        // By Bayes a pair at 'else' is no match with 8/9, at 'exact' with 1/9; the level nobody saw gets
        // half a pair.
        let (otherwise, exact) = (900 * 8.0 / 9, 100 * 1.0 / 9)
        let sum = otherwise + exact + 0.5
        #expect(u[0] == 0)
        for (found, expected) in zip(u[1...], [otherwise / sum, 0.5 / sum, exact / sum]) {
            #expect(abs(found - expected) < 1e-12)
        }
    }
}
