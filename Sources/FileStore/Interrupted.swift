import GRDB

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Lets SQLite mend what a killed run has left: a transaction half written, or a log that was not yet folded in.
/// Whoever only reads may not do that, and could not open the database at all.
///
/// Where another run has the database, or it may not be written, nothing is done.
func mendAfterKill(_ path: String) {
    let hasJournal = access(path + "-journal", F_OK) == 0
    guard hasJournal || isInLogMode(path) else { return }
    var configuration = Configuration()
    configuration.busyMode = .immediateError
    guard let queue = try? DatabaseQueue(path: path, configuration: configuration) else { return }
    try? queue.writeWithoutTransaction { database in
        _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master")
        try database.execute(sql: "PRAGMA journal_mode = DELETE")
    }
    try? queue.close()
}

/// Whether the header says that changes go to a log beside the file: byte 18, its version for writing, is 2.
private func isInLogMode(_ path: String) -> Bool {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { return false }
    defer { close(file) }
    var version: UInt8 = 0
    return pread(file, &version, 1, 18) == 1 && version == 2
}
