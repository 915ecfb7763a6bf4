import FileRecords
import GRDB
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
        var types = MediaTypes(files: known.mediaTypes.count)
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
    /// - Returns: the id of each group's content.
    /// - Complexity: O(changes), plus O(files) to find them.
    @discardableResult
    public func finish(_ scan: FinishedScan) throws -> [Int64] {
        if known == nil {
            var evidence = scan.evidence
            try recall(scan.table, into: &evidence)
        }
        guard let known, let directories else { preconditionFailure("recall sets both") }
        let ids = try database.write { database in
            try begin(in: database)
            let homes = try storeDirectories(scan.table, known, directories, in: database)
            let contents = try storeContents(scan, in: database)
            let types = try storeMediaTypes(scan.mediaTypes, in: database)
            try storeFiles(scan, known, homes: homes, contents: contents.ofFile, types: types, in: database)
            try storeGroups(scan, contents.ofGroup, in: database)
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
            return contents.ofGroup
        }
        isBegun = true
        if database.isNew { try synchronise() }
        return ids
    }

    /// - Returns: the stored id of each directory.
    private func storeDirectories(
        _ table: FileTable, _ known: KnownFacts, _ map: DirectoryMap, in database: Database
    ) throws -> [Int64] {
        var homes = map.stored
        var next = try Int64.fetchOne(database, sql: "SELECT ifnull(max(id), 0) + 1 FROM directory") ?? 1
        let insert = try RowStatement(
            database, "INSERT INTO directory VALUES (?, \(series), ?, ?, ?, ?)")
        let insertFact = try RowStatement(
            database,
            """
            INSERT INTO directory_fact (directory, \(FactColumns.names), from_scan)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, \(number))
            """)
        for (place, directory) in table.directories.enumerated() {
            if homes[place] == 0 {
                homes[place] = next
                next += 1
                insert.bind(1, homes[place])
                let isRoot = table.isRoot(UInt32(place))
                if isRoot { insert.bindNull(2) } else { insert.bind(2, homes[Int(directory.parent)]) }
                var prefix = table.path(ofDirectory: UInt32(place))
                if prefix.last != UInt8(ascii: "/") { prefix.append(UInt8(ascii: "/")) }
                insert.bind(5, escapedText(prefix[...]))
                try table.name(ofDirectory: UInt32(place)).withUnsafeBytes { name in
                    insert.bind(3, name)
                    try prefix.withUnsafeBytes {
                        insert.bind(4, $0)
                        try insert.run()
                    }
                }
            }
            guard known.directoryRows[place] == 0 else { continue }
            insertFact.bind(1, homes[place])
            FactColumns.bind(directory.facts, to: insertFact, from: 2)
            try insertFact.run()
        }
        try end(known.endedDirectories, "directory_fact", in: database)
        return homes
    }

    private func storeFiles(
        _ scan: FinishedScan, _ known: KnownFacts, homes: [Int64], contents: [Int64], types: [Int64],
        in database: Database
    ) throws {
        try end(known.ended, "file_fact", in: database)
        let insert = try RowStatement(
            database,
            """
            INSERT INTO file_fact (directory, name, \(FactColumns.names), settled, content, kind, media_type,
                shown, \(EvidenceColumns.names), from_scan)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, \(number))
            """)
        let update = try FactUpdate(database)
        let table = scan.table
        try table.names.withUnsafeBytes { names in
            for (place, file) in table.files.enumerated() {
                let evidence = scan.evidence[place]
                let type = types.isEmpty ? Int64(known.mediaTypes[place]) : types[place]
                let row = known.rows[place]
                // What the row says of its content stays true, also where the file has no twin any more.
                let content = contents[place] != 0 ? contents[place] : known.contents[place]
                if row != 0 {
                    let isSame =
                        evidence.origin != .read && content == known.contents[place]
                        && type == Int64(known.mediaTypes[place])
                    // Unreadable now is no reason to forget what was read of the same content before.
                    if isSame || evidence.origin == .unreadable { continue }
                    if try update.run(
                        row, evidence, content: content, type: type, settled: isSettled(file.facts))
                    {
                        continue
                    }
                    try end([row], "file_fact", in: database)
                }
                insert.bind(1, homes[Int(file.directory)])
                let name = UnsafeRawBufferPointer(
                    rebasing: names[file.nameStart..<file.nameStart + Int(file.nameLength)])
                insert.bind(2, name)
                FactColumns.bind(file.facts, to: insert, from: 3)
                insert.bind(13, isSettled(file.facts) ? 1 : 0)
                insert.bind(14, unlessZero: contents[place])
                insert.bind(15, Int64(scan.kinds[place].rawValue))
                insert.bind(16, unlessZero: type)
                if isPlain(name) { insert.bindNull(17) } else { insert.bind(17, escapedText(name)) }
                try EvidenceColumns.bind(evidence, to: insert, from: 18) { try insert.run() }
            }
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

    /// A new database was written without care for power cuts: here it becomes one that lasts.
    private func synchronise() throws {
        let descriptor = open(database.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw storeError(errno, "cannot be written to disk", at: database.path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 || errno == EINVAL else {
            throw storeError(errno, "cannot be written to disk", at: database.path)
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
