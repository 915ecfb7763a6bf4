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
    let parts = 32
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
    var size = 1024
    while size * parts < hashes.count * 3 { size *= 2 }
    // One more than the record; 0 is an empty slot.
    var slots = [UInt32](repeating: 0, count: size)
    return slots.withUnsafeMutableBufferPointer { slots in
        hashes.withUnsafeBufferPointer { hashes in
            let shift = UInt64(64 - parts.trailingZeroBitCount)
            for record in hashes.indices where Int(hashes[record] >> shift) == part {
                var slot = Int(truncatingIfNeeded: hashes[record]) & (slots.count - 1)
                while slots[slot] != 0 {
                    let before = Int(slots[slot] - 1)
                    if hashes[before] == hashes[record],
                        table.id(RecordIndex(before)) == table.id(RecordIndex(record))
                    {
                        return Repeat(first: RecordIndex(before), again: RecordIndex(record))
                    }
                    slot = (slot + 1) & (slots.count - 1)
                }
                slots[slot] = UInt32(record + 1)
            }
            return nil
        }
    }
}
