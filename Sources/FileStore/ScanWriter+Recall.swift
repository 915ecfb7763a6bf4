import FileRecords
import GRDB
import Records

extension ScanWriter {
    /// Looks up what earlier scans know of the files of a walk: which facts still hold, and what was read of
    /// contents that have not changed since.
    ///
    /// Evidence is taken over only where device, inode, size and both times are equal to the nanosecond, and
    /// from any scan: of this series by path, of others and of unfinished ones by inode.
    ///
    /// - Parameter evidence: one entry a file, filled in with what is known.
    /// - Returns: how many files something is known of.
    /// - Complexity: O(rows that hold), in the order in which they lie in the file.
    @discardableResult
    public func recall(_ table: FileTable, into evidence: inout [ContentEvidence]) throws -> Int {
        precondition(evidence.count == table.files.count, "one evidence a file")
        precondition(known == nil, "a walk is recalled once")
        var known = KnownFacts(table)
        try database.read { database in
            let map = try DirectoryMap(table, series: series, in: database)
            try recallDirectories(table, map, &known, in: database)
            let others = try recallFiles(table, map, &known, &evidence, in: database)
            let saved =
                try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM saved_evidence)") ?? false
            if others || saved || !known.ended.isEmpty {
                var seekers = EvidenceSeekers(table, evidence)
                try seekers.find(ended: known.ended, others: others, in: database, map, &evidence)
            }
            directories = map
        }
        self.known = known
        return evidence.reduce(0) { $0 + ($1.origin == .remembered ? 1 : 0) }
    }

    private func recallDirectories(
        _ table: FileTable, _ map: DirectoryMap, _ known: inout KnownFacts, in database: Database
    ) throws {
        let rows = try RowStatement(
            database,
            "SELECT id, directory, \(FactColumns.names) FROM directory_fact WHERE until_scan IS NULL")
        try rows.forEachRow { row in
            let number = map.walked[Int(row.int(1))]
            if number == DirectoryMap.Place.elsewhere { return }
            if number >= 0, table.directories[Int(number)].facts == FactColumns.read(row, from: 2) {
                known.directoryRows[Int(number)] = row.int(0)
            } else {
                known.endedDirectories.append(row.int(0))
            }
        }
    }

    /// - Returns: whether other series have facts too.
    private func recallFiles(
        _ table: FileTable, _ map: DirectoryMap, _ known: inout KnownFacts,
        _ evidence: inout [ContentEvidence], in database: Database
    ) throws -> Bool {
        let rows = try RowStatement(
            database,
            """
            SELECT id, directory, name, \(FactColumns.names), settled, \(EvidenceColumns.names), content,
                   media_type
            FROM file_fact WHERE until_scan IS NULL
            """)
        var finder = FileFinder(table)
        var others = false
        try rows.forEachRow { row in
            let directory = map.walked[Int(row.int(1))]
            if directory == DirectoryMap.Place.elsewhere {
                others = true
                return
            }
            guard directory >= 0, let file = finder.find(row.bytes(2), in: Int(directory)) else {
                known.ended.append(row.int(0))
                return
            }
            let facts = FactColumns.read(row, from: 3)
            let present = table.files[file].facts
            guard facts == present else {
                known.ended.append(row.int(0))
                return
            }
            known[file] = KnownFacts.File(
                row: row.int(0), content: row.int(18), mediaType: Int32(truncatingIfNeeded: row.int(19)))
            // Evidence of a file that was changed just before it was read may be older than its content.
            if row.int(13) != 0, let old = EvidenceColumns.read(row, from: 14) { evidence[file] = old }
        }
        return others
    }
}

/// Files of which nothing is known yet, by inode, looking for evidence that was filed elsewhere.
private struct EvidenceSeekers {
    private let table: FileTable
    private var slots: [Int32]
    private let mask: Int

    init(_ table: FileTable, _ evidence: [ContentEvidence]) {
        self.table = table
        var count = 0
        for known in evidence where known.origin == .none { count += 1 }
        let size = max(16, (2 * count).nextPowerOfTwo)
        slots = [Int32](repeating: -1, count: size)
        mask = size - 1
        for file in table.files.indices where evidence[file].origin == .none {
            var slot = place(table.files[file].facts.identity)
            while slots[slot] >= 0 { slot = (slot + 1) & mask }
            slots[slot] = Int32(file)
        }
    }

    @inline(__always)
    private func place(_ identity: FileIdentity) -> Int {
        Int(truncatingIfNeeded: combine(identity.device, identity.inode)) & mask
    }

    /// Goes through what ended just now, what other series know, and what unfinished scans left.
    mutating func find(
        ended: [Int64], others: Bool, in database: Database, _ map: DirectoryMap,
        _ evidence: inout [ContentEvidence]
    ) throws {
        let columns = "\(FactColumns.names), \(EvidenceColumns.names)"
        let one = try RowStatement(database, "SELECT \(columns) FROM file_fact WHERE id = ? AND settled")
        for row in ended {
            one.bind(1, row)
            try one.forEachRow { offer($0, &evidence) }
        }
        if others {
            let all = try RowStatement(
                database,
                "SELECT \(columns), directory FROM file_fact WHERE until_scan IS NULL AND settled")
            try all.forEachRow { row in
                if map.walked[Int(row.int(14))] == DirectoryMap.Place.elsewhere { offer(row, &evidence) }
            }
        }
        // The latest last: it may reach further.
        let saved = try RowStatement(database, "SELECT files FROM saved_evidence ORDER BY id")
        try saved.forEachRow { row in
            SavedEvidence.forEach(in: row.bytes(0)) { offer($0, &evidence) }
        }
    }

    private func offer(_ row: StoredRow, _ evidence: inout [ContentEvidence]) {
        if let old = EvidenceColumns.read(row, from: 10) {
            offer(SavedEvidence(FactColumns.read(row, from: 0), old), &evidence)
        }
    }

    /// Gives evidence to every name of its inode that is as it was.
    private func offer(_ old: SavedEvidence, _ evidence: inout [ContentEvidence]) {
        var slot = place(old.identity)
        while slots[slot] >= 0 {
            let file = Int(slots[slot])
            let facts = table.files[file].facts
            if facts.identity == old.identity, facts.size == old.size, facts.modified == old.modified,
                facts.changed == old.changed, reaches(old.evidence, further: evidence[file])
            {
                evidence[file] = old.evidence
            }
            slot = (slot + 1) & mask
        }
    }

    private func reaches(_ new: ContentEvidence, further old: ContentEvidence) -> Bool {
        old.origin == .none || new.covered > old.covered || (new.covered == old.covered && new.hasEnds)
    }
}
