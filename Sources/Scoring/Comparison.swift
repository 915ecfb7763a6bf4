import Records

/// How one field of two records is compared: a ladder of levels, strongest first. The first level
/// whose test holds is the pair's level; a pair for which none holds is at level `else`.
public struct Comparison: Sendable, Equatable {
    /// For people; usually the field's name.
    public var name: String
    /// Field of both rows.
    public var field: Int
    /// The second field of tests that look at two: the other name of `swapped`, the longitude of
    /// `kilometres`.
    public var partner: Int?
    /// Strongest first; at most 13.
    public var levels: [Level]

    /// A comparison of at most `maxLevels` levels, strongest first.
    public init(name: String, field: Int, partner: Int? = nil, levels: [Level]) {
        precondition(levels.count <= Comparison.maxLevels)
        self.name = name
        self.field = field
        self.partner = partner
        self.levels = levels
    }

    /// Levels with a test; `null` and `else` come on top.
    public static let maxLevels = 13

    /// Level codes of the pattern: 0 null, 1 else, then the levels from the weakest to the strongest.
    public var codes: Int { levels.count + 2 }

    /// The code of `levels[index]`.
    public func code(_ index: Int) -> Int { codes - 1 - index }

    /// What levels weigh by how rare it is: the tables must know that of the field.
    public var weighedParts: Set<WeighedParts> {
        Set(
            levels.compactMap {
                if case .similarity(let measure, _) = $0.test { measure.weighedParts } else { nil }
            })
    }

    /// What each code means, by code.
    public var labels: [String] { ["null", "else"] + levels.reversed().map(\.test.description) }
}

/// One step of the ladder.
public struct Level: Sendable, Equatable {
    /// What must hold for a pair to be at this level.
    public var test: LevelTest
    /// Share of the term-frequency adjustment this level gets: 1 for equal values, less for alike
    /// ones, 0 for none.
    public var termWeight: Float

    /// A level; term frequencies leave its weight alone unless told otherwise.
    public init(_ test: LevelTest, termWeight: Float = 0) {
        self.test = test
        self.termWeight = termWeight
    }
}

/// When a level holds. Neither value is null.
public enum LevelTest: Sendable, Equatable {
    /// The canonical values are equal.
    case exact
    /// A text measure gives at least this similarity, 0…1.
    case similarity(TextMeasure, Float)
    /// At most this edit distance (`levenshtein` or `osa`).
    case distance(TextMeasure, UInt32)
    /// The two fields agree crosswise: given name with surname.
    case swapped
    /// Numbers differ by at most this.
    case absolute(Double)
    /// Numbers differ by at most this share of the larger.
    case relative(Double)
    /// Dates lie at most this many days apart.
    case days(Int32)
    /// Day and month are exchanged.
    case dayMonthSwapped
    /// Dates agree in all but this many digits.
    case dateDigits(Int)
    /// Places lie at most this far apart.
    case kilometres(Double)
}

extension LevelTest: CustomStringConvertible {
    /// As it stands in results and job files.
    public var description: String {
        switch self {
        case .exact: "exact"
        case .similarity(let measure, let least): "\(measure.rawValue) >= \(shortest(Double(least)))"
        case .distance(let measure, let most): "\(measure.rawValue) distance <= \(most)"
        case .swapped: "swapped"
        case .absolute(let most): "differs by <= \(shortest(most))"
        case .relative(let most): "differs by <= \(shortest(most * 100)) %"
        case .days(let most): "within \(most) days"
        case .dayMonthSwapped: "day and month swapped"
        case .dateDigits(let most): "date digits differing <= \(most)"
        case .kilometres(let most): "within \(shortest(most)) km"
        }
    }

    /// Reads what `description` writes; nil where it says nothing known.
    public init?(_ text: String) {
        let words = text.split(separator: " ").map(String.init)
        let last = words.last ?? ""
        switch words.count {
        case 1 where text == "exact": self = .exact
        case 1 where text == "swapped": self = .swapped
        case 4 where text == "day and month swapped": self = .dayMonthSwapped
        case 3 where words[1] == ">=":
            guard let measure = TextMeasure(rawValue: words[0]), let least = Float(last),
                (0...1).contains(least)
            else { return nil }
            self = .similarity(measure, least)
        case 4 where words[1] == "distance" && words[2] == "<=":
            guard let measure = TextMeasure(rawValue: words[0]), measure == .levenshtein || measure == .osa,
                let most = UInt32(last)
            else { return nil }
            self = .distance(measure, most)
        case 4 where text.hasPrefix("differs by <= "):
            guard let most = Double(last), most >= 0 else { return nil }
            self = .absolute(most)
        case 5 where text.hasPrefix("differs by <= ") && last == "%":
            guard let most = Double(words[3]), most >= 0 else { return nil }
            self = .relative(most / 100)
        case 3 where words[0] == "within" && last == "days":
            guard let most = Int32(words[1]), most >= 0 else { return nil }
            self = .days(most)
        case 3 where words[0] == "within" && last == "km":
            guard let most = Double(words[1]), most >= 0 else { return nil }
            self = .kilometres(most)
        case 5 where text.hasPrefix("date digits differing <= "):
            guard let most = Int(last), (1...8).contains(most) else { return nil }
            self = .dateDigits(most)
        default: return nil
        }
    }
}

/// A number without a tail of zeros, and as few decimals as tell it apart at single precision.
private func shortest(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(Float(value))"
}
