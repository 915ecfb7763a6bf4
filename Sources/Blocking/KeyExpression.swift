import Records

/// What a blocking rule takes from one field of a record.
public struct KeyExpression: Hashable, Sendable {
    /// Field of the row.
    public var field: Int
    /// What is taken from its canonical value.
    public var part: KeyPart

    /// That part of that field.
    public init(field: Int, part: KeyPart) {
        self.field = field
        self.part = part
    }
}

/// The part of a canonical value that must agree. A value that lacks the part has no key, and no
/// key agrees with nothing.
public enum KeyPart: Hashable, Sendable {
    /// The whole value.
    case value
    /// The first n bytes; shorter values have no key.
    case prefix(Int)
    /// The last n bytes; shorter values have no key.
    case suffix(Int)
    /// The digits in it, at least one.
    case digits
    /// Double Metaphone's primary code of the first word (Philips 2000).
    case phonetic
    /// The first word.
    case firstWord
    /// The last word.
    case lastWord
    /// All words, sorted: order does not matter.
    case sortedWords
    /// Year of a date.
    case year
    /// Month and day of a date; both must be known.
    case monthDay
    /// Each of the rarest words, up to `count` of them, that at most `atMost` records hold.
    case rareWords(count: Int, atMost: Int)

    /// Keys a record can have under this part.
    public var width: Int {
        if case .rareWords(let count, _) = self { count } else { 1 }
    }
}

extension KeyPart: CustomStringConvertible {
    /// As it stands in job files: `value`, `prefix 4`, `rare words 3 of 50`.
    public var description: String {
        switch self {
        case .value: "value"
        case .prefix(let n): "prefix \(n)"
        case .suffix(let n): "suffix \(n)"
        case .digits: "digits"
        case .phonetic: "phonetic"
        case .firstWord: "first word"
        case .lastWord: "last word"
        case .sortedWords: "sorted words"
        case .year: "year"
        case .monthDay: "month and day"
        case .rareWords(let count, let atMost): "rare words \(count) of \(atMost)"
        }
    }

    /// Reads what `description` writes; nil where it says nothing known.
    public init?(_ text: String) {
        let words = text.split(separator: " ").map(String.init)
        switch (words.first, words.count) {
        case ("value", 1): self = .value
        case ("digits", 1): self = .digits
        case ("phonetic", 1): self = .phonetic
        case ("first", 2) where words[1] == "word": self = .firstWord
        case ("last", 2) where words[1] == "word": self = .lastWord
        case ("sorted", 2) where words[1] == "words": self = .sortedWords
        case ("year", 1): self = .year
        case ("month", 3) where words[1] == "and" && words[2] == "day": self = .monthDay
        case ("prefix", 2):
            guard let n = Int(words[1]), n > 0 else { return nil }
            self = .prefix(n)
        case ("suffix", 2):
            guard let n = Int(words[1]), n > 0 else { return nil }
            self = .suffix(n)
        case ("rare", 5) where words[1] == "words" && words[3] == "of":
            guard let count = Int(words[2]), let atMost = Int(words[4]), (1...8).contains(count), atMost > 1
            else { return nil }
            self = .rareWords(count: count, atMost: atMost)
        default: return nil
        }
    }
}

/// Records that agree on every expression of a rule become candidate pairs.
public struct BlockingRule: Hashable, Sendable {
    /// For people: `surname + birth date (year)`.
    public var name: String
    /// All must agree. At most one of them may yield several keys a record.
    public var expressions: [KeyExpression]

    /// A rule of at least one expression, at most one of which yields several keys.
    public init(name: String, expressions: [KeyExpression]) {
        precondition(!expressions.isEmpty)
        precondition(expressions.filter { $0.part.width > 1 }.count <= 1)
        self.name = name
        self.expressions = expressions
    }

    /// Keys a record can have under this rule.
    public var width: Int { expressions.reduce(1) { max($0, $1.part.width) } }

    /// The name that says what the rule does, from the names of the fields.
    public static func describe(_ expressions: [KeyExpression], fieldNames: [String]) -> String {
        expressions.map { expression in
            let field = fieldNames[expression.field]
            return expression.part == .value ? field : "\(field) (\(expression.part))"
        }.joined(separator: " + ")
    }
}
