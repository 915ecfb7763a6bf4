import Records

/// Which raw columns feed a field.
public enum FieldSource: Codable, Equatable, Sendable {
    /// One column.
    case column(Int)
    /// Several columns, read in this order with a space between them; empty ones are passed over.
    case joined([Int])
    /// An amount whose sign stands in another column, as a debit or credit word.
    case signed(amount: Int, direction: Int)

    /// Every column that is read.
    public var columns: [Int] {
        switch self {
        case .column(let column): [column]
        case .joined(let columns): columns
        case .signed(let amount, let direction): [amount, direction]
        }
    }
}

/// Facts about a column that its values need to be read right.
public struct ValueFormat: Codable, Equatable, Sendable {
    /// `03/04/2024` is the third of April.
    public var dayFirst: Bool
    /// Eight plain digits are `DDMMYYYY` or `MMDDYYYY` rather than `YYYYMMDD`.
    public var yearLast: Bool
    /// `1.234,5` is a little more than a thousand.
    public var decimalComma: Bool
    /// A phone number that starts with `00` goes on with a country code.
    public var internationalZeros: Bool
    /// A debit adds: the books are kept from the other side's point of view. For `FieldSource.signed`.
    public var debitPositive: Bool

    /// A format; the defaults are those of ISO 8601 and of English-speaking countries.
    public init(
        dayFirst: Bool = false, yearLast: Bool = false, decimalComma: Bool = false,
        internationalZeros: Bool = false, debitPositive: Bool = false
    ) {
        self.dayFirst = dayFirst
        self.yearLast = yearLast
        self.decimalComma = decimalComma
        self.internationalZeros = internationalZeros
        self.debitPositive = debitPositive
    }
}

extension ValueFormat {
    /// Reads a format; what it does not say is as in ISO 8601 and English-speaking countries.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        func flag(_ key: CodingKeys) throws -> Bool {
            try values.decodeIfPresent(Bool.self, forKey: key) ?? false
        }
        self.init(
            dayFirst: try flag(.dayFirst), yearLast: try flag(.yearLast),
            decimalComma: try flag(.decimalComma),
            internationalZeros: try flag(.internationalZeros), debitPositive: try flag(.debitPositive))
    }

    /// Writes what differs from the defaults.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        let flags: [(CodingKeys, Bool)] = [
            (.dayFirst, dayFirst), (.yearLast, yearLast), (.decimalComma, decimalComma),
            (.internationalZeros, internationalZeros), (.debitPositive, debitPositive),
        ]
        for (key, isSet) in flags where isSet { try values.encode(true, forKey: key) }
    }

    private enum CodingKeys: String, CodingKey {
        case dayFirst, yearLast, decimalComma, internationalZeros, debitPositive
    }
}

/// How one field of the rows comes out of the raw columns.
public struct FieldRecipe: Codable, Equatable, Sendable {
    /// The field's name, for people.
    public var name: String
    /// What the field holds; decides the canonical form.
    public var kind: FieldKind
    /// The columns it is read from.
    public var source: FieldSource
    /// How its values are written.
    public var format: ValueFormat
    /// Share of the sample's values that stood in it before, 0…1: decides whether canonical values are
    /// remembered.
    public var repeatShare: Double

    /// A recipe.
    public init(
        name: String, kind: FieldKind, source: FieldSource, format: ValueFormat = ValueFormat(),
        repeatShare: Double = 0
    ) {
        self.name = name
        self.kind = kind
        self.source = source
        self.format = format
        self.repeatShare = repeatShare
    }
}
