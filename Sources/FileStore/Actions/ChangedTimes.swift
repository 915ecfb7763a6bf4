import FileRecords
import Foundation
import GRDB
import Records

extension FileDatabase {
    /// `ctime` that our own work has given to inodes, by what the journal says.
    public func changedTimes() throws -> [FileIdentity: Int64] {
        try read { connection in
            var changed: [FileIdentity: Int64] = [:]
            let rows = try GRDB.Row.fetchCursor(connection, sql: Self.changes)
            while let row = try rows.next() {
                let identity = FileIdentity(
                    device: UInt64(bitPattern: row["device"] as Int64),
                    inode: UInt64(bitPattern: row["inode"] as Int64))
                changed[identity] = row["changed"]
            }
            return changed
        }
    }

    /// In the order in which it happened.
    private static let changes = """
        SELECT device, inode, size, modified, changed FROM (
            SELECT j.id, v.device, v.inode, v.size, v.modified, j.victim_changed AS changed FROM journal j
                JOIN plan_action a ON a.plan = j.plan AND a.number = j.number
                JOIN plan_file v ON v.id = a.victim WHERE j.victim_changed IS NOT NULL
            UNION ALL
            SELECT j.id, k.device, k.inode, k.size, k.modified, j.keeper_changed AS changed FROM journal j
                JOIN plan_action a ON a.plan = j.plan AND a.number = j.number
                JOIN plan_file k ON k.id = a.keeper WHERE j.keeper_changed IS NOT NULL)
        ORDER BY id
        """

    /// Lets the next scan know the files that were moved or linked: what it looks for is the `ctime` that the
    /// work has given them. Contents were compared byte by byte before.
    public func noteChangedTimes() throws {
        try write { connection in
            try connection.execute(
                sql: """
                    CREATE TEMP TABLE changed_time (
                        device INTEGER, inode INTEGER, size INTEGER, modified INTEGER, changed INTEGER,
                        PRIMARY KEY (device, inode)) WITHOUT ROWID;
                    INSERT OR REPLACE INTO changed_time \(Self.changes);
                    UPDATE file_fact SET changed = t.changed FROM changed_time t
                        WHERE file_fact.until_scan IS NULL AND t.device = file_fact.device
                            AND t.inode = file_fact.inode AND t.size = file_fact.size
                            AND t.modified = file_fact.modified AND t.changed > file_fact.changed;
                    DROP TABLE changed_time;
                    """)
        }
    }
}
