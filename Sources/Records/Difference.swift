/// What became of a record or of one of its cells.
///
/// The raw value is the code in the database: never change one.
public enum DifferenceKind: UInt8, Codable, Sendable, CaseIterable, CustomStringConvertible {
    /// The record is on the left only.
    case removed = 0
    /// The record is on the right only.
    case added = 1
    /// A cell of a record that is on both sides.
    case changed = 2
    /// The record is on both sides, in another order among the others.
    case moved = 3
    /// The same record under another key.
    case rekeyed = 4

    /// As the views say it.
    public var description: String {
        switch self {
        case .removed: "removed"
        case .added: "added"
        case .changed: "changed"
        case .moved: "moved"
        case .rekeyed: "rekeyed"
        }
    }
}

/// One difference between two sources, its texts in the bytes of its batch.
public struct Difference: Sendable {
    /// A stretch of the batch's bytes.
    public struct Text: Sendable, Equatable {
        /// First byte.
        public var start: Int
        /// Number of bytes; −1: there is no text.
        public var count: Int

        /// Takes both.
        @inlinable
        public init(start: Int, count: Int) {
            self.start = start
            self.count = count
        }

        /// No text.
        public static let none = Text(start: 0, count: -1)
        /// There is a text, if only an empty one.
        @inlinable public var exists: Bool { count >= 0 }
    }

    /// What became of it.
    public var kind: DifferenceKind
    /// The record's key stands more than once on a side.
    public var isDuplicate: Bool
    /// Which of the compared columns, counted from 0; −1: the record as a whole.
    public var column: Int
    /// The record's key.
    public var key: Text
    /// The cell on the left; of a rekeyed record, its left key.
    public var leftValue = Text.none
    /// The cell on the right; of a rekeyed record, its right key.
    public var rightValue = Text.none
    /// Number of the left record, counted from 1; 0: none.
    public var leftRecord: UInt64 = 0
    /// Number of the right record, counted from 1; 0: none.
    public var rightRecord: UInt64 = 0
    /// First line of the left record, counted from 1; 0: not known.
    public var leftLine: UInt64 = 0
    /// First line of the right record, counted from 1; 0: not known.
    public var rightLine: UInt64 = 0

    /// A difference without texts but the key.
    public init(_ kind: DifferenceKind, isDuplicate: Bool = false, column: Int = -1, key: Text) {
        self.kind = kind
        self.isDuplicate = isDuplicate
        self.column = column
        self.key = key
    }
}

/// A run of differences, in the order in which they are reported.
public struct DifferenceBatch: Sendable {
    /// The differences.
    public var rows: [Difference] = []
    /// Their texts.
    public var bytes: [UInt8] = []

    /// An empty batch.
    public init() {}

    /// Keeps a text.
    public mutating func add(_ text: UnsafeBufferPointer<UInt8>) -> Difference.Text {
        let start = bytes.count
        bytes.append(contentsOf: text)
        return Difference.Text(start: start, count: text.count)
    }

    /// The bytes of a text of this batch.
    public func text(_ text: Difference.Text) -> ArraySlice<UInt8> {
        text.exists ? bytes[text.start..<text.start + text.count] : []
    }
}
