import Records
import TestSupport
import Testing

@testable import Engine

/// What is in a sample, and what it depends on: the contents of records, and nothing else.
@Suite struct PlanSampleTests {
    /// Records of two fields, many of them alike and some the same.
    private func records(_ count: Int, kinds: Int, _ random: inout Seeded) -> [[String]] {
        (0..<count).map { _ in
            ["n\(Int.random(in: 0..<kinds, using: &random))", "c\(Int.random(in: 0..<9, using: &random))"]
        }
    }

    private func contents(_ records: [[String]], _ places: [RecordIndex]) -> [[String]] {
        places.map { records[Int($0)] }
    }

    private func sorted(_ records: [[String]]) -> [[String]] {
        records.sorted { $0.lexicographicallyPrecedes($1) }
    }

    private func tables(_ left: [[String]], _ right: [[String]]?) -> TablePair {
        let left = table(left, fieldCount: 2)
        return right.map { TablePair(left: left, right: table($0, fieldCount: 2)) }
            ?? TablePair(deduping: left)
    }

    @Test(arguments: [0, 1, 2, 5, 99, 100])
    func fewRecordsAreAllTaken(count: Int) throws {
        var random = Seeded(1)
        let (lefts, rights) = (records(count, kinds: 20, &random), records(100 - count, kinds: 20, &random))
        for right in [rights, nil] {
            let sample = try PlanSample(tables(lefts, right), most: 100, threads: 2)
            #expect(sample.left == lefts.indices.map { RecordIndex($0) })
            #expect(sample.right == (right ?? lefts).indices.map { RecordIndex($0) })
            #expect(sample.leftByContent.sorted() == sample.left)
            #expect(sample.rightByContent.sorted() == sample.right)
            #expect(sample.isDedupe == (right == nil))
            let (n, m) = (Double(count), Double(100 - count))
            #expect(sample.pairCount == (right == nil ? n * (n - 1) / 2 : n * m))
            // All pairs there are lie inside, where there are any.
            let isEmpty = count == 0 || right?.isEmpty == true
            #expect(sample.fraction == (isEmpty ? 0 : 1))
        }
    }

    @Test(arguments: [30, 3000, 1_000_000])
    func ofManyAboutSoManyAreDrawn(kinds: Int) throws {
        var random = Seeded(UInt64(kinds))
        let (lefts, rights) = (records(20_000, kinds: kinds, &random), records(9000, kinds: kinds, &random))
        let sample = try PlanSample(tables(lefts, rights), most: 2000, threads: 2)
        // The deviation is √(2000 · 0.9) = 42 on the left, less on the right.
        #expect(abs(sample.left.count - 2000) < 250 && abs(sample.right.count - 2000) < 250)
        for (places, byContent, count) in [
            (sample.left, sample.leftByContent, 20_000), (sample.right, sample.rightByContent, 9000),
        ] {
            #expect(places == places.sorted() && Set(places).count == places.count)
            #expect(places.allSatisfy { $0 < count })
            #expect(byContent.sorted() == places)
        }
        let share = Double(sample.left.count) / 20_000 * Double(sample.right.count) / 9000
        #expect(abs(sample.fraction - share) < 1e-12)
        #expect(sample.pairCount == Double(sample.left.count) * Double(sample.right.count))
    }

    /// The first by content of a larger sample, which any order of the rows gives.
    @Test(arguments: [false, true])
    func aSmallerSampleIsPartOfALargerOne(isDedupe: Bool) throws {
        var random = Seeded(5)
        let (lefts, rights) = (records(8000, kinds: 900, &random), records(5000, kinds: 900, &random))
        let all = try PlanSample(tables(lefts, isDedupe ? nil : rights), most: 3000, threads: 2)
        for most in [0, 1, 500, 1_000_000] {
            let some = PlanSample(all, most: most)
            #expect(some.leftByContent == Array(all.leftByContent.prefix(most)))
            #expect(some.rightByContent == Array(all.rightByContent.prefix(most)))
            #expect(some.left == some.leftByContent.sorted() && some.right == some.rightByContent.sorted())
            #expect(some.isDedupe == isDedupe && some.isLeftFirst == all.isLeftFirst)
            let right = isDedupe ? lefts.count : rights.count
            let share = Double(some.left.count) / 8000 * Double(some.right.count) / Double(right)
            #expect(abs(some.fraction - share) < 1e-12)
        }
    }

