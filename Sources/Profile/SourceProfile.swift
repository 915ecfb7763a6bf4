/// What a whole source holds, column by column. The same for any number of threads.
public struct SourceProfile: Codable, Sendable, Equatable {
    /// The source as the user named it.
    public var source: String
    /// Records read, rejected ones left out.
    public var records: Int
    /// Records that could not be read.
    public var rejected: Int
    /// Bytes of the source.
    public var bytes: Int
    /// The columns in their order.
    public var columns: [ColumnSummary]
    /// Columns and pairs of columns that tell records apart, or nearly, best first.
    public var keys: [KeyCandidate]
    /// What a person should know, a sentence each.
    public var warnings: [String]
}

/// What one column holds. Shares are 0…1 of the values; a null is a field of no bytes.
public struct ColumnSummary: Codable, Sendable, Equatable {
    /// The column's name.
    public var name: String
    /// What its values are.
    public var type: ColumnType
    /// Values that are of that type.
    public var fitting: Int
    /// How its dates or decimals are written; nil where there is nothing to say.
    public var format: String?
    /// Records with a value.
    public var filled: Int
    /// Records without one.
    public var nulls: Int
    /// Different values.
    public var distinct: Int
    /// Standard error of `distinct`, as a share of it; 0 where it was counted exactly.
    public var distinctError: Double
    /// Lengths of the values in characters (Unicode scalars); nil where there are none.
    public var length: Lengths?
    /// Least value: of the numbers or dates that fit the type, else in the order of bytes, and cut after
    /// 64 of them. Nil where there is none.
    public var least: String?
    /// Greatest value, likewise.
    public var greatest: String?
    /// The most frequent values, at most ten, of those that were counted more than `topError` times.
    public var top: [Frequency]
    /// By how much a count in `top` may be too low, and more often than which no value stands that was not
    /// counted; 0 where the counts are exact.
    public var topError: Int
    /// How the values are made up of characters, most frequent first, at most ten.
    public var patterns: [Frequency]
    /// As `topError`, of the patterns.
    public var patternError: Int

    /// Lengths of values, in characters.
    public struct Lengths: Codable, Sendable, Equatable {
        /// Of the shortest value.
        public var least: Int
        /// Mean of all values.
        public var mean: Double
        /// Of the longest value.
        public var greatest: Int
    }

    /// A value or pattern, and how many records have it.
    public struct Frequency: Codable, Sendable, Equatable {
        /// The value, cut after 64 bytes.
        public var value: String
        /// Records that have it, at least.
        public var count: Int
    }
}

/// What the values of a column are. Where fewer than 95 % of them are anything else, they are text.
public enum ColumnType: String, Codable, Sendable, CaseIterable {
    /// There are no values.
    case empty
    /// true, false, yes, no, t, f, y, n in any case, and nothing else.
    case boolean
    /// Digits, perhaps a sign.
    case integer
    /// Numbers, some with decimals.
    case decimal
    /// Digits that are no number, since some begin with zeros.
    case digits
    /// Year, month and day.
    case date
    /// Dates, some with a time of day.
    case timestamp
    /// 8-4-4-4-12 hexadecimal digits.
    case uuid
    /// Anything.
    case text
}

/// Columns that together tell all records apart, or nearly all.
public struct KeyCandidate: Codable, Sendable, Equatable {
    /// One column, or two.
    public var columns: [String]
    /// Records whose key another record before them has; 0: the key is unique. Counted by 64-bit hashes
    /// over all records.
    public var repeats: Int
    /// Records without a value in one of the columns; they count among the repeats where others have none
    /// either.
    public var nulls: Int
}
