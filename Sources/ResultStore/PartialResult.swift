import GRDB
import Records

/// The unfinished file of a result, as every kind of result has one.
extension ResultTarget {
    /// Takes a target for this run and makes an empty partial result beside it, mode 0600.
    ///
    /// - Throws: `TieoutError` if the target is not to be had, or the file cannot be made.
    convenience init(creating path: String, inputs: [String]) throws {
        try self.init(path: path, inputs: inputs)
        do {
            try withStoreErrors(at: path) {
                let queue = try DatabaseQueue(path: partial, configuration: bulkConfiguration())
                try Schema.migrator.migrate(queue)
                try queue.close()
            }
        } catch {
            abandon()
            throw error
        }
    }

    /// Reads back how many rows SQLite finds in each table and index: none may be missing.
    func checkCounts(_ expected: [(table: String, count: Int)]) throws {
        try withResultDatabase(partial, name: path) { database in
            for (table, count) in expected {
                let found = try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)")
                guard found == count else {
                    throw TieoutError(
                        "\(table) holds \(found ?? 0) rows instead of \(count)", at: path,
                        remedy: "report this as a bug; an earlier result is untouched")
                }
            }
        }
    }
}
