import FileRecords
import GRDB

/// Adds to a fact that still holds what was read of its content since.
struct FactUpdate {
    private let look: RowStatement
    private let update: RowStatement

    init(_ database: Database) throws {
        look = try RowStatement(database, "SELECT \(EvidenceColumns.names) FROM file_fact WHERE id = ?")
        update = try RowStatement(
            database,
            """
            UPDATE file_fact SET content = ?, media_type = ?, settled = ?, ends = ?, covered = ?,
                compared_in = ?, prefix = ?
            WHERE id = ?
            """)
    }

    /// - Returns: false where the same bytes were read before and were others: the content has changed though
    ///   no fact has. Then earlier scans keep what they saw, and the row is left as it is.
    func run(
        _ row: Int64, _ evidence: ContentEvidence, content: Int64, type: Int32, settled: Bool
    ) throws -> Bool {
        var isOther = false
        look.bind(1, row)
        try look.forEachRow { stored in
            guard let old = EvidenceColumns.read(stored, from: 0) else { return }
            isOther =
                old.covered >= 0 && old.covered == evidence.covered && old.prefix != evidence.prefix
        }
        if isOther { return false }
        update.bind(1, unlessZero: content)
        update.bind(2, unlessZero: Int64(type))
        update.bind(3, settled ? 1 : 0)
        update.bind(8, row)
        try EvidenceColumns.bind(evidence, to: update, from: 4) { try update.run() }
        return true
    }
}
