import Records
import Synchronization

/// Checks that no id stands twice.
///
/// - Throws: `TieoutError` that names the first id, in record order, that repeats.
/// - Complexity: O(records).
func requireUniqueIDs(
    _ table: Table, source: String, column: String, option: String, threads: Int
) throws {
    guard let hashes = try table.idHashes(threads: threads) else { return }
    // In parts by the top bits of the hash, each small enough for the caches.
    let parts = 8
    let repeats = Mutex<[Repeat]>([])
    let work = WorkCounter(total: parts, step: 1)
    try onThreads(threads) { _ in
        while let range = work.take() {
            for part in range {
                guard let found = firstRepeat(hashes, part: part, of: parts, in: table) else { continue }
                repeats.withLock { $0.append(found) }
            }
        }
    }
    guard let first = repeats.withLock({ $0.min { $0.again < $1.again } }) else { return }
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

/// The first record of a part whose id stood before.
private func firstRepeat(_ hashes: [UInt64], part: Int, of parts: Int, in table: Table) -> Repeat? {
    let shift = UInt64(64 - parts.trailingZeroBitCount)
    let sieve = RepeatSieve(capacity: hashes.count / parts)
    for hash in hashes where Int(hash >> shift) == part { sieve.add(hash) }
    var records: [UInt64: [RecordIndex]] = [:]
    for (record, hash) in hashes.enumerated() where Int(hash >> shift) == part && sieve.mayRepeat(hash) {
        let index = RecordIndex(record)
        let before = records[hash, default: []]
        if let first = before.first(where: { table.id($0) == table.id(index) }) {
            return Repeat(first: first, again: index)
        }
        records[hash] = before + [index]
    }
    return nil
}
