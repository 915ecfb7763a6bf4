import GRDB
import Records

/// One file of a source that has several.
public struct FileRecord: Codable, Sendable, Equatable {
    /// The file.
    public var path: String
    /// Bytes read.
    public var bytes: Int
    /// Of the content, in hexadecimal.
    public var fingerprint: String
    /// Records read.
    public var records: Int
    /// Records that could not be read.
    public var rejected: Int

    /// Takes each of its facts.
    public init(path: String, bytes: Int, fingerprint: String, records: Int, rejected: Int) {
        self.path = path
        self.bytes = bytes
        self.fingerprint = fingerprint
        self.records = records
        self.rejected = rejected
    }

    /// As the reading found it.
    public init(_ file: FileSummary) {
        self.init(
            path: file.path, bytes: Int(clamping: file.bytes), fingerprint: file.fingerprint,
            records: Int(clamping: file.records), rejected: file.rejected)
    }

    /// The files of every side that has several.
    static func all(_ database: Database) throws -> [Side: [FileRecord]] {
        // A result of an earlier version has no such table.
        guard try database.tableExists("source_file") else { return [:] }
        var files: [Side: [FileRecord]] = [:]
        for row in try GRDB.Row.fetchAll(database, sql: "SELECT * FROM source_file ORDER BY number") {
            guard let side = Side(rawValue: row["side"]) else { continue }
            files[side, default: []].append(
                FileRecord(
                    path: row["path"], bytes: row["bytes"], fingerprint: row["fingerprint"],
                    records: row["records"], rejected: row["rejected"]))
        }
        return files
    }
}

extension Schema {
    /// Where the records of sources of several files come from. `record_number` is written for these alone:
    /// elsewhere a record's number says all there is to say.
    static let sourceFileTables = """
        CREATE TABLE source_file (
            number INTEGER PRIMARY KEY, side INTEGER NOT NULL, path TEXT NOT NULL, bytes INTEGER NOT NULL,
            fingerprint TEXT NOT NULL, first_record INTEGER NOT NULL, records INTEGER NOT NULL,
            rejected INTEGER NOT NULL);
        CREATE TABLE record_number (
            record_id TEXT, side INTEGER, number INTEGER NOT NULL,
            PRIMARY KEY (record_id, side)) WITHOUT ROWID;
        """

    /// The public contract: documented in docs/results.md, changed only by adding.
    static let sourceFileViews = """
        CREATE VIEW source_files AS
            SELECT \(cases("side", Side.allCases)) AS side, path, bytes, fingerprint, first_record, records,
                rejected
            FROM source_file ORDER BY number;
        CREATE VIEW record_files AS
            SELECT \(cases("record_number.side", Side.allCases)) AS side, record_id, path AS file,
                record_number.number - first_record + 1 AS record
            FROM record_number JOIN source_file ON source_file.side = record_number.side
                AND record_number.number BETWEEN first_record AND first_record + records - 1;
        """
}

extension SourceRecord {
    /// Writes the files, each with the number of its first record, counted from 1 over the whole source.
    func insertFiles(into database: Database) throws {
        var first = 1
        for file in files {
            try database.execute(
                sql: """
                    INSERT INTO source_file (
                        side, path, bytes, fingerprint, first_record, records, rejected)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    side.rawValue, file.path, file.bytes, file.fingerprint, first, file.records,
                    file.rejected,
                ])
            first += file.records
        }
    }
}
