import GRDB
import Records

extension ResultReader {
    /// Lends every unmatched record to `body`, by record id.
    public func forEachUnmatched(
        side: Side? = nil, _ body: (Side, UnsafeBufferPointer<UInt8>, UnmatchedReason) throws -> Void
    ) throws {
        let condition = side.map { "WHERE side = \($0.rawValue)" } ?? ""
        let sql = "SELECT side, record_id, reason FROM unmatched_record \(condition) ORDER BY record_id, side"
        try forEachRow(sql) { row in
            guard let side = Side(rawValue: UInt8(clamping: row.int(0))),
                let reason = UnmatchedReason(rawValue: UInt8(clamping: row.int(2)))
            else { throw TieoutError("holds an unknown code", at: path, remedy: "update tieout") }
            try body(side, row.bytes(1), reason)
        }
    }

    /// Why a record is in no link; nil where it is in one, or is not in the result.
    public func unmatchedReason(_ record: RecordID, side: Side) throws -> UnmatchedReason? {
        let code = try read { database in
            try UInt8.fetchOne(
                database, sql: "SELECT reason FROM unmatched_record WHERE record_id = ? AND side = ?",
                arguments: [record, side.rawValue])
        }
        return code.flatMap(UnmatchedReason.init(rawValue:))
    }

    /// Lends every (cluster id, record id) to `body`, cluster by cluster.
    public func forEachClusterMember(
        _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) throws -> Void
    ) throws {
        let sql = "SELECT cluster_id, record_id FROM cluster_member ORDER BY cluster_id, record_id"
        try forEachRow(sql) { row in try body(row.bytes(0), row.bytes(1)) }
    }
}
