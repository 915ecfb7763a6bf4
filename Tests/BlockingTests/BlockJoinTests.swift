import Blocking
import Records
import Synchronization
import TestSupport
import Testing

/// A candidate pair and the rules that hold for it.
private struct Emitted: Hashable, Comparable {
    var left: UInt32
    var right: UInt32
    var mask: UInt32

    static func < (a: Emitted, b: Emitted) -> Bool { (a.left, a.right, a.mask) < (b.left, b.right, b.mask) }
}

private func emitted(
    _ join: BlockJoin, threads: Int, batchSize: Int = 1024, pairsInHand: Int? = nil
) throws -> [Emitted] {
    let all = try join.emit(threads: threads, batchSize: batchSize, pairsInHand: pairsInHand, monitor: nil) {
        [Emitted]()
    } consume: { pairs, batch in
        #expect(batch.count > 0 && batch.left.count == batch.right.count && batch.count == batch.rules.count)
        for place in 0..<batch.count {
            pairs.append(
                Emitted(left: batch.left[place], right: batch.right[place], mask: batch.rules[place]))
        }
    }
    for pairs in all { #expect(pairs == pairs.sorted(), "a thread gets its pairs in order") }
    return all.flatMap { $0 }.sorted()
}

/// All pairs, by a loop over both sides; `places` are the sampled records of each.
private func looped(_ reference: RuleReference, _ places: (left: [Int], right: [Int])? = nil) -> [Emitted] {
    let lefts = places?.left ?? Array(reference.left.indices)
    let rights = places?.right ?? Array(reference.right.indices)
    var pairs: [Emitted] = []
    for (l, left) in lefts.enumerated() {
        for (r, right) in rights.enumerated() where !reference.isDedupe || l < r {
            let mask = reference.mask(left, right)
            if mask != 0 { pairs.append(Emitted(left: UInt32(l), right: UInt32(r), mask: mask)) }
        }
    }
    return pairs
}

private func rule(_ parts: (Int, KeyPart)...) -> BlockingRule {
    BlockingRule(
        name: "\(parts)", expressions: parts.map { KeyExpression(field: $0.0, part: $0.1) })
}

/// Every part alone, and rules together: plain ones, composite ones, with several keys, and all at once.
private let singles: [[BlockingRule]] = [
    [rule((0, .value))], [rule((1, .prefix(2)))], [rule((1, .prefix(4)))], [rule((1, .suffix(2)))],
    [rule((1, .digits))], [rule((0, .digits))], [rule((0, .phonetic))], [rule((0, .firstWord))],
    [rule((0, .lastWord))], [rule((0, .sortedWords))], [rule((2, .year))], [rule((2, .monthDay))],
    [rule((0, .rareWords(count: 1, atMost: 9)))],
    [rule((0, .rareWords(count: 2, atMost: 9)))], [rule((0, .rareWords(count: 3, atMost: 12)))],
    [rule((0, .rareWords(count: 8, atMost: 1000)))],
]
private let several: [[BlockingRule]] = [
    [rule((0, .value)), rule((1, .value)), rule((2, .value))],
    [rule((0, .firstWord), (2, .year)), rule((1, .prefix(2)), (2, .monthDay)), rule((0, .lastWord))],
    [rule((0, .rareWords(count: 2, atMost: 30)), (2, .year)), rule((0, .rareWords(count: 3, atMost: 20)))],
    [rule((1, .digits)), rule((1, .digits), (2, .year)), rule((1, .digits))],
    singles.flatMap { $0 },
]

@Suite struct BlockJoinTests {
    @Test(arguments: singles + several)
    func emitsWhatALoopOverAllPairsFinds(rules: [BlockingRule]) throws {
        var random = Seeded(UInt64(rules.count) &* 977 &+ UInt64(rules[0].width))
        for (l, r) in [(0, 0), (1, 1), (0, 5), (5, 0), (2, 2), (37, 21), (60, 60)] {
            let (lefts, rights) = (smallRecords(l, &random), smallRecords(r, &random))
            let pairs: [(RuleReference, TablePair)] = [
                (
                    RuleReference(rules: rules, left: lefts, right: rights, isDedupe: false),
                    TablePair(left: table(lefts), right: table(rights))
                ),
                (
                    RuleReference(rules: rules, left: lefts, right: lefts, isDedupe: true),
                    TablePair(deduping: table(lefts))
                ),
            ]
            for (reference, tables) in pairs {
                let expected = looped(reference)
                for threads in [1, 2, 7] {
                    let join = try BlockJoin(rules: rules, tables: tables, threads: threads)
                    #expect(try emitted(join, threads: threads) == expected)
                    #expect(try emitted(join, threads: threads, batchSize: 1) == expected)
                    if threads == 2 {
                        #expect(try emitted(join, threads: threads, pairsInHand: 20) == expected)
                    }
                    expectCounts(join, rules, expected, tables)
                }
            }
        }
    }

    /// Counts made before joining: exact for rules with one key a record, an upper bound otherwise.
    private func expectCounts(
        _ join: BlockJoin, _ rules: [BlockingRule], _ expected: [Emitted], _ tables: TablePair
    ) {
        #expect(join.counts.pairs == join.counts.pairsByRule.reduce(0, +))
        for (index, rule) in rules.enumerated() {
            let pairs = expected.count { $0.mask >> UInt32(index) & 1 == 1 }
            if rule.width == 1 {
                #expect(join.counts.pairsByRule[index] == pairs)
            } else {
                #expect(join.counts.pairsByRule[index] >= pairs)
            }
            #expect(join.counts.largestBlocks[index] <= join.counts.pairsByRule[index])
            #expect((join.counts.largestBlocks[index] == 0) == (join.counts.pairsByRule[index] == 0))
        }
    }

    @Test(arguments: singles + several)
    func aSampleIsJoinedByItsPlaces(rules: [BlockingRule]) throws {
        var random = Seeded(55)
        let (lefts, rights) = (smallRecords(50, &random), smallRecords(40, &random))
        let places = (
            left: lefts.indices.filter { _ in Bool.random(using: &random) },
            right: rights.indices.filter { _ in Bool.random(using: &random) }
        )
        let link = RuleReference(rules: rules, left: lefts, right: rights, isDedupe: false)
        let dedupe = RuleReference(rules: rules, left: lefts, right: lefts, isDedupe: true)
        let sample = (left: places.left.map { RecordIndex($0) }, right: places.right.map { RecordIndex($0) })
        for threads in [1, 2, 7] {
            let linked = try BlockJoin(
                rules: rules, tables: TablePair(left: table(lefts), right: table(rights)), sample: sample,
                threads: threads)
            #expect(try emitted(linked, threads: threads) == looped(link, places))
            let deduped = try BlockJoin(
                rules: rules, tables: TablePair(deduping: table(lefts)), sample: (sample.left, sample.left),
                threads: threads)
            #expect(try emitted(deduped, threads: threads) == looped(dedupe, (places.left, places.left)))
        }
    }

    /// Enough records for several partitions; pairs are found by grouping, as a loop would take too long.
    @Test func manyPartitionsGiveTheSamePairs() throws {
        var random = Seeded(56)
        func records(_ count: Int) -> [[String]] {
            (0..<count).map { _ in
                [
                    "k\(Int.random(in: 0..<9000, using: &random))",
                    "c\(Int.random(in: 0..<3000, using: &random))",
                ]
            }
        }
        let (lefts, rights) = (records(20_000), records(11_000))
        let rules = [rule((0, .value)), rule((1, .value))]
        var masks: [SIMD2<UInt32>: UInt32] = [:]
        var largest = [0, 0]
        for field in 0..<2 {
            let groups = Dictionary(grouping: rights.indices) { rights[$0][field] }
            let leftGroups = Dictionary(grouping: lefts.indices) { lefts[$0][field] }
            for (key, members) in leftGroups {
                largest[field] = max(largest[field], members.count * (groups[key]?.count ?? 0))
                for l in members {
                    for r in groups[key] ?? [] {
                        masks[SIMD2(UInt32(l), UInt32(r)), default: 0] |= 1 << UInt32(field)
                    }
                }
            }
        }
        let expected = masks.map { Emitted(left: $0.key.x, right: $0.key.y, mask: $0.value) }.sorted()
        let tables = TablePair(left: table(lefts), right: table(rights))
        for threads in [1, 2, 7] {
            let join = try BlockJoin(rules: rules, tables: tables, threads: threads)
            #expect(try emitted(join, threads: threads) == expected)
            #expect(try emitted(join, threads: threads, pairsInHand: 5000) == expected)
            #expect(join.counts.largestBlocks == largest)
            #expect(join.byteCount > 0)
            // Two at once: only one of them gets the memory that the keys have left.
            let (one, other) = try together {
                try emitted(join, threads: threads)
            } _: {
                try emitted(join, threads: threads)
            }
            #expect(one == expected && other == expected)
        }
    }

    /// Of one thread the pairs come by left and then right record: that is what makes scoring them quick.
    @Test func aThreadEmitsInTheOrderOfTheLeftRecords() throws {
        var random = Seeded(59)
        let tables = TablePair(
            left: table(smallRecords(900, &random)), right: table(smallRecords(300, &random)))
        let join = try BlockJoin(
            rules: [rule((2, .year)), rule((1, .prefix(2)))], tables: tables, threads: 1)
        let pairs = try join.emit(threads: 1, batchSize: 100, monitor: nil) {
            [SIMD2<UInt32>]()
        } consume: { pairs, batch in
            for place in 0..<batch.count { pairs.append(SIMD2(batch.left[place], batch.right[place])) }
        }.flatMap { $0 }
        #expect(pairs.count > 900)
        #expect(zip(pairs, pairs.dropFirst()).allSatisfy { ($0.x, $0.y) < ($1.x, $1.y) })
    }

    @Test func stoppingEndsTheJoinWithTheSignal() throws {
        var random = Seeded(57)
        let join = try BlockJoin(
            rules: [rule((2, .year))], tables: TablePair(deduping: table(smallRecords(100, &random))),
            threads: 2)
        let monitor = RunMonitor(run: "r")
        monitor.stopSignal.store(2, ordering: .relaxed)
        let error = #expect(throws: TieoutError.self) {
            _ = try join.emit(threads: 2, monitor: monitor) {
                0
            } consume: { _, _ in
            }
        }
        #expect(error?.exitCode == 130)
    }

    @Test func aProbeSaysWhichRulesHoldForAPair() throws {
        var random = Seeded(58)
        let (lefts, rights) = (smallRecords(25, &random), smallRecords(25, &random))
        let rules = several[4]
        let reference = RuleReference(rules: rules, left: lefts, right: rights, isDedupe: false)
        let probe = try RuleProbe(rules, tables: TablePair(left: table(lefts), right: table(rights)))
        for l in lefts.indices {
            for r in rights.indices {
                let mask = reference.mask(l, r)
                #expect(
                    probe.rules(RecordIndex(l), RecordIndex(r))
                        == rules.indices.filter { mask >> UInt32($0) & 1 == 1 })
            }
        }
    }
}
