import FileRecords
import Foundation
import GRDB
import Records

extension FileDatabase {
    /// What a scan could not read, in the order in which it was stored.
    public func faults(of record: ScanRecord) throws -> [FileFault] {
        try read { database in
            try GRDB.Row.fetchAll(
                database, sql: "SELECT path, step, code FROM fault WHERE scan = ? ORDER BY number",
                arguments: [record.number]
            ).map { row in
                FileFault(
                    path: [UInt8](row["path"] as Data), step: FileFault.Step(rawValue: row["step"]) ?? .read,
                    code: row["code"])
            }
        }
    }

    /// What a scan left out, by reason.
    public func passedOver(by record: ScanRecord) throws -> [(reason: String, entries: Int)] {
        try read { database in
            try GRDB.Row.fetchAll(
                database, sql: "SELECT reason, entries FROM passed_over WHERE scan = ? ORDER BY reason",
                arguments: [record.number]
            ).map { (reason: $0["reason"], entries: $0["entries"]) }
        }
    }
}
