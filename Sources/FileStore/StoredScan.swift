import FileRecords
import Foundation
import GRDB
import Records

/// A scan as it was, put together again.
public struct StoredScan: Sendable {
    /// What it was.
    public var record: ScanRecord
    /// What it met, directories by path, files by directory and name.
    public var table: FileTable
    /// What is known of each file's content.
    public var evidence: [ContentEvidence]
    /// Files with the same content.
    public var groups: ContentGroups
    /// The id of each group in the database: the same content has the same in every scan.
    public var groupIDs: [Int64]
    /// The row of each file in `file_fact`.
    public var factIDs: [Int64]
    /// The kind of each file by its name.
    public var kinds: [FileKind]
    /// The media type of each file by its content, where it was looked at.
    public var mediaTypes: MediaTypes
}

extension FileDatabase {
    /// Puts a scan together again.
    ///
    /// - Complexity: O(rows that the database holds, of all scans) time; the memory of the walk that it was.
    public func load(_ record: ScanRecord) throws -> StoredScan {
        try read { database in
            var table = FileTable()
            let numbers = try loadDirectories(record, into: &table, in: database)
            var loader = FileLoader(record: record, numbers: numbers)
            try loader.read(database)
            return try loader.assemble(into: table, database)
        }
    }

    /// How many files of a scan bear a name of another kind than their content has.
    public func misnamedCount(scan: Int) throws -> Int {
        try read { database in
            try Int.fetchOne(
                database, sql: "SELECT count(*) FROM scan_misnamed WHERE scan_id = ?", arguments: [scan]) ?? 0
        }
    }

    /// - Returns: by stored id, the number of each directory that holds in the scan, -1 for others.
    private func loadDirectories(
        _ record: ScanRecord, into table: inout FileTable, in database: Database
    ) throws -> [Int32] {
        let most = try Int.fetchOne(database, sql: "SELECT max(id) FROM directory") ?? 0
        var numbers = [Int32](repeating: -1, count: most + 1)
        // A parent's path is a part of its children's, so it comes first.
        let rows = try RowStatement(
            database,
            """
            SELECT d.id, d.parent, d.name, \(FactColumns.names)
            FROM directory d JOIN directory_fact f ON f.directory = d.id
            WHERE d.series = \(record.series) AND \(holds("f", record.number))
            ORDER BY d.prefix
            """)
        try rows.forEachRow { row in
            let facts = FactColumns.read(row, from: 3)
            let name = row.bytes(2)
            numbers[Int(row.int(0))] = Int32(
                row.isNull(1)
                    ? table.addRoot(path: name, facts: facts)
                    : table.addDirectory(name: name, in: UInt32(numbers[Int(row.int(1))]), facts: facts))
        }
        return numbers
    }
}

/// Whether a fact holds in a scan, as SQL.
func holds(_ fact: String, _ scan: Int) -> String {
    "\(fact).from_scan <= \(scan) AND (\(fact).until_scan IS NULL OR \(fact).until_scan > \(scan))"
}

/// Files as they come from the database, and then in order.
private struct FileLoader {
    private struct Entry {
        var file: FileTable.File
        var evidence: ContentEvidence
        var row: Int64
        var content: Int64
        var kind: FileKind
        var type: UInt16
    }

    let record: ScanRecord
    let numbers: [Int32]
    private var entries: [Entry] = []
    private var names: [UInt8] = []
    private var types = MediaTypes(files: 0)

    init(record: ScanRecord, numbers: [Int32]) {
        self.record = record
        self.numbers = numbers
    }

