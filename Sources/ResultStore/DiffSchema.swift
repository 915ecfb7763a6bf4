import Records

/// What a diff adds to the schema.
extension Schema {
    /// `difference` is one b-tree in the order of its numbers, its columns in the order of `DifferenceRows`.
    static let diffTables = """
        CREATE TABLE difference (
            number INTEGER PRIMARY KEY, kind INTEGER NOT NULL, is_duplicate INTEGER NOT NULL,
            compared_column INTEGER, key, left_value, right_value, left_record INTEGER, right_record INTEGER,
            left_line INTEGER, right_line INTEGER) WITHOUT ROWID;
        CREATE TABLE compared_column (
            number INTEGER PRIMARY KEY, left_column TEXT NOT NULL, right_column TEXT NOT NULL,
            rule TEXT NOT NULL, cells_changed INTEGER NOT NULL);
        CREATE TABLE schema_change (
            number INTEGER PRIMARY KEY, kind TEXT NOT NULL, left_column TEXT, right_column TEXT,
            evidence TEXT NOT NULL);
        CREATE TABLE duplicate_key (
            number INTEGER PRIMARY KEY, key, left_records INTEGER NOT NULL, right_records INTEGER NOT NULL);
        """

    /// The public contract: documented in docs/results.md, changed only by adding.
    static let diffViews = """
        CREATE VIEW differences AS
            SELECT key, \(cases("kind", DifferenceKind.allCases)) AS kind,
                (SELECT left_column FROM compared_column WHERE number = difference.compared_column) AS column,
                left_value, right_value, left_record, right_record, left_line, right_line, is_duplicate
            FROM difference ORDER BY number;
        CREATE VIEW schema_changes AS
            SELECT kind, left_column, right_column, evidence FROM schema_change ORDER BY number;
        CREATE VIEW compared_columns AS
            SELECT left_column AS column, right_column, rule, cells_changed
            FROM compared_column ORDER BY number;
        CREATE VIEW duplicate_keys AS
            SELECT key, left_records, right_records FROM duplicate_key ORDER BY number;
        """
}
