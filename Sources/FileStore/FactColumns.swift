import FileRecords

/// The columns `device` to `owner_group`, in the order that both tables of facts have them.
enum FactColumns {
    static let names =
        "device, inode, size, allocated, modified, changed, mode, links, owner, owner_group"

    /// Reads them from `column` on.
    @inline(__always)
    static func read(_ row: StoredRow, from column: Int32) -> FileFacts {
        FileFacts(
            device: UInt64(bitPattern: row.int(column)), inode: UInt64(bitPattern: row.int(column + 1)),
            size: row.int(column + 2), allocated: row.int(column + 3), modified: row.int(column + 4),
            changed: row.int(column + 5), mode: UInt32(truncatingIfNeeded: row.int(column + 6)),
            links: UInt32(truncatingIfNeeded: row.int(column + 7)),
            owner: UInt32(truncatingIfNeeded: row.int(column + 8)),
            group: UInt32(truncatingIfNeeded: row.int(column + 9)))
    }
}

/// The columns `ends`, `covered`, `compared_in` and `prefix`.
enum EvidenceColumns {
    static let names = "ends, covered, compared_in, prefix"

    /// Binds them from `place` on, and runs the statement.
    @inline(__always)
    static func bind(
        _ evidence: ContentEvidence, to statement: RowStatement, from place: Int32, _ body: () throws -> Void
    ) rethrows {
        // What cannot be relied on is stored as nothing.
        let isKnown = evidence.origin == .read || evidence.origin == .remembered
        if isKnown, evidence.hasEnds {
            statement.bind(place, evidence.ends)
        } else {
            statement.bindNull(place)
        }
        guard isKnown, evidence.covered >= 0 else {
            for column in 1...3 { statement.bindNull(place + Int32(column)) }
            return try body()
        }
        statement.bind(place + 1, evidence.covered)
        if evidence.comparedIn > 0 {
            statement.bind(place + 2, evidence.comparedIn)
        } else {
            statement.bindNull(place + 2)
        }
        try StoredHash(evidence.prefix).bind(to: statement, place + 3, body)
    }

    /// Reads them from `column` on; nil where nothing is known.
    @inline(__always)
    static func read(_ row: StoredRow, from column: Int32) -> ContentEvidence? {
        var evidence = ContentEvidence()
        if !row.isNull(column) {
            evidence.hasEnds = true
            evidence.ends = UInt64(bitPattern: row.int(column))
            evidence.origin = .remembered
        }
        if let prefix = StoredHash.read(row.bytes(column + 3)) {
            evidence.covered = row.int(column + 1)
            evidence.comparedIn = UInt32(truncatingIfNeeded: row.int(column + 2))
            evidence.prefix = prefix
            evidence.origin = .remembered
        }
        return evidence.origin == .remembered ? evidence : nil
    }
}
