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
    let parts = HashParts(hashes: hashes.count, threads: threads)
    let repeats = Mutex<[Repeat]>([])
    let work = WorkCounter(total: parts.count, step: 1)
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
private func firstRepeat(_ hashes: [UInt64], part: Int, of parts: HashParts, in table: Table) -> Repeat? {
    let sieve = RepeatSieve(capacity: hashes.count / parts.count)
    for hash in hashes where parts.part(of: hash) == part { sieve.add(hash) }
    var suspects: [(hash: UInt64, record: RecordIndex)] = []
    for (record, hash) in hashes.enumerated() where parts.part(of: hash) == part && sieve.mayRepeat(hash) {
        suspects.append((hash, RecordIndex(record)))
    }
    suspects.sort { ($0.hash, $0.record) < ($1.hash, $1.record) }
    var found: Repeat?
    var start = 0
    while start < suspects.count {
        let end = suspects[start...].firstIndex { $0.hash != suspects[start].hash } ?? suspects.count
        let records = suspects[start..<end].map(\.record)
        for (place, again) in records.enumerated().dropFirst() where found.map({ again < $0.again }) ?? true {
            // Of unlike ids hardly two share a hash: the second record is the first again, or none is.
            guard let first = records[..<place].first(where: { table.id($0) == table.id(again) }) else {
                continue
            }
            found = Repeat(first: first, again: again)
            break
        }
        start = end
    }
    return found
}
