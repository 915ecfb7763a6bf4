import Records

/// Checks that no id stands twice.
///
/// - Throws: `TieoutError` that names the first id, in record order, that repeats.
/// - Complexity: O(records).
func requireUniqueIDs(
    _ table: Table, source: String, column: String, option: String, threads: Int
) throws {
    guard let hashes = try table.idHashes(threads: threads) else { return }
    guard let first = try firstRepeat(hashes, in: table, threads: threads) else { return }
    let id = String(decoding: table.id(first.again), as: UTF8.self)
    throw TieoutError(
        "the id '\(id)' in column '\(column)' stands in records \(first.first + 1) and \(first.again + 1)",
        at: source, remedy: "name a column with unique values by \(option)")
}

/// Two records with one id.
private struct Repeat {
    var first: RecordIndex
    var again: RecordIndex
}

/// The first record whose id stood before.
private func firstRepeat(_ hashes: [UInt64], in table: Table, threads: Int) throws -> Repeat? {
    var found: Repeat?
    try RepeatedHashes(hashes, threads: threads).forEach { records in
        for again in records.dropFirst() where found.map({ again < $0.again }) ?? true {
            // Of unlike ids hardly two share a hash: the second record is the first again, or none is.
            let id = table.id(again)
            guard let first = records.first(where: { table.id($0) == id }), first < again else { continue }
            found = Repeat(first: first, again: again)
            break
        }
    }
    return found
}
