import Diff
import Ingest
import Records

/// Everything a diff can be told. What is nil is found out.
public struct DiffOptions: Sendable {
    /// The left source: what was there before.
    public var left: String
    /// The right source: what is there now.
    public var right: String
    /// How to read the left source.
    public var leftReading = ReadOptions()
    /// How to read the right source.
    public var rightReading = ReadOptions()

    /// Columns of the key, by their left names; nil: a unique column is found.
    public var key: [String]?
    /// Rows are compared as wholes.
    public var keyless = false
    /// Columns that belong together though their names differ: left name, right name.
    public var map: [(left: String, right: String)] = []
    /// Columns that are not compared, by the name on either side.
    public var ignore: [String] = []
    /// The only columns that are compared, by their left names; nil: all.
    public var only: [String]?

    /// How the cells of columns are compared.
    public var equality = EqualityOptions()
    /// Records that stand in another order are reported.
    public var moved = false
    /// Records on one side only go through the matcher.
    public var rescue = false

    /// Broken exports are refused.
    public var guards = true
    /// What a diff may come to at most.
    public var limits = DiffLimits()

    /// Threads, 1…256.
    public var threads = coreCount()
    /// Bytes the run may hold; nil: as many as it needs.
    public var memory: Int?
    /// Values stay out of the result.
    public var noValues = false

    /// Compares all columns of two sources byte for byte.
    public init(left: String, right: String) {
        self.left = withoutPasswords(left)
        self.right = withoutPasswords(right)
    }
}

/// Limits that a person sets; a diff beyond one of them publishes nothing.
public struct DiffLimits: Sendable {
    /// Most records that may be on the left only.
    public var removed: DiffLimit?
    /// Most records that may be on the right only.
    public var added: DiffLimit?
    /// Most records that may have changed.
    public var changed: DiffLimit?
    /// Fewest records on the right.
    public var minRows: Int?

    /// No limits.
    public init() {}
}

/// A number of records, or a share of the left ones.
public enum DiffLimit: Sendable, Equatable {
    /// So many records.
    case records(Int)
    /// A share of the left records, 0 and more.
    case share(Double)

    /// `250`, `10%` or `0.5 %`; nil for anything else.
    public init?(_ text: String) {
        if text.hasSuffix("%") {
            guard let percent = Double(text.dropLast().filter { $0 != " " }), percent >= 0, percent.isFinite
            else { return nil }
            self = .share(percent / 100)
        } else {
            guard let count = Int(text), count >= 0 else { return nil }
            self = .records(count)
        }
    }

    /// Most records of so many on the left.
    func most(of left: UInt64) -> Double {
        switch self {
        case .records(let count): Double(count)
        case .share(let share): share * Double(left)
        }
    }

    /// As it was written.
    var text: String {
        switch self {
        case .records(let count): "\(count)"
        case .share(let share): "\(shortest(share * 100)) %"
        }
    }
}

/// A number without needless decimals.
func shortest(_ value: Double) -> String {
    let rounded = (value * 1e6).rounded() / 1e6
    return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int(rounded)) : String(rounded)
}
