import GRDB
import Records

/// The tables inside a result, and the numbers that mark a file as one.
enum Schema {
    /// 'TIEO': SQLite's application_id of every result.
    static let applicationID: Int32 = 0x5449_454F
    /// Version of the schema, in SQLite's user_version: the number of migrations.
    static let version = 4
    /// Bytes of a page. Measured on 2 M rows: 4 KB pages cost a tenth more, 32 KB pages gain nothing.
    static let pageSize = 16384

    /// All steps from an empty file to the present schema. A step that was released never changes.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.execute(sql: tables)
            try database.execute(sql: views)
            try database.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = 1")
        }
        migrator.registerMigration("2") { database in
            try database.execute(sql: diffTables)
            try database.execute(sql: diffViews)
            try database.execute(sql: "PRAGMA user_version = 2")
        }
        migrator.registerMigration("3") { database in
            try database.execute(sql: sourceFileTables)
            try database.execute(sql: sourceFileViews)
            try database.execute(sql: "PRAGMA user_version = 3")
        }
        migrator.registerMigration("4") { database in
            try database.execute(sql: strategyTables)
            try database.execute(sql: strategyViews)
            try database.execute(sql: "PRAGMA user_version = 4")
        }
        return migrator
    }

    /// Tables with a row for each record or pair have no rowid: they are one b-tree each, in the order of
    /// their key. Their columns stand in the order of `LinkRows`, `PairRows` and `RecordRows`.
    private static let tables = """
        CREATE TABLE link (
            left_id TEXT, right_id TEXT, band INTEGER NOT NULL, rule INTEGER NOT NULL,
            pattern INTEGER NOT NULL, weight REAL NOT NULL, probability REAL NOT NULL, margin REAL,
            PRIMARY KEY (left_id, right_id)) WITHOUT ROWID;
        CREATE INDEX link_right ON link (right_id);
        CREATE TABLE cluster_member (
            cluster_id TEXT, record_id TEXT, PRIMARY KEY (cluster_id, record_id)) WITHOUT ROWID;
        CREATE INDEX cluster_member_record ON cluster_member (record_id);
        CREATE TABLE unmatched_record (
            record_id TEXT, side INTEGER, reason INTEGER NOT NULL,
            PRIMARY KEY (record_id, side)) WITHOUT ROWID;
        CREATE TABLE rejected_record (
            number INTEGER PRIMARY KEY, side INTEGER NOT NULL, source TEXT NOT NULL, line INTEGER NOT NULL,
            last_line INTEGER NOT NULL, byte_offset INTEGER NOT NULL, reason TEXT NOT NULL, text TEXT);
        CREATE TABLE run_value (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
        CREATE TABLE source (
            number INTEGER PRIMARY KEY, side INTEGER NOT NULL, path TEXT NOT NULL, bytes INTEGER NOT NULL,
            fingerprint TEXT NOT NULL, records INTEGER NOT NULL, rejected INTEGER NOT NULL, id_column TEXT,
            columns TEXT NOT NULL, reading TEXT NOT NULL);
        CREATE TABLE comparison_level (
            number INTEGER PRIMARY KEY, comparison TEXT NOT NULL, level INTEGER NOT NULL,
            description TEXT NOT NULL, m REAL, u REAL, weight REAL NOT NULL, comparator TEXT NOT NULL,
            kind TEXT NOT NULL, left_column TEXT NOT NULL, right_column TEXT NOT NULL);
        CREATE TABLE blocking_rule (
            number INTEGER PRIMARY KEY, name TEXT NOT NULL, pairs INTEGER NOT NULL, first_pairs INTEGER,
            only_pairs INTEGER, largest_block INTEGER);
        CREATE TABLE run_stage (
            number INTEGER PRIMARY KEY, stage TEXT NOT NULL, seconds REAL NOT NULL, records_in INTEGER,
            records_out INTEGER);
        CREATE TABLE agreement_pattern (
            number INTEGER PRIMARY KEY, levels TEXT NOT NULL, pairs INTEGER NOT NULL, weight REAL NOT NULL);
        CREATE TABLE decision (
            number INTEGER PRIMARY KEY, left_id TEXT NOT NULL, right_id TEXT NOT NULL, verdict TEXT NOT NULL);
        CREATE TABLE warning (number INTEGER PRIMARY KEY, warning TEXT NOT NULL);
        CREATE TABLE document (name TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
        """
}
