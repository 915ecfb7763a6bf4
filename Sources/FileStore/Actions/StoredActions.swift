import FileRecords
import Foundation
import GRDB
import Records

/// Files of plans on their way into the database, each once.
struct StoredFiles {
    private let database: Database
    /// Prepared once: a plan can have millions of steps.
    private let insert: Statement
    private var roots: [[UInt8]: [FileIdentity: Int64]] = [:]
    private var files: [[UInt8]: Int64] = [:]

    init(_ database: Database) throws {
        self.database = database
        insert = try database.makeStatement(
            sql: """
                INSERT INTO plan_file (root, path, path_text, device, inode, size, allocated, modified, changed,
                    mode, links, owner, owner_group) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
    }

    mutating func store(_ file: PlannedFile) throws -> Int64 {
        let path = file.fullPath
        if let known = files[path] { return known }
        let root = try store(file.root, file.rootIdentity)
        let facts = file.facts
        try insert.execute(arguments: [
            root, Data(file.path), shown(path: path), Int64(bitPattern: facts.device),
            Int64(bitPattern: facts.inode), facts.size, facts.allocated, facts.modified, facts.changed,
            facts.mode, facts.links, facts.owner, facts.group,
        ])
        files[path] = database.lastInsertedRowID
        return database.lastInsertedRowID
    }

    private mutating func store(_ root: [UInt8], _ identity: FileIdentity) throws -> Int64 {
        if let known = roots[root]?[identity] { return known }
        let values: StatementArguments = [
            Data(root), Int64(bitPattern: identity.device), Int64(bitPattern: identity.inode),
        ]
        try database.execute(
            sql: "INSERT OR IGNORE INTO plan_root (path, device, inode) VALUES (?, ?, ?)", arguments: values)
        let stored =
            try Int64.fetchOne(
                database, sql: "SELECT id FROM plan_root WHERE path = ? AND device = ? AND inode = ?",
                arguments: values) ?? 0
        roots[root, default: [:]][identity] = stored
        return stored
    }
}

/// Steps of plans on their way out of the database.
struct StoredActions {
    private let database: Database

    init(_ database: Database) { self.database = database }

    /// All steps of a plan, in order.
    func of(_ record: PlanRecord) throws -> [PlannedAction] {
        try actions("WHERE a.plan = \(record.number)", record)
    }

    /// Some steps of a plan, by their numbers.
    func of(_ record: PlanRecord, numbers condition: String) throws -> [PlannedAction] {
        try actions("WHERE a.plan = \(record.number) AND a.number IN (\(condition))", record)
    }

    private func actions(_ condition: String, _ record: PlanRecord) throws -> [PlannedAction] {
        let columns = ["v", "k"].map { file in
            """
            \(file)r.path AS \(file)_root, \(file)r.device AS \(file)_root_device,
            \(file)r.inode AS \(file)_root_inode, \(file).path AS \(file)_path, \(file).device AS \(file)_device,
            \(file).inode AS \(file)_inode, \(file).size AS \(file)_size, \(file).allocated AS \(file)_allocated,
            \(file).modified AS \(file)_modified, \(file).changed AS \(file)_changed, \(file).mode AS \(file)_mode,
            \(file).links AS \(file)_links, \(file).owner AS \(file)_owner,
            \(file).owner_group AS \(file)_owner_group
            """
        }
        let rows = try GRDB.Row.fetchCursor(
            database,
            sql: """
                SELECT a.number, a.group_id, \(columns.joined(separator: ", "))
                FROM plan_action a JOIN plan_file v ON v.id = a.victim JOIN plan_root vr ON vr.id = v.root
                    JOIN plan_file k ON k.id = a.keeper JOIN plan_root kr ON kr.id = k.root
                \(condition) ORDER BY a.number
                """)
        var actions: [PlannedAction] = []
        while let row = try rows.next() {
            var action = PlannedAction(
                number: row["number"], group: row["group_id"], kind: record.plan.kind, victim: file(row, "v"),
                keeper: file(row, "k"))
            action.ignoresAttributes = record.ignoresAttributes
            action.isRelative = record.relativeLinks
            actions.append(action)
        }
        return actions
    }

    private func file(_ row: GRDB.Row, _ name: String) -> PlannedFile {
        func number(_ column: String) -> UInt64 { UInt64(bitPattern: row["\(name)_\(column)"] as Int64) }
        return PlannedFile(
            root: [UInt8](row["\(name)_root"] as Data),
            rootIdentity: FileIdentity(device: number("root_device"), inode: number("root_inode")),
            path: [UInt8](row["\(name)_path"] as Data),
            facts: FileFacts(
                device: number("device"), inode: number("inode"), size: row["\(name)_size"],
                allocated: row["\(name)_allocated"], modified: row["\(name)_modified"],
                changed: row["\(name)_changed"], mode: row["\(name)_mode"], links: row["\(name)_links"],
                owner: row["\(name)_owner"], group: row["\(name)_owner_group"]))
    }
}
