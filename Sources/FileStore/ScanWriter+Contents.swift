import FileRecords
import Foundation
import GRDB
import Records

extension ScanWriter {
    /// Gives each group the id of its content, which stays the same in every scan.
    ///
    /// - Returns: the id of each group.
    func storeContents(_ keys: [ContentKey], in database: Database) throws -> [Int64] {
        let rows = ContentRows(keys: keys)
        var next = try Int64.fetchOne(database, sql: "SELECT ifnull(max(id), 0) + 1 FROM content") ?? 1
        let isFirst = next == 1
        let find = try RowStatement(database, "SELECT id FROM content WHERE hash = ? AND size = ?")
        let insert = try RowStatement(database, inserting: 3, into: "content")
        return try keys.indices.map { group in
            var id: Int64 = 0
            if !isFirst {
                try keys[group].hash.bind(to: find, 1) {
                    find.bind(2, keys[group].size)
                    try find.forEachRow { id = $0.int(0) }
                }
            }
            if id != 0 { return id }
            try insert.run(group, of: rows)
            next += 1
            return next - 1
        }
    }

    /// Writes the groups that are new or measure otherwise than before, and ends those that are none any more.
    func storeGroups(_ scan: FinishedScan, _ contents: [Int64], in database: Database) throws {
        let present = zip(contents, scan.measures).map { (content: $0, measure: $1) }
            .sorted { $0.content < $1.content }
        var next = 0
        var ended: [Int64] = []
        var kept = [Bool](repeating: false, count: present.count)
        let old = try RowStatement(
            database,
            """
            SELECT content, files, inodes, reclaimable FROM content_group
            WHERE series = \(series) AND until_scan IS NULL ORDER BY content
            """)
        try old.forEachRow { row in
            let content = row.int(0)
            while next < present.count, present[next].content < content { next += 1 }
            let measure = GroupMeasure(
                files: Int(row.int(1)), inodes: Int(row.int(2)), reclaimable: row.int(3))
            if next < present.count, present[next].content == content, present[next].measure == measure {
                kept[next] = true
            } else {
                ended.append(content)
            }
        }
        let end = try RowStatement(
            database,
            """
            UPDATE content_group SET until_scan = \(number)
            WHERE content = ? AND series = \(series) AND until_scan IS NULL
            """)
        for content in ended {
            end.bind(1, content)
            try end.run()
        }
        let insert = try RowStatement(database, inserting: 7, into: "content_group")
        let rows = GroupRows(groups: present, series: series, scan: number)
        for place in present.indices where !kept[place] { try insert.run(place, of: rows) }
    }

    func storedMediaTypes(in database: Database) throws -> [(id: Int64, type: MediaType)] {
        try GRDB.Row.fetchAll(database, sql: "SELECT id, name, kind FROM media_type ORDER BY id").map { row in
            (row["id"], MediaType(name: row["name"], kind: FileKind(rawValue: row["kind"]) ?? .unknown))
        }
    }

    /// - Returns: the stored id of each file's type, 0 for none; nil where none were looked at.
    func storeMediaTypes(_ types: MediaTypes?, in database: Database) throws -> [Int32]? {
        guard let types else { return nil }
        var ids = Dictionary(
            uniqueKeysWithValues: try storedMediaTypes(in: database).map { ($0.type.name, $0.id) })
        var byNumber: [Int64] = [0]
        for type in types.list.dropFirst() {
            if let id = ids[type.name] {
                byNumber.append(id)
                continue
            }
            try database.execute(
                sql: "INSERT INTO media_type (name, kind) VALUES (?, ?)",
                arguments: [type.name, type.kind.rawValue])
            ids[type.name] = database.lastInsertedRowID
            byNumber.append(database.lastInsertedRowID)
        }
        return types.ofFile.map { Int32(byNumber[Int($0)]) }
    }

    /// Writes what could not be read, what was left out, and the steps.
    func storeRemarks(_ scan: FinishedScan, in database: Database) throws {
        for (place, fault) in scan.faults.enumerated() {
            try database.execute(
                sql: "INSERT INTO fault VALUES (?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    number, place + 1, Data(fault.path), shown(path: fault.path), fault.step.rawValue,
                    fault.code, fault.reason,
                ])
        }
        for (reason, entries) in scan.passedOver {
            try database.execute(
                sql: "INSERT INTO passed_over VALUES (?, ?, ?)", arguments: [number, reason, entries])
        }
        for (place, step) in scan.steps.enumerated() {
            try database.execute(
                sql: "INSERT INTO scan_step VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [number, place + 1, step.name, step.files, step.bytes, step.bytesRead])
        }
    }
}
