import Blocking
import Phonetics
import Records

/// Blocking rules by their definitions, over texts and one pair at a time.
struct RuleReference {
    let rules: [BlockingRule]
    let left: [[String]]
    /// Equal to `left` in a dedupe.
    let right: [[String]]
    let isDedupe: Bool
    /// Records of both sides that hold each word, by field.
    private let holders: [[[UInt8]: Int]]

    init(rules: [BlockingRule], left: [[String]], right: [[String]], isDedupe: Bool) {
        (self.rules, self.left, self.right, self.isDedupe) = (rules, left, right, isDedupe)
        let records = isDedupe ? left : left + right
        holders = (0..<3).map { field in
            var counts: [[UInt8]: Int] = [:]
            for record in records {
                for word in Set(RuleReference.words(record[field])) { counts[word, default: 0] += 1 }
            }
            return counts
        }
    }

    /// Rules that hold for a pair, a bit each.
    func mask(_ l: Int, _ r: Int) -> UInt32 {
        var mask: UInt32 = 0
        for (index, rule) in rules.enumerated()
        where rule.expressions.allSatisfy({ agree($0, left[l][$0.field], right[r][$0.field]) }) {
            mask |= 1 << UInt32(index)
        }
        return mask
    }

    private func agree(_ expression: KeyExpression, _ a: String, _ b: String) -> Bool {
        if case .rareWords(let count, let atMost) = expression.part {
            let common = Set(rare(a, expression.field, count, atMost))
            return rare(b, expression.field, count, atMost).contains { common.contains($0) }
        }
        guard let x = RuleReference.part(expression.part, a), let y = RuleReference.part(expression.part, b)
        else {
            return false
        }
        return x == y
    }

    /// What is taken of a value; nil where it lacks the part.
    static func part(_ part: KeyPart, _ value: String) -> [UInt8]? {
        let bytes = Array(value.utf8)
        if bytes.isEmpty { return nil }
        let words = words(value)
        switch part {
        case .value: return bytes
        case .prefix(let n): return bytes.count < n ? nil : Array(bytes.prefix(n))
        case .suffix(let n): return bytes.count < n ? nil : Array(bytes.suffix(n))
        case .digits:
            let digits = bytes.filter { $0 >= 48 && $0 <= 57 }
            return digits.isEmpty ? nil : digits
        case .phonetic:
            let code = words[0].withUnsafeBufferPointer { doubleMetaphone($0).primary.description }
            return code.isEmpty ? nil : Array(code.utf8)
        case .firstWord: return words[0]
        case .lastWord: return words[words.count - 1]
        case .sortedWords:
            return Array(words.sorted { $0.lexicographicallyPrecedes($1) }.joined(separator: [32]))
        case .year: return bytes.count < 8 ? nil : Array(bytes.prefix(4))
        case .monthDay:
            guard bytes.count == 8 else { return nil }
            let (month, day) = (Array(bytes[4..<6]), Array(bytes[6..<8]))
            return month == [48, 48] || day == [48, 48] ? nil : month + day
        case .rareWords: return nil
        }
    }

    static func words(_ value: String) -> [[UInt8]] { value.utf8.split(separator: 32).map(Array.init) }

    /// The rarest words of a value that two or more records hold, but not too many; ties by hash.
    private func rare(_ value: String, _ field: Int, _ count: Int, _ atMost: Int) -> [[UInt8]] {
        var ranked: [(count: Int, hash: UInt64, word: [UInt8])] = []
        for word in Set(RuleReference.words(value)) {
            let held = holders[field][word] ?? 0
            if held >= 2 && held <= atMost {
                ranked.append((held, word.withUnsafeBufferPointer { xxh3($0) }, word))
            }
        }
        return ranked.sorted { ($0.count, $0.hash) < ($1.count, $1.hash) }.prefix(count).map(\.word)
    }
}
