import FileRecords
import GRDB
import Records

/// The tables inside a database of files, and the numbers that mark a file as one.
///
/// What a scan saw is stored as *facts over time*: a row holds from the scan that saw it first until the scan
/// that saw it no more, so that a re-scan writes only what changed, and every scan can be put together again.
/// Only scans of one *series*, with the same roots and filters, share facts: what another scan did not look at
/// is not gone.
enum FileSchema {
    /// 'TIEF': SQLite's application_id of every database of files.
    static let applicationID: Int32 = 0x5449_4546
    /// Version of the schema, in SQLite's user_version: the number of migrations.
    static let version = 1
    /// Bytes of a page.
    static let pageSize = 16384

    /// All steps from an empty file to the present schema. A step that was released never changes.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.execute(sql: tables)
            try database.execute(sql: ActionSchema.sql)
            try database.execute(sql: FileViews.sql)
            for kind in FileKind.allCases {
                try database.execute(
                    sql: "INSERT INTO kind VALUES (?, ?)", arguments: [kind.rawValue, kind.name])
            }
            try database.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = 1")
        }
        return migrator
    }

    /// In `file_fact` and `directory_fact`, `until_scan` is null while the fact holds. Columns that a re-scan
    /// looks at stand first: SQLite reads a row only as far as it is asked to.
    private static let tables = """
        CREATE TABLE series (id INTEGER PRIMARY KEY, filter TEXT NOT NULL);
        CREATE TABLE series_root (
            series INTEGER, number INTEGER, path BLOB NOT NULL, path_text TEXT NOT NULL,
            PRIMARY KEY (series, number)) WITHOUT ROWID;
        CREATE TABLE scan (
            id INTEGER PRIMARY KEY, series INTEGER NOT NULL, state TEXT NOT NULL, started INTEGER NOT NULL,
            seconds REAL, version TEXT NOT NULL, options TEXT NOT NULL, counts TEXT NOT NULL);
        CREATE TABLE directory (
            id INTEGER PRIMARY KEY, series INTEGER NOT NULL, parent INTEGER, name BLOB NOT NULL,
            prefix BLOB NOT NULL, shown TEXT);
        CREATE TABLE directory_fact (
            id INTEGER PRIMARY KEY, until_scan INTEGER, directory INTEGER NOT NULL,
            device INTEGER NOT NULL, inode INTEGER NOT NULL, size INTEGER NOT NULL,
            allocated INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL,
            mode INTEGER NOT NULL, links INTEGER NOT NULL, owner INTEGER NOT NULL,
            owner_group INTEGER NOT NULL, from_scan INTEGER NOT NULL);
        CREATE TABLE file_fact (
            id INTEGER PRIMARY KEY, until_scan INTEGER, directory INTEGER NOT NULL, name BLOB NOT NULL,
            device INTEGER NOT NULL, inode INTEGER NOT NULL, size INTEGER NOT NULL,
            allocated INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL,
            mode INTEGER NOT NULL, links INTEGER NOT NULL, owner INTEGER NOT NULL,
            owner_group INTEGER NOT NULL, settled INTEGER NOT NULL, ends INTEGER, covered INTEGER,
            compared_in INTEGER, prefix BLOB, content INTEGER, kind INTEGER NOT NULL, media_type INTEGER, shown TEXT,
            from_scan INTEGER NOT NULL);
        CREATE TABLE content (id INTEGER PRIMARY KEY, size INTEGER NOT NULL, hash BLOB NOT NULL);
        CREATE UNIQUE INDEX content_hash ON content (hash, size);
        CREATE TABLE content_group (
            content INTEGER, series INTEGER, from_scan INTEGER, until_scan INTEGER,
            files INTEGER NOT NULL, inodes INTEGER NOT NULL, reclaimable INTEGER NOT NULL,
            PRIMARY KEY (content, series, from_scan)) WITHOUT ROWID;
        CREATE TABLE saved_evidence (id INTEGER PRIMARY KEY, scan INTEGER NOT NULL, files BLOB NOT NULL);
        CREATE TABLE kind (code INTEGER PRIMARY KEY, name TEXT NOT NULL);
        CREATE TABLE media_type (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind INTEGER NOT NULL);
        CREATE TABLE fault (
            scan INTEGER, number INTEGER, path BLOB NOT NULL, path_text TEXT NOT NULL, step TEXT NOT NULL,
            code INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (scan, number)) WITHOUT ROWID;
        CREATE TABLE passed_over (
            scan INTEGER, reason TEXT, entries INTEGER NOT NULL, PRIMARY KEY (scan, reason)) WITHOUT ROWID;
        CREATE TABLE scan_step (
            scan INTEGER, number INTEGER, name TEXT NOT NULL, files INTEGER NOT NULL,
            bytes INTEGER NOT NULL, bytes_read INTEGER NOT NULL,
            PRIMARY KEY (scan, number)) WITHOUT ROWID;
        """
}