    /// Four times as many, and the sample among them; all where there are no more, whatever the order of the rows.
    @Test func wordsAreCountedInAWiderSample() throws {
        var random = Seeded(6)
        var lefts = records(20_000, kinds: 4000, &random)
        let rights = records(3000, kinds: 4000, &random)
        var found: [[[String]]] = []
        for _ in 0..<2 {
            let sample = try PlanSample(tables(lefts, rights), most: 1000, threads: 2)
            let (left, right) = (sample.wider.left, sample.wider.right)
            #expect(abs(left.count - 4000) < 300 && Set(left).count == left.count)
            #expect(right.sorted() == rights.indices.map { RecordIndex($0) })
            #expect(Set(sample.left).isSubset(of: left) && Set(sample.right).isSubset(of: right))
            found.append(sorted(contents(lefts, left)))
            lefts.shuffle(using: &random)
        }
        let isSame = found[0] == found[1]
        #expect(isSame)
        #expect(try PlanSample(tables(lefts, nil), most: 1000, threads: 2).wider.right.isEmpty)
    }

    @Test func ofADedupeBothSidesAreTheSame() throws {
        var random = Seeded(3)
        let sample = try PlanSample(tables(records(5000, kinds: 900, &random), nil), most: 700, threads: 2)
        #expect(sample.left == sample.right && sample.leftByContent == sample.rightByContent)
        let n = Double(sample.left.count)
        #expect(abs(sample.fraction - n / 5000 * n / 5000) < 1e-12 && sample.pairCount == n * (n - 1) / 2)
    }

    /// Rows in another order, and with other ids, give the same contents, in the same order by content.
    @Test(arguments: [30, 3000, 1_000_000], [0, 400, 100_000])
    func theOrderOfTheRecordsDoesNotShow(kinds: Int, most: Int) throws {
        var random = Seeded(UInt64(kinds + most))
        var (lefts, rights) = (records(6000, kinds: kinds, &random), records(4000, kinds: kinds, &random))
        for isDedupe in [false, true] {
            let first = try PlanSample(tables(lefts, isDedupe ? nil : rights), most: most, threads: 2)
            let drawn = (contents(lefts, first.left), contents(rights, isDedupe ? [] : first.right))
            let byContent = (
                contents(lefts, first.leftByContent), contents(rights, isDedupe ? [] : first.rightByContent)
            )
            for _ in 0..<2 {
                lefts.shuffle(using: &random)
                rights.shuffle(using: &random)
                let left = table(lefts, fieldCount: 2, ids: lefts.indices.map { "id\($0 * 7919 % 10_007)" })
                let right = table(rights, fieldCount: 2)
                let again = try PlanSample(
                    isDedupe ? TablePair(deduping: left) : TablePair(left: left, right: right), most: most,
                    threads: 2)
                // Compared first: to print thousands of records takes minutes.
                let isSame = [
                    sorted(contents(lefts, again.left)) == sorted(drawn.0),
                    contents(lefts, again.leftByContent) == byContent.0,
                    isDedupe || sorted(contents(rights, again.right)) == sorted(drawn.1),
                    isDedupe || contents(rights, again.rightByContent) == byContent.1,
                ]
                #expect(isSame == [true, true, true, true])
            }
        }
    }

