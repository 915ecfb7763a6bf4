import Records

/// What a sample shows of one column.
///
/// Shares are 0…1 of the values that are no nulls. Raw values do not enter it, only hashes and counts:
/// a profile can be stored and shown where values must not be.
public struct ColumnProfile: Codable, Sendable {
    /// The column's name.
    public var name: String
    /// Its place in the source, counted from 0.
    public var index: Int
    /// Records in the sample.
    public var records: Int
    /// Records without a value: empty, or a null word.
    public var nulls: Int
    /// Distinct raw values in the sample, blanks at the ends aside.
    public var distinct: Int
    /// What the column holds.
    public var kind: FieldKind
    /// Share of the values that fit the kind.
    public var kindShare: Double
    /// How its values are written.
    public var format: ValueFormat
    /// The sample shows which of day and month comes first.
    public var dayOrderIsKnown: Bool
    /// The sample shows which mark separates decimals.
    public var decimalMarkIsKnown: Bool
    /// Mean bytes of a value.
    public var meanLength: Double
    /// Bytes of the longest value.
    public var maxLength: Int
    /// Words in a value, folded.
    public var meanWords: Double
    /// Share that reads as a number without a unit.
    public var numericShare: Double
    /// Share that reads as a date.
    public var dateShare: Double
    /// Share that looks like an e-mail address.
    public var emailShare: Double
    /// Every value is a plain integer.
    public var isInteger: Bool
    /// Every value is a UUID.
    public var isUUID: Bool
    /// Integers that count the records: each is its predecessor's successor.
    public var isSerial: Bool
    /// Share of the numbers that are below zero.
    public var negativeShare: Double
    /// Every number is at least zero, and there is one.
    public var allNonNegative: Bool
    /// Share of the values that are debit or credit words.
    public var directionShare: Double
    /// Share of debits among the debit and credit words.
    public var debitShare: Double
    /// Eleven quantiles of the numbers, least and greatest included; empty where few are numbers.
    public var quantiles: [Double]
    /// The canonical values.
    public var values: ValueSketch
    /// The values as letters and digits alone, whatever the kind.
    public var texts: ValueSketch
    /// The words of the folded values.
    public var words: ValueSketch
    /// Square roots of the frequencies of hashed 3-grams, of length 1: a dot product of two is their
    /// Bhattacharyya coefficient.
    public var grams: [Float]
    /// How the column's amounts look when a debit or credit column gives them their sign.
    public var signed: [SignedView]

    /// Values in the sample.
    public var filled: Int { records - nulls }
    /// No value stands in two records of the sample, and none is missing.
    public var isUnique: Bool { records > 0 && nulls == 0 && distinct == records }
    /// Share of values that stood in the sample before.
    public var repeatShare: Double { filled == 0 ? 0 : 1 - Double(distinct) / Double(filled) }

    /// Why the column says nothing about records being the same; nil where it may.
    public var uselessReason: String? {
        if filled == 0 { return "empty in the sample" }
        if distinct == 1, records > 1 { return "the same value throughout the sample" }
        if isSerial, isUnique { return "counts the records" }
        return nil
    }
}

/// Amounts read with the sign of a debit or credit column.
public struct SignedView: Codable, Sendable {
    /// The column of words.
    public var direction: Int
    /// Share of amounts below zero, debits negative.
    public var negativeShare: Double
    /// The amounts, debits negative.
    public var values: ValueSketch
    /// The amounts, debits positive.
    public var turned: ValueSketch
}
