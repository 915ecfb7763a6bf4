import Blocking
import Testing

@testable import Engine

@Suite struct DiverseRulesTests {
    private func rule(_ expressions: [(Int, KeyPart)], pairs: Int) -> CandidateRule {
        let expressions = expressions.map { KeyExpression(field: $0, part: $1) }
        return CandidateRule(
            rule: BlockingRule(
                name: BlockingRule.describe(expressions, fieldNames: ["a", "b", "c"]),
                expressions: expressions),
            samplePairs: pairs)
    }

    private func names(_ rules: [CandidateRule], most: Int = 32) -> [String] {
        diverseRules(rules, fieldCount: 3, most: most).map(\.rule.name)
    }

    /// Every set of fields has its loosest rule before any has a second.
    @Test func setsOfFieldsTakeTurns() {
        let rules = [
            rule([(0, .phonetic), (1, .value)], pairs: 90), rule([(0, .lastWord), (1, .value)], pairs: 80),
            rule([(0, .prefix(3)), (1, .value)], pairs: 70), rule([(1, .digits), (2, .value)], pairs: 20),
            rule([(2, .suffix(4))], pairs: 10),
        ]
        let all = [
            "a (phonetic) + b", "b (digits) + c", "c (suffix 4)", "a (last word) + b", "a (prefix 3) + b",
        ]
        #expect(names(rules) == all)
        #expect(names(rules.reversed()) == all)
        for most in 0...5 { #expect(names(rules, most: most) == Array(all.prefix(most))) }
    }

    @Test func whatAnotherContainsIsLeftOut() {
        let rules = [
            rule([(0, .sortedWords)], pairs: 90), rule([(0, .value)], pairs: 80),
            rule([(1, .prefix(8))], pairs: 20),
            rule([(1, .prefix(4))], pairs: 30), rule([(0, .phonetic), (2, .suffix(4))], pairs: 5),
            rule([(0, .phonetic), (1, .prefix(4))], pairs: 10),
        ]
        #expect(names(rules) == ["a (sorted words)", "b (prefix 4)", "a (phonetic) + c (suffix 4)"])
    }

    /// The last word of a value of one word is all its words: the same pairs under two names.
    @Test func oneOfTwoWithTheSamePairsIsEnough() {
        let rules = [
            rule([(0, .sortedWords), (1, .value)], pairs: 90),
            rule([(0, .lastWord), (1, .value)], pairs: 90),
            rule([(0, .phonetic), (2, .value)], pairs: 90),
        ]
        #expect(names(rules).count == 2)
    }

    /// A rule that brings no pair in a sample may bring matches in all records.
    @Test func rulesWithoutPairsComeLast() {
        let rules = [
            rule([(0, .value)], pairs: 0), rule([(0, .phonetic), (1, .value)], pairs: 90),
            rule([(0, .prefix(3)), (1, .value)], pairs: 80), rule([(2, .value)], pairs: 0),
        ]
        let all = ["a (phonetic) + b", "a (prefix 3) + b", "a", "c"]
        for most in 0...5 { #expect(names(rules, most: most) == Array(all.prefix(most))) }
    }

    /// Fields may have the same name: the order given decides, whatever the process.
    @Test func rulesOfOneNameKeepTheirOrder() {
        let rules = (0..<3).map { field in
            let expression = KeyExpression(field: field, part: .value)
            return CandidateRule(rule: BlockingRule(name: "x", expressions: [expression]), samplePairs: 5)
        }
        #expect(
            diverseRules(rules, fieldCount: 3, most: 2).map(\.rule.expressions[0].field) == [
                0, 1,
            ])
    }
}
