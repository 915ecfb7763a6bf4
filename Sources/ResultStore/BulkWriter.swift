import GRDB
import PackedTables
import Records

/// Writes tables of sorted rows into a new result.
///
/// Packs the pages of the b-trees itself: the file format is SQLite's own, documented and stable. Measured
/// in one run for 1.3 M rows and their indexes, one thread: prepared statements and `CREATE INDEX` 5.2 s;
/// rows sorted beforehand and inserted by one statement 1.8 s; packed pages 1.26 s with all the sorting,
/// and they can be filled on all threads. Rows too long for a page go through SQL, which is also what
/// tests compare with.
struct BulkWriter {
    let target: String
    let partial: String
    let threads: Int
    /// Write everything through SQL.
    let sqlOnly: Bool

    func write(_ tables: [BulkTable], monitor: RunMonitor?) throws {
        let file = try PageFile(path: partial, name: target)
        // All tables and indexes at once: the layout of a large one takes as long as the rest.
        let parts = tables.flatMap { [($0.name, $0.rows)] + $0.indexes.map { ($0.name, $0.rows) } }
        let packed: [(any PageTree)?] =
            sqlOnly
            ? parts.map { _ in nil }
            : try mapOnThreads(parts.count, threads: threads) { parts[$0].1.packed(usable: file.usable) }
        var trees: [(name: String, tree: any PageTree)] = []
        var bySQL: [BulkTable] = []
        var next = 0
        for table in tables {
            let own = next..<next + 1 + table.indexes.count
            next = own.upperBound
            let fits = packed[own].allSatisfy { $0 != nil }
            if !fits { bySQL.append(table) }
            for part in own where fits {
                if let tree = packed[part] { trees.append((parts[part].0, tree)) }
            }
        }
        if !bySQL.isEmpty { try insert(bySQL) }
        try append(trees, monitor: monitor)
    }

    /// Appends the pages of all trees to the file, runs of leaves side by side on all threads.
    private func append(_ trees: [(name: String, tree: any PageTree)], monitor: RunMonitor?) throws {
        let roots = try rootPages()
        // Read again: rows that went through SQL have grown the file.
        let file = try PageFile(path: partial, name: target)
        let rooted = trees.map { name, tree in
            guard let root = roots[name] else { preconditionFailure("the schema has \(name)") }
            return (root: root, tree: tree)
        }
        let pages = try writePages(of: rooted, to: file, threads: threads, monitor: monitor)
        if pages > file.pageCount { try file.setPageCount(pages) }
    }

    private func rootPages() throws -> [String: Int] {
        try withResultDatabase(partial, name: target) { database in
            let rows = try GRDB.Row.fetchAll(
                database, sql: "SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0")
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["name"], $0["rootpage"]) })
        }
    }

    private func insert(_ tables: [BulkTable]) throws {
        try withResultDatabase(partial, name: target) { database in
            for table in tables {
                let columns = try database.columns(in: table.name).count
                let marks = Array(repeating: "?", count: columns).joined(separator: ", ")
                let statement = try database.makeStatement(sql: "INSERT INTO \(table.name) VALUES (\(marks))")
                for row in 0..<table.rows.count {
                    try statement.execute(arguments: StatementArguments(table.rows.values(row)))
                }
            }
        }
    }
}

/// Opens a result that is being written, runs `body` in one transaction, and closes it.
func withResultDatabase<Value>(
    _ path: String, name: String, _ body: (Database) throws -> Value
) throws -> Value {
    try withStoreErrors(at: name) {
        let queue = try DatabaseQueue(path: path, configuration: bulkConfiguration())
        let value = try queue.write(body)
        try queue.close()
        return value
    }
}

/// How a result is opened while it is written. Nothing is journalled: the file becomes the result only
/// when it is whole. The page format takes effect in an empty file.
func bulkConfiguration() -> Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.prepareDatabase { database in
        try database.execute(
            sql: """
                PRAGMA page_size = \(Schema.pageSize); PRAGMA auto_vacuum = NONE; PRAGMA encoding = 'UTF-8';
                PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;
                PRAGMA cache_size = -16384
                """)
    }
    return configuration
}
