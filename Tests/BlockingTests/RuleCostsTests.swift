import Blocking
import Records
import TestSupport
import Testing

/// What rules cost by sums over keys is what they cost when the records are joined.
@Suite struct RuleCostsTests {
    /// Every kind of part, of the fields of `smallRecords`.
    private static let expressions: [KeyExpression] = {
        let names: [KeyPart] = [
            .value, .prefix(1), .suffix(2), .digits, .phonetic, .firstWord, .lastWord, .sortedWords,
            .rareWords(count: 1, atMost: 9), .rareWords(count: 2, atMost: 9),
            .rareWords(count: 3, atMost: 500), .rareWords(count: 8, atMost: 1000),
        ]
        let codes: [KeyPart] = [
            .value, .prefix(2), .prefix(4), .suffix(4), .digits, .rareWords(count: 2, atMost: 1000),
        ]
        let dates: [KeyPart] = [.value, .year, .monthDay]
        return [names, codes, dates].enumerated().flatMap { field, parts in
            parts.map { KeyExpression(field: field, part: $0) }
        }
    }()

    /// Each expression alone, and those of two and three fields together in any order; at most one of them
    /// with several keys a record.
    private static let rules: [[KeyExpression]] = {
        var rules = expressions.map { [$0] }
        for a in expressions {
            for b in expressions where a.field != b.field {
                rules.append([a, b])
                if a.field == 0 && b.field == 1 {
                    rules.append([a, b, KeyExpression(field: 2, part: .year)])
                }
            }
        }
        return rules.filter { $0.count { $0.part.width > 1 } <= 1 }
    }()

    private func expectCosts(
        _ tables: TablePair, sample: (left: [RecordIndex], right: [RecordIndex]), threads: Int
    ) throws -> Int {
        let words = WordStatistics(tables, threads: threads)
        let costs = try RuleCosts(
            Self.expressions, tables: tables, sample: sample, words: words, threads: threads)
        let found = try costs.pairs(Self.rules)
        try #require(found.count == Self.rules.count)
        for start in stride(from: 0, to: Self.rules.count, by: 32) {
            let some = Array(Self.rules[start..<min(start + 32, Self.rules.count)])
            let join = try BlockJoin(
                rules: some.map { BlockingRule(name: "\($0)", expressions: $0) }, tables: tables,
                sample: sample, words: words, threads: 2)
            for (place, rule) in some.enumerated() {
                #expect(found[start + place] == join.counts.pairsByRule[place], "\(rule.map(\.part))")
            }
        }
        // Asked again, in another order and one by one, they are the same.
        #expect(try costs.pairs(Self.rules.reversed()) == found.reversed())
        #expect(try costs.pairs([Self.rules[3]]) == [found[3]])
        #expect(try costs.pairs([]) == [])
        return found.count { $0 > 0 }
    }

    @Test(arguments: [1, 2, 7])
    func sumsOverKeysAreTheCostsOfJoining(threads: Int) throws {
        var random = Seeded(300)
        for (l, r) in [(0, 0), (1, 1), (0, 5), (2, 3), (40, 30), (300, 200)] {
            let (lefts, rights) = (smallRecords(l, &random), smallRecords(r, &random))
            let all = (lefts.indices.map { RecordIndex($0) }, rights.indices.map { RecordIndex($0) })
            let some = (
                all.0.filter { _ in Bool.random(using: &random) },
                all.1.filter { _ in Bool.random(using: &random) }
            )
            let linked = TablePair(left: table(lefts), right: table(rights))
            let deduped = TablePair(deduping: table(lefts))
            var used = 0
            for sample in [all, some] {
                used += try expectCosts(linked, sample: sample, threads: threads)
                used += try expectCosts(deduped, sample: (sample.0, sample.0), threads: threads)
            }
            // The data must reach nearly all rules, or the comparison shows little.
            if l == 300 { #expect(used > 3 * Self.rules.count) }
        }
    }

    /// By hand: keys a, a, b on the left, a, b, b on the right.
    @Test func pairsAreCountedByKey() throws {
        let rule = [KeyExpression(field: 0, part: .value)]
        let (left, right) = (table([["a"], ["a"], ["b"], [""]]), table([["a"], ["b"], ["b"], [""], ["c"]]))
        let tables = TablePair(left: left, right: right)
        let sample: ([RecordIndex], [RecordIndex]) = ([0, 1, 2, 3], [0, 1, 2, 3, 4])
        let costs = try RuleCosts(
            rule, tables: tables, sample: sample, words: WordStatistics(tables, threads: 1), threads: 1)
        #expect(try costs.pairs([rule]) == [4])
        let one = TablePair(deduping: table([["a"], ["a"], ["a"], ["b"], [""], ["b"], [""]]))
        let places: [RecordIndex] = [0, 1, 2, 3, 4, 5, 6]
        let inside = try RuleCosts(
            rule, tables: one, sample: (places, places), words: WordStatistics(one, threads: 1), threads: 1)
        #expect(try inside.pairs([rule]) == [4])
    }

    /// More keys than the counter starts with room for.
    @Test func manyKeysAreCountedToo() throws {
        let records = (0..<40_000).map { ["k\($0 / 2)", "c", "20000101"] }
        let tables = TablePair(deduping: table(records))
        let places = records.indices.map { RecordIndex($0) }
        let costs = try RuleCosts(
            [KeyExpression(field: 0, part: .value), KeyExpression(field: 1, part: .value)], tables: tables,
            sample: (places, places), words: WordStatistics(tables, threads: 1), threads: 2)
        let pairs = try costs.pairs([
            [KeyExpression(field: 0, part: .value)], [KeyExpression(field: 1, part: .value)],
        ])
        #expect(pairs == [20_000, 40_000 * 39_999 / 2])
    }
}
