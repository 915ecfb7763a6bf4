import Records
import Synchronization

/// Counts how many records hold each value of a field, both sources together, and notes the count in
/// every row, so that the pair loop finds it where it already is.
///
/// Values are told apart by the 32-bit hash in the row's head: two of 20,000 values share one with
/// a chance of 5 %, and then merely look as common as both together. Only fields whose values
/// repeat are counted; where they hardly do, no value is common.
///
/// - Complexity: O(records × fields), two passes.
func countTerms(_ tables: TablePair, fields: [Bool], threads: Int) throws {
    guard fields.contains(true) else { return }
    let sides = tables.isDedupe ? [tables.left] : [tables.left, tables.right]
    let total = sides.reduce(0) { $0 + $1.count }
    let counted = fields.indices.filter { fields[$0] }
    let found = Mutex<[[TermTable]]>([])
    let reading = WorkCounter(total: total, step: 16384)
    try onThreads(threads) { _ in
        var terms = counted.map { _ in TermTable() }
        while let range = reading.take() {
            forEachBlock(of: sides, range) { rows in
                for (place, field) in counted.enumerated() { terms[place].add(field, of: rows) }
            }
        }
        found.withLock { $0.append(terms) }
    }
    let terms = merged(found.withLock { $0 })
    let writing = WorkCounter(total: total, step: 16384)
    try onThreads(threads) { _ in
        while let range = writing.take() {
            forEachBlock(of: sides, range) { rows in
                for (place, field) in counted.enumerated() { terms[place].setCounts(field, of: rows) }
            }
        }
    }
}

/// The counts of all threads, field by field.
private func merged(_ parts: [[TermTable]]) -> [TermTable] {
    guard var sum = parts.first else { return [] }
    for part in parts.dropFirst() {
        for field in sum.indices { sum[field].add(part[field]) }
    }
    return sum
}

/// The rows of several tables as one sequence, in blocks: of each field only one table of counts is asked at a time.
private func forEachBlock(of tables: [Table], _ range: Range<Int>, _ body: (UnsafeBufferPointer<Row>) -> Void)
{
    var first = 0
    for table in tables {
        let part = range.clamped(to: first..<first + table.count)
        let own = part.lowerBound - first..<part.upperBound - first
        if !part.isEmpty { table.forEachBlock(of: own, .heads) { rows, _ in body(rows) } }
        first += table.count
    }
}

/// Counts by 32-bit hash; open addressing, at most half full.
private struct TermTable: Sendable {
    /// A hash, and below it its count: what is asked for together lies together. 0 is an empty slot.
    private var slots: [UInt64] = Array(repeating: 0, count: 1024)
    private var used = 0

    private static let countMask: UInt64 = 0xFFFF_FFFF

    /// Counts the values of a field.
    mutating func add(_ field: Int, of rows: UnsafeBufferPointer<Row>) {
        while (used + rows.count) * 2 > slots.count { grow() }
        slots.withUnsafeMutableBufferPointer { slots in
            for row in rows where row.length(field) > 0 {
                used += TermTable.add(row.hash(field), 1, to: slots)
            }
        }
    }

    /// Adds the counts of another table.
    mutating func add(_ other: TermTable) {
        while (used + other.used) * 2 > slots.count { grow() }
        slots.withUnsafeMutableBufferPointer { slots in
            for slot in other.slots where slot != 0 {
                used += TermTable.add(
                    UInt32(truncatingIfNeeded: slot >> 32), slot & TermTable.countMask, to: slots)
            }
        }
    }

    /// Notes the count of each value of a field in its row.
    func setCounts(_ field: Int, of rows: UnsafeBufferPointer<Row>) {
        slots.withUnsafeBufferPointer { slots in
            for row in rows where row.length(field) > 0 {
                let place = TermTable.place(of: row.hash(field), in: slots)
                row.setTermCount(field, UInt32(truncatingIfNeeded: slots[place]))
            }
        }
    }

    /// - Returns: how many slots more are used.
    @inline(__always)
    private static func add(
        _ hash: UInt32, _ count: UInt64, to slots: UnsafeMutableBufferPointer<UInt64>
    ) -> Int {
        let place = place(of: hash, in: UnsafeBufferPointer(slots))
        let isNew = slots[place] == 0
        slots[place] = UInt64(hash) << 32 | (slots[place] & countMask) &+ count
        return isNew ? 1 : 0
    }

    /// The slot of a hash, or an empty one for it.
    @inline(__always)
    private static func place(of hash: UInt32, in slots: UnsafeBufferPointer<UInt64>) -> Int {
        let mask = slots.count &- 1
        var place = Int(truncatingIfNeeded: hash &* 0x9E37_79B1) & mask
        while slots[place] != 0 && slots[place] >> 32 != UInt64(hash) { place = (place &+ 1) & mask }
        return place
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: 0, count: old.count * 2)
        slots.withUnsafeMutableBufferPointer { slots in
            for slot in old where slot != 0 {
                slots[
                    TermTable.place(
                        of: UInt32(truncatingIfNeeded: slot >> 32), in: UnsafeBufferPointer(slots))] =
                    slot
            }
        }
    }
}