    mutating func read(_ database: Database) throws {
        var typeNumbers: [Int64: UInt16] = [:]
        for row in try GRDB.Row.fetchAll(database, sql: "SELECT id, name, kind FROM media_type ORDER BY id") {
            typeNumbers[row["id"]] = types.add(
                MediaType(name: row["name"], kind: FileKind(rawValue: row["kind"]) ?? .unknown))
        }
        entries.reserveCapacity(record.counts.files + record.counts.links + record.counts.others)
        let rows = try RowStatement(
            database,
            """
            SELECT id, directory, name, \(FactColumns.names), \(EvidenceColumns.names), content, kind,
                   media_type
            FROM file_fact f WHERE \(holds("f", record.number))
            """)
        try rows.forEachRow { row in
            let directory = numbers[Int(row.int(1))]
            guard directory >= 0 else { return }
            let name = row.bytes(2)
            entries.append(
                Entry(
                    file: FileTable.File(
                        directory: UInt32(directory), nameLength: UInt32(name.count), nameStart: names.count,
                        facts: FactColumns.read(row, from: 3)),
                    evidence: EvidenceColumns.read(row, from: 13) ?? ContentEvidence(), row: row.int(0),
                    content: row.int(17), kind: FileKind(rawValue: UInt8(clamping: row.int(18))) ?? .unknown,
                    type: typeNumbers[row.int(19)] ?? 0))
            names.append(contentsOf: name)
        }
    }

    mutating func assemble(into base: FileTable, _ database: Database) throws -> StoredScan {
        sort()
        let start = base.names.count
        var mediaTypes = MediaTypes(files: entries.count)
        for type in types.list.dropFirst() { _ = mediaTypes.add(type) }
        for (place, entry) in entries.enumerated() {
            entries[place].file.nameStart += start
            mediaTypes.set(entry.type, of: place)
        }
        let (groups, ids) = try self.groups(database)
        return StoredScan(
            record: record,
            table: FileTable(
                directories: base.directories, files: entries.map(\.file), names: base.names + names),
            evidence: entries.map(\.evidence), groups: groups, groupIDs: ids, factIDs: entries.map(\.row),
            kinds: entries.map(\.kind), mediaTypes: mediaTypes)
    }

    /// By directory, then by the bytes of the name. What was stored by one scan stands so already, for the
    /// most part.
    private mutating func sort() {
        names.withUnsafeBytes { names in
            func name(_ entry: Entry) -> UnsafeRawBufferPointer {
                let start = entry.file.nameStart
                return UnsafeRawBufferPointer(rebasing: names[start..<start + Int(entry.file.nameLength)])
            }
            func precedes(_ left: Entry, _ right: Entry) -> Bool {
                left.file.directory != right.file.directory
                    ? left.file.directory < right.file.directory
                    : name(left).lexicographicallyPrecedes(name(right))
            }
            let isSorted = zip(entries, entries.dropFirst()).allSatisfy(precedes)
            if !isSorted { entries.sort(by: precedes) }
        }
    }

    /// The groups that hold in the scan, by first member.
    private func groups(_ database: Database) throws -> (ContentGroups, [Int64]) {
        let present = Set(
            try Int64.fetchAll(
                database,
                sql: """
                    SELECT content FROM content_group g
                    WHERE g.series = \(record.series) AND \(holds("g", record.number))
                    """))
        var members: [(content: Int64, file: UInt32)] = []
        for (place, entry) in entries.enumerated() where present.contains(entry.content) {
            members.append((entry.content, UInt32(place)))
        }
        // A content's first file, so that groups stand by it.
        members.sort { ($0.content, $0.file) < ($1.content, $1.file) }
        var runs: [ArraySlice<(content: Int64, file: UInt32)>] = []
        var start = 0
        for place in members.indices
        where place + 1 == members.count || members[place + 1].content != members[place].content {
            runs.append(members[start...place])
            start = place + 1
        }
        runs.sort { $0[$0.startIndex].file < $1[$1.startIndex].file }
        var groups = ContentGroups()
        var ids: [Int64] = []
        for run in runs where run.count > 1 {
            groups.append(run.map(\.file))
            ids.append(run[run.startIndex].content)
        }
        return (groups, ids)
    }
}
