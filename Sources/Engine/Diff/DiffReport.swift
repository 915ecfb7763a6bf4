import Diff
import Records

/// What a diff has found, for a person and, as JSON, for programs. Holds names and counts, no values.
public struct DiffReport: Encodable, Sendable {
    /// A pair of columns whose cells were compared.
    public struct Column: Encodable, Sendable {
        /// Name on the left.
        public var left: String
        /// Name on the right.
        public var right: String
        /// How cells were compared, a sentence.
        public var rule: String
        /// Cells of unique keys that differ.
        public var cellsChanged: UInt64
        /// Cells of keys that stand more than once that differ.
        public var duplicateCellsChanged: UInt64

        enum CodingKeys: String, CodingKey {
            case left, right, rule
            case cellsChanged = "cells_changed"
            case duplicateCellsChanged = "duplicate_cells_changed"
        }
    }

    /// Records of keys that stand more than once, by class.
    public struct Duplicates: Encodable, Sendable {
        /// Such keys on the left.
        public var keysLeft: UInt64 = 0
        /// Such keys on the right.
        public var keysRight: UInt64 = 0
        /// Left records without a counterpart.
        public var rowsRemoved: UInt64 = 0
        /// Right records without a counterpart.
        public var rowsAdded: UInt64 = 0
        /// Pairs with a changed cell.
        public var rowsChanged: UInt64 = 0
        /// Pairs without one.
        public var rowsUnchanged: UInt64 = 0

        enum CodingKeys: String, CodingKey {
            case keysLeft = "keys_left"
            case keysRight = "keys_right"
            case rowsRemoved = "rows_removed"
            case rowsAdded = "rows_added"
            case rowsChanged = "rows_changed"
            case rowsUnchanged = "rows_unchanged"
        }
    }

    /// The left source, as the user wrote it.
    public var left: String
    /// The right source.
    public var right: String
    /// Columns of the key, by their left names; empty where whole rows were compared.
    public var key: [String] = []
    /// The key was found, not told.
    public var keyIsProposed = false
    /// Records on the left.
    public var rowsLeft: UInt64 = 0
    /// Records on the right.
    public var rowsRight: UInt64 = 0
    /// Left records that could not be read.
    public var rejectedLeft = 0
    /// Right records that could not be read.
    public var rejectedRight = 0
    /// Keys on the right only, each once.
    public var keysAdded: UInt64 = 0
    /// Keys on the left only, each once.
    public var keysRemoved: UInt64 = 0
    /// Records of unique keys with a changed cell.
    public var rowsChanged: UInt64 = 0
    /// Records of unique keys without one.
    public var rowsUnchanged: UInt64 = 0
    /// Pairs of records that are the same under another key; nil where none were looked for.
    public var rowsRekeyed: UInt64?
    /// Pairs of records in another order; nil where none were looked for.
    public var rowsMoved: UInt64?
    /// Changed cells of unique keys.
    public var cellsChanged: UInt64 = 0
    /// The same by column, by left name, where there are any.
    public var cellsChangedByColumn: [String: UInt64] = [:]
    /// Records of keys that stand more than once.
    public var duplicates = Duplicates()
    /// What became of the columns.
    public var schemaChanges: [SchemaChange] = []
    /// The compared columns.
    public var columns: [Column] = []
    /// Why the diff is not to be trusted; empty where it is.
    public var guards: [String] = []
    /// Sentences for a person, without values.
    public var warnings: [String] = []
    /// Where the result is; nil where none was asked for, or a guard tripped.
    public var result: String?
    /// Seconds the run took.
    public var seconds = 0.0
    /// The stages, in order.
    public var stages: [RunSummary.Stage] = []
    /// Some of the records were kept in a temporary file, for want of memory.
    public var hasSpilled = false
    /// Something differs, if only the columns.
    public var isDifferent = false

    enum CodingKeys: String, CodingKey {
        case left, right, key, duplicates, columns, guards, warnings, result, seconds, stages
        case keyIsProposed = "key_is_proposed"
        case rowsLeft = "rows_left"
        case rowsRight = "rows_right"
        case rejectedLeft = "rejected_left"
        case rejectedRight = "rejected_right"
        case keysAdded = "keys_added"
        case keysRemoved = "keys_removed"
        case rowsChanged = "rows_changed"
        case rowsUnchanged = "rows_unchanged"
        case rowsRekeyed = "rows_rekeyed"
        case rowsMoved = "rows_moved"
        case cellsChanged = "cells_changed"
        case cellsChangedByColumn = "cells_changed_by_column"
        case schemaChanges = "schema_changes"
        case hasSpilled = "has_spilled"
        case isDifferent = "is_different"
    }

    init(_ options: DiffOptions) {
        left = options.left
        right = options.right
    }
}

extension DiffReport {
    /// Takes what reading has found.
    mutating func take(_ left: ReadSummary, _ right: ReadSummary) {
        rowsLeft = left.records
        rowsRight = right.records
        rejectedLeft = left.rejects.count
        rejectedRight = right.rejects.count
    }

    /// Takes the counts.
    mutating func take(
        _ outcome: DiffOutcome, _ compared: ComparedColumns, _ rules: [CellRule], _ names: ColumnLists
    ) {
        keysAdded = outcome.keysAdded
        keysRemoved = outcome.keysRemoved
        rowsChanged = outcome.rowsChanged
        rowsUnchanged = outcome.rowsUnchanged
        cellsChanged = outcome.cellsChanged
        duplicates = Duplicates(
            keysLeft: outcome.duplicateKeysLeft, keysRight: outcome.duplicateKeysRight,
            rowsRemoved: outcome.duplicateRowsRemoved, rowsAdded: outcome.duplicateRowsAdded,
            rowsChanged: outcome.duplicateRowsChanged, rowsUnchanged: outcome.duplicateRowsUnchanged)
        columns = []
        for (index, pair) in compared.cells.enumerated() {
            columns.append(
                Column(
                    left: names.left[pair.left], right: names.right[pair.right], rule: rules[index].sentence,
                    cellsChanged: outcome.cells[index], duplicateCellsChanged: outcome.duplicateCells[index]))
            if outcome.cells[index] > 0 {
                cellsChangedByColumn[names.left[pair.left]] = outcome.cells[index]
            }
        }
        isDifferent = !outcome.isEqual || !schemaChanges.isEmpty
    }
}
