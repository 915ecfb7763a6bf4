import Normalise
import Records

/// Columns as a job file names them: `surname`, `[first, last]`, or `{amount: value, direction: type}`.
public enum ColumnReference: Codable, Sendable, Equatable {
    case column(String)
    case joined([String])
    case signed(amount: String, direction: String)

    private enum CodingKeys: String, CodingKey { case amount, direction }

    /// Tells the three forms apart by their shape: a name, a list, or a mapping.
    public init(from decoder: any Decoder) throws {
        if let single = try? decoder.singleValueContainer() {
            if let name = try? single.decode(String.self) {
                self = .column(name)
                return
            }
            if let names = try? single.decode([String].self) {
                self = .joined(names)
                return
            }
        }
        let keyed = try decoder.container(keyedBy: CodingKeys.self)
        self = .signed(
            amount: try keyed.decode(String.self, forKey: .amount),
            direction: try keyed.decode(String.self, forKey: .direction))
    }

    /// Writes the form that reads back as the same reference.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .column(let name):
            var single = encoder.singleValueContainer()
            try single.encode(name)
        case .joined(let names):
            var single = encoder.singleValueContainer()
            try single.encode(names)
        case .signed(let amount, let direction):
            var keyed = encoder.container(keyedBy: CodingKeys.self)
            try keyed.encode(amount, forKey: .amount)
            try keyed.encode(direction, forKey: .direction)
        }
    }

    /// The reference to `source` among the columns of a source.
    init(_ source: FieldSource, columns: [String]) {
        switch source {
        case .column(let column): self = .column(columns[column])
        case .joined(let parts): self = .joined(parts.map { columns[$0] })
        case .signed(let amount, let direction):
            self = .signed(amount: columns[amount], direction: columns[direction])
        }
    }

    /// Where the columns stand in a source.
    func resolve(_ columns: [String], source: String) throws -> FieldSource {
        switch self {
        case .column(let name): .column(try findColumn(name, in: columns, source: source))
        case .joined(let names): .joined(try names.map { try findColumn($0, in: columns, source: source) })
        case .signed(let amount, let direction):
            .signed(
                amount: try findColumn(amount, in: columns, source: source),
                direction: try findColumn(direction, in: columns, source: source))
        }
    }
}

/// A field as a job file gives it.
public struct JobField: Codable, Sendable, Equatable {
    /// What rules and results call it.
    public var name: String
    /// What it holds: decides the canonical form of its values and, unless told, its levels.
    public var kind: FieldKind
    /// Its columns in the left source.
    public var left: ColumnReference
    /// Its columns in the right source; nil: as on the left.
    public var right: ColumnReference?
    /// How the left values are written; nil: as in ISO 8601 and English-speaking countries.
    public var leftFormat: ValueFormat?
    /// How the right values are written; nil: as on the left.
    public var rightFormat: ValueFormat?
    /// The ladder of levels, strongest first, as results name them; nil: by kind.
    public var levels: [String]?
    /// Match weights by hand, in bits: one for each level, and one more for pairs at no level; nil: trained.
    public var weights: [Double]?
    /// Adjust weights by how common a value is; nil: by kind.
    public var termFrequency: Bool?
    /// False: used for blocking only.
    public var compare: Bool?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case name, kind, left, right, levels, weights, compare
        case leftFormat = "left_format"
        case rightFormat = "right_format"
        case termFrequency = "term_frequency"
    }

    /// A field that the data suggested, as a job file would give it.
    init(_ pair: ColumnPair, leftColumns: [String], rightColumns: [String]?) {
        name = pair.name
        kind = pair.kind
        left = ColumnReference(pair.left.source, columns: leftColumns)
        right = rightColumns.map { ColumnReference(pair.right.source, columns: $0) }
        leftFormat = pair.left.format == ValueFormat() ? nil : pair.left.format
        rightFormat = rightColumns == nil || pair.right.format == ValueFormat() ? nil : pair.right.format
    }

    /// The field over the columns of the sources.
    func columnPair(
        left leftColumns: [String], right rightColumns: [String], sources: (left: String, right: String)
    ) throws -> ColumnPair {
        ColumnPair(
            name: name, kind: kind,
            left: FieldRecipe(
                name: name, kind: kind, source: try left.resolve(leftColumns, source: sources.left),
                format: leftFormat ?? ValueFormat()),
            right: FieldRecipe(
                name: name, kind: kind,
                source: try (right ?? left).resolve(rightColumns, source: sources.right),
                format: rightFormat ?? leftFormat ?? ValueFormat()),
            evidence: "given")
    }
}

/// The column of that name, compared trimmed; exactly, or else without regard to case if only one fits.
///
/// - Throws: `TieoutError` for an unknown or ambiguous name.
func findColumn(_ name: String, in columns: [String], source: String) throws -> Int {
    if let exact = columns.firstIndex(of: name) { return exact }
    let loose = columns.indices.filter { columns[$0].lowercased() == name.lowercased() }
    if loose.count == 1 { return loose[0] }
    if loose.count > 1 {
        throw TieoutError(
            "column '\(name)' is ambiguous: " + loose.map { "'\(columns[$0])'" }.joined(separator: ", "),
            at: source,
            remedy: "write it exactly as the header does")
    }
    throw unknown("column", name, among: columns, at: source)
}
