import Blocking
import Records

/// The expressions worth blocking on for a field of a kind, loosest last.
func keyParts(_ kind: FieldKind) -> [KeyPart] {
    switch kind {
    case .name: [.value, .phonetic, .prefix(3), .lastWord, .sortedWords]
    case .organisation: [.value, .prefix(6), .firstWord, .rareWords(count: 3, atMost: 60)]
    case .address: [.value, .prefix(8), .digits, .rareWords(count: 3, atMost: 60)]
    case .text: [.value, .prefix(8), .sortedWords, .rareWords(count: 3, atMost: 60)]
    case .category, .quantities: [.value]
    case .code: [.value, .prefix(4), .suffix(4)]
    case .email: [.value, .prefix(5)]
    case .phone: [.value, .suffix(4)]
    case .date: [.value, .year, .monthDay]
    case .number, .money: [.value]
    case .latitude, .longitude: []
    }
}

/// A rule that might be used, and what it would cost.
struct CandidateRule {
    var rule: BlockingRule
    /// Pairs it brings among the sampled records.
    var samplePairs: Int
}

/// Finds rules that stay within a number of pairs: single expressions that do, and of the others
/// combinations of two, then three, from different fields.
struct RuleFinder {
    let costs: RuleCosts
    /// All pairs of the sample.
    let pairCount: Double
    let fieldNames: [String]
    /// Most pairs one rule may bring among the sampled records.
    let limit: Int

    /// - Complexity: O(sampled records) for each rule tried; about 10 ns a record and rule.
    func find(_ expressions: [KeyExpression]) throws -> [CandidateRule] {
        let singles = try count(expressions.map { [$0] })
        var found = singles.filter { $0.samplePairs <= limit }
        let loose = singles.filter { $0.samplePairs > limit }
        // What a conjunction will bring, were its parts independent; in truth it brings more.
        let all = max(pairCount, 1)
        func promising(_ parts: [CandidateRule]) -> Bool {
            parts.reduce(all) { $0 * Double($1.samplePairs) / all } <= Double(limit)
        }
        var pairs: [[CandidateRule]] = []
        var heavy: [[CandidateRule]] = []
        for (index, a) in loose.enumerated() {
            for b in loose[(index + 1)...] where distinctFields(a.rule.expressions + b.rule.expressions) {
                if promising([a, b]) {
                    pairs.append([a, b])
                } else {
                    heavy.append([a, b])
                }
            }
        }
        for (parts, two) in zip(pairs, try count(pairs.map { $0.flatMap(\.rule.expressions) })) {
            if two.samplePairs <= limit { found.append(two) } else { heavy.append(parts) }
        }
        if found.count < 24 {
            var triples: [[KeyExpression]] = []
            for (index, two) in heavy.enumerated() where triples.count < 96 {
                for other in heavy[(index + 1)...] where other[0].rule == two[0].rule {
                    let three = two + [other[1]]
                    let parts = three.flatMap(\.rule.expressions)
                    if distinctFields(parts) && promising(three) && triples.count < 96 {
                        triples.append(parts)
                    }
                }
            }
            found += try count(triples).filter { $0.samplePairs <= limit }
        }
        return found
    }

    private func distinctFields(_ expressions: [KeyExpression]) -> Bool {
        for (index, a) in expressions.enumerated() {
            for b in expressions[(index + 1)...] where a.field == b.field { return false }
        }
        return expressions.filter { $0.part.width > 1 }.count <= 1
    }

    private func count(_ rules: [[KeyExpression]]) throws -> [CandidateRule] {
        zip(rules, try costs.pairs(rules)).map { expressions, pairs in
            let name = BlockingRule.describe(expressions, fieldNames: fieldNames)
            return CandidateRule(
                rule: BlockingRule(name: name, expressions: expressions), samplePairs: pairs)
        }
    }
}

/// Of many rules the `most` that look at the most different fields: in every round the loosest rule left over
/// each set of fields, taking the fields in turn. A rule that another one contains is left out. Rules without a
/// pair come last: in all records they may bring matches although they bring none in a sample.
func diverseRules(_ candidates: [CandidateRule], fieldCount: Int, most: Int) -> [CandidateRule] {
    let loosestFirst = candidates.sorted { ($0.samplePairs, $0.rule.name) > ($1.samplePairs, $1.rule.name) }
    let apart = loosestFirst.filter { rule in !loosestFirst.contains { contains($0.rule, rule.rule) } }
    var chosen: [CandidateRule] = []
    let (busy, idle) = (apart.filter { $0.samplePairs > 0 }, apart.filter { $0.samplePairs == 0 })
    for round in roundsOverFields(busy) + roundsOverFields(idle) {
        var left = round
        while !left.isEmpty {
            for field in 0..<fieldCount {
                guard
                    let place = left.firstIndex(where: { $0.rule.expressions.contains { $0.field == field } })
                else { continue }
                if chosen.count == most { return chosen }
                chosen.append(left.remove(at: place))
            }
        }
    }
    return chosen
}

/// The first rule over each set of fields, then the second ones, and so on. One over the same fields with just as
/// many pairs as the one before is hardly another, and left out.
private func roundsOverFields(_ loosestFirst: [CandidateRule]) -> [[CandidateRule]] {
    var rounds: [[CandidateRule]] = []
    var taken: [Set<Int>: (rules: Int, pairs: Int)] = [:]
    for rule in loosestFirst {
        let fields = Set(rule.rule.expressions.map(\.field))
        let before = taken[fields] ?? (0, -1)
        if before.pairs == rule.samplePairs { continue }
        if before.rules == rounds.count { rounds.append([]) }
        rounds[before.rules].append(rule)
        taken[fields] = (before.rules + 1, rule.samplePairs)
    }
    return rounds
}

/// Every pair of `narrow` is also one of `wide`, by form: its expressions are among those of `narrow`
/// or weaker ones of the same field.
private func contains(_ wide: BlockingRule, _ narrow: BlockingRule) -> Bool {
    guard wide != narrow, wide.expressions.count <= narrow.expressions.count else { return false }
    return wide.expressions.allSatisfy { loose in
        narrow.expressions.contains { strict in
            guard strict.field == loose.field else { return false }
            if strict.part == loose.part { return true }
            switch (strict.part, loose.part) {
            // Only what every value has: many a value has no digits, no letters or no day.
            case (.value, .firstWord), (.value, .lastWord), (.value, .sortedWords): return true
            case (.prefix(let a), .prefix(let b)): return b <= a
            default: return false
            }
        }
    }
}
