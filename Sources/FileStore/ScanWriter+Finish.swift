import FileRecords
import GRDB
import PackedTables
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension ScanWriter {
    /// What was known of each file's content when the walk was recalled.
    public func recalledMediaTypes() throws -> MediaTypes {
        guard let known else { preconditionFailure("recall comes first") }
        var types = MediaTypes(files: known.count)
        let stored = try database.read { try storedMediaTypes(in: $0) }
        let numbers = Dictionary(uniqueKeysWithValues: stored.map { (Int32($0.id), types.add($0.type)) })
        for (file, id) in known.mediaTypes.enumerated() where id != 0 {
            if let number = numbers[id] { types.set(number, of: file) }
        }
        return types
    }

    /// Stores the scan, all of it or nothing. Only what is new is written: a row for each file, directory and
    /// group that was not there or is no longer as it was.
    ///
    /// - Parameter threads: how many may work on it.
    /// - Returns: the id of each group's content.
    /// - Complexity: O(changes), plus O(files) to find them.
    @discardableResult
    public func finish(_ scan: FinishedScan, threads: Int = 1) throws -> [Int64] {
        if known == nil {
            var evidence = scan.evidence
            try recall(scan.table, into: &evidence)
        }
        guard let known, let directories else { preconditionFailure("recall sets both") }
        let keys = contentKeys(of: scan)
        var ids = keys.indices.map { Int64($0 + 1) }
        let isPacked = try storePacked(scan, keys, ids, threads: threads)
        try database.write { database in
            try begin(in: database)
            if !isPacked {
                ids = try storeContents(keys, in: database)
                let homes = try storeDirectories(scan.table, known, directories, in: database)
                let rows = FileFactRows(
                    scan, homes: homes, contents: contents(ids, ofFilesIn: scan),
                    types: try storeMediaTypes(scan.mediaTypes, in: database) ?? known.mediaTypes,
                    number: number, settling: settling)
                try storeFiles(rows, known, in: database)
                try storeGroups(scan, ids, in: database)
            }
            try storeRemarks(scan, in: database)
            try database.execute(
                sql: """
                    DELETE FROM saved_evidence WHERE scan IN (SELECT id FROM scan WHERE series = \(series))
                    """)
            try database.execute(
                sql: "UPDATE scan SET state = ?, seconds = ?, counts = ? WHERE id = ?",
                arguments: [
                    scan.isComplete ? "finished" : "stopped", scan.seconds, try encoded(scan.counts), number,
                ])
        }
        isBegun = true
        // A new database was written without care for power cuts: here it becomes one that lasts.
        if database.isNew { try synchroniseToDisk(database.path) }
        return ids
    }

    /// Writes the rows of a first scan, for which nothing has to be looked up, page by page.
    ///
    /// Until the scan is marked as finished its rows are as those of one that was killed: the next scan of the
    /// same roots takes them over, and no view shows them.
    ///
    /// - Parameter ids: of the groups' contents: 1, 2, 3, …
    /// - Returns: false where there are rows already, or they are to be inserted one by one.
    private func storePacked(
        _ scan: FinishedScan, _ keys: [ContentKey], _ ids: [Int64], threads: Int
    ) throws -> Bool {
        guard !onlySQL, try database.read({ try isEmpty($0) }) else { return false }
        let types = try database.write { database in
            try begin(in: database)
            return try storeMediaTypes(scan.mediaTypes, in: database) ?? []
        }
        isBegun = true
        let tables = [
            "content", "content_hash", "content_group", "directory", "directory_fact", "file_fact",
        ]
        return try database.fill(tables, threads: threads) { usable in
            guard let hashes = ContentHashRows(keys) else { return nil }
            let homes = scan.table.directories.indices.map { Int64($0 + 1) }
            let groups = zip(ids, scan.measures).map { (content: $0, measure: $1) }
            let trees: [(any PageTree)?] = [
                TablePages(ContentRows(keys: keys), usable: usable),
                IndexPages(hashes, usable: usable),
                IndexPages(GroupRows(groups: groups, series: series, scan: number), usable: usable),
                TablePages(DirectoryRows(scan.table, homes: homes, series: series), usable: usable),
                TablePages(
                    DirectoryFactRows(directories: scan.table.directories, homes: homes, scan: number),
                    usable: usable),
                TablePages(
                    FileFactRows(
                        scan, homes: homes, contents: contents(ids, ofFilesIn: scan), types: types,
                        number: number, settling: settling), usable: usable),
            ]
            let whole = trees.compactMap { $0 }
            return whole.count == trees.count ? whole : nil
        }
    }

    private func isEmpty(_ database: Database) throws -> Bool {
        try Bool.fetchOne(
            database,
            sql: """
                SELECT NOT EXISTS (SELECT 1 FROM file_fact) AND NOT EXISTS (SELECT 1 FROM directory)
                    AND NOT EXISTS (SELECT 1 FROM directory_fact) AND NOT EXISTS (SELECT 1 FROM content)
                """) ?? false
    }

    /// By file the id of its content, 0 for files in no group.
    private func contents(_ ids: [Int64], ofFilesIn scan: FinishedScan) -> [Int64] {
        var contents = [Int64](repeating: 0, count: scan.table.files.count)
        for (group, id) in ids.enumerated() {
            for member in scan.groups[group] { contents[Int(member)] = id }
        }
        return contents
    }

    /// - Returns: the stored id of each directory.
    private func storeDirectories(
        _ table: FileTable, _ known: KnownFacts, _ map: DirectoryMap, in database: Database
    ) throws -> [Int64] {
        var homes = map.stored
        var next = try Int64.fetchOne(database, sql: "SELECT ifnull(max(id), 0) + 1 FROM directory") ?? 1
        for place in homes.indices where homes[place] == 0 {
            homes[place] = next
            next += 1
        }
        if map.stored.contains(0) {
            let insert = try RowStatement(database, inserting: 6, into: "directory")
            let rows = DirectoryRows(table, homes: homes, series: series)
            // Their ids are those that SQLite gives them by itself.
            for place in homes.indices where map.stored[place] == 0 { try insert.run(place, of: rows) }
        }
        let insert = try RowStatement(database, inserting: 14, into: "directory_fact")
        let rows = DirectoryFactRows(directories: table.directories, homes: homes, scan: number)
        for place in homes.indices where known.directoryRows[place] == 0 { try insert.run(place, of: rows) }
        try end(known.endedDirectories, "directory_fact", in: database)
        return homes
    }

    private func storeFiles(_ rows: FileFactRows, _ known: KnownFacts, in database: Database) throws {
        try end(known.ended, "file_fact", in: database)
        let insert = try RowStatement(database, inserting: 24, into: "file_fact")
        let update = try FactUpdate(database)
        for place in 0..<rows.count {
            let old = known[place]
            if old.row != 0 {
                let evidence = rows.evidence[place]
                // What the row says of its content stays true, also where the file has no twin any more.
                let content = rows.contents[place] != 0 ? rows.contents[place] : old.content
                let isSame =
                    evidence.origin != .read && content == old.content
                    && rows.type(place) == old.mediaType
                // Unreadable now is no reason to forget what was read of the same content before.
                if isSame || evidence.origin == .unreadable { continue }
                let isSettled = settling.isSettled(rows.files[place].facts)
                if try update.run(
                    old.row, evidence, content: content, type: rows.type(place), settled: isSettled)
                {
                    continue
                }
                try end([old.row], "file_fact", in: database)
            }
            try insert.run(place, of: rows)
        }
    }

    /// Ends facts with this scan.
    private func end(_ rows: [Int64], _ table: String, in database: Database) throws {
        let update = try RowStatement(database, "UPDATE \(table) SET until_scan = \(number) WHERE id = ?")
        for row in rows {
            update.bind(1, row)
            try update.run()
        }
    }

    /// What tells the content of each group from others.
    private func contentKeys(of scan: FinishedScan) -> [ContentKey] {
        (0..<scan.groups.count).map { group in
            let members = scan.groups[group]
            let size = scan.table.files[Int(members[members.startIndex])].facts.size
            guard let hash = members.lazy.compactMap({ scan.evidence[Int($0)].whole(size: size) }).first
            else { preconditionFailure("a group without a hash") }
            return ContentKey(hash: StoredHash(hash), size: size)
        }
    }
}

/// Whether bytes are shown as they are: printable ASCII without a backslash. Most names are.
@inline(__always)
func isPlain(_ bytes: some Sequence<UInt8>) -> Bool {
    for byte in bytes where byte < 0x20 || byte > 0x7E || byte == UInt8(ascii: "\\") { return false }
    return true
}

/// How bytes are shown, or nil where that is just what they are.
func escapedText(_ bytes: some Collection<UInt8>) -> String? {
    if isPlain(bytes) { return nil }
    let text = shown(path: bytes)
    return text.utf8.elementsEqual(bytes) ? nil : text
}
