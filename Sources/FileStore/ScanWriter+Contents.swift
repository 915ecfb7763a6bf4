import FileRecords
import Foundation
import GRDB
import Records

extension ScanWriter {
    /// Gives each group the id of its content, which stays the same in every scan.
    ///
    /// - Returns: the id of each group, and that of each file, 0 for files in no group.
    func storeContents(
        _ scan: FinishedScan, in database: Database
    ) throws -> (ofGroup: [Int64], ofFile: [Int64]) {
        var ofGroup: [Int64] = []
        ofGroup.reserveCapacity(scan.groups.count)
        var ofFile = [Int64](repeating: 0, count: scan.table.files.count)
        var next = try Int64.fetchOne(database, sql: "SELECT ifnull(max(id), 0) + 1 FROM content") ?? 1
        let isFirst = next == 1
        let find = try RowStatement(database, "SELECT id FROM content WHERE hash = ? AND size = ?")
        let insert = try RowStatement(database, "INSERT INTO content (size, hash, id) VALUES (?, ?, ?)")
        for group in 0..<scan.groups.count {
            let members = scan.groups[group]
            let first = Int(members[members.startIndex])
            let size = scan.table.files[first].facts.size
            guard let hash = members.lazy.compactMap({ scan.evidence[Int($0)].whole(size: size) }).first
            else {
                preconditionFailure("a group without a hash")
            }
            var id: Int64 = 0
            try StoredHash(hash).bind(to: find, 1) {
                find.bind(2, size)
                if !isFirst { try find.forEachRow { id = $0.int(0) } }
            }
            if id == 0 {
                id = next
                next += 1
                insert.bind(1, size)
                insert.bind(3, id)
                try StoredHash(hash).bind(to: insert, 2) { try insert.run() }
            }
            ofGroup.append(id)
            for member in members { ofFile[Int(member)] = id }
        }
        return (ofGroup, ofFile)
    }

    /// Writes the groups that are new or measure otherwise than before, and ends those that are none any more.
    func storeGroups(_ scan: FinishedScan, _ contents: [Int64], in database: Database) throws {
        var present: [(content: Int64, measure: GroupMeasure)] = []
        for (content, measure) in zip(contents, scan.measures) { present.append((content, measure)) }
        present.sort { $0.content < $1.content }
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
        let insert = try RowStatement(
            database, "INSERT INTO content_group VALUES (?, \(series), \(number), NULL, ?, ?, ?)")
        for (place, group) in present.enumerated() where !kept[place] {
            insert.bind(1, group.content)
            insert.bind(2, group.measure.files)
            insert.bind(3, group.measure.inodes)
            insert.bind(4, group.measure.reclaimable)
            try insert.run()
        }
    }

    func storedMediaTypes(in database: Database) throws -> [(id: Int64, type: MediaType)] {
        try GRDB.Row.fetchAll(database, sql: "SELECT id, name, kind FROM media_type ORDER BY id").map { row in
            (row["id"], MediaType(name: row["name"], kind: FileKind(rawValue: row["kind"]) ?? .unknown))
        }
    }

    /// - Returns: the stored id of each file's type, 0 for none; nothing where none were looked at.
    func storeMediaTypes(_ types: MediaTypes?, in database: Database) throws -> [Int64] {
        guard let types else { return [] }
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
        return types.ofFile.map { byNumber[Int($0)] }
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
                sql: "INSERT INTO scan_step VALUES (?, ?, ?, ?, ?, ?, NULL)",
                arguments: [number, place + 1, step.name, step.files, step.bytes, step.bytesRead])
        }
    }
}