    /// Random pairs are drawn of the same contents too, whatever the order of the rows.
    @Test func randomPairsAreOfTheSameContents() throws {
        var random = Seeded(8)
        var lefts = records(3000, kinds: 500, &random)
        var found: [[[[String]]]] = []
        for _ in 0..<2 {
            let pairs = RandomPairs(try PlanSample(tables(lefts, nil), most: 800, threads: 1), limit: 5000)
            let texts = zip(contents(lefts, pairs.left), contents(lefts, pairs.right))
            found.append(texts.map { sorted([$0, $1]) })
            lefts.shuffle(using: &random)
        }
        let isSame = found[0] == found[1]
        #expect(found[0].count == 5000 && isSame)
    }

    @Test(arguments: [0, 300, 5000])
    func theNumberOfThreadsDoesNotShow(most: Int) throws {
        var random = Seeded(4)
        let (lefts, rights) = (records(40_000, kinds: 5000, &random), records(700, kinds: 50, &random))
        for right in [rights, nil] {
            let tables = tables(lefts, right)
            let one = try PlanSample(tables, most: most, threads: 1)
            for threads in [2, 7] {
                let other = try PlanSample(tables, most: most, threads: threads)
                #expect(one.left == other.left && one.right == other.right)
                #expect(one.leftByContent == other.leftByContent)
                #expect(one.rightByContent == other.rightByContent)
                #expect(one.fraction == other.fraction)
            }
        }
    }

    /// Of 10,000 records that stand twice, a tenth of all are drawn: both copies of 1 in 100.
    @Test func copiesAreDrawnEachForItself() throws {
        let lefts = (0..<20_000).map { ["r\($0 % 10_000)", "c"] }
        let sample = try PlanSample(tables(lefts, nil), most: 2000, threads: 2)
        let copies = Dictionary(grouping: contents(lefts, sample.left)) { $0[0] }.values.map(\.count)
        let both = copies.count { $0 == 2 }
        #expect(both > 50 && both < 160)
        // And of one record that stands 20,000 times, about as many as of any others.
        let same = try PlanSample(
            tables(Array(repeating: ["x", "y"], count: 20_000), nil), most: 2000, threads: 2)
        #expect(abs(same.left.count - 2000) < 250)
    }

    /// What is drawn on one side says nothing of the other side, so that pairs are drawn as pairs.
    @Test func theTwoSidesAreDrawnEachForItself() throws {
        let lefts = (0..<20_000).map { ["r\($0)", "c"] }
        let sample = try PlanSample(tables(lefts, lefts), most: 2000, threads: 2)
        let shared = Set(sample.left).intersection(sample.right).count
        // A tenth of a tenth of 20,000.
        #expect(shared > 120 && shared < 300)
    }

    /// Every field counts: records that differ in one are different records.
    @Test func everyFieldIsPartOfTheContents() throws {
        for field in 0..<2 {
            let lefts = (0..<10_000).map { number in (0..<2).map { $0 == field ? "v\(number)" : "same" } }
            let others = (0..<10_000).map { number in (0..<2).map { $0 == field ? "w\(number)" : "same" } }
            let one = try PlanSample(tables(lefts, nil), most: 1000, threads: 1)
            let other = try PlanSample(tables(others, nil), most: 1000, threads: 1)
            #expect(one.left != other.left)
        }
    }

    @Test("exchanged sides give the same records and the same random pairs")
    func sidesMayBeExchanged() throws {
        var random = Seeded(11)
        let (one, other) = (records(5000, kinds: 3000, &random), records(4000, kinds: 3000, &random))
        let sample = try PlanSample(tables(one, other), most: 500, threads: 2)
        let exchanged = try PlanSample(tables(other, one), most: 500, threads: 2)
        #expect(!sample.left.isEmpty && sample.left.count < 5000)
        #expect(sample.left == exchanged.right && sample.right == exchanged.left)
        let (pairs, mirrored) = (RandomPairs(sample, limit: 900), RandomPairs(exchanged, limit: 900))
        #expect(pairs.left.count == 900)
        #expect(pairs.left == mirrored.right && pairs.right == mirrored.left)
    }
}
