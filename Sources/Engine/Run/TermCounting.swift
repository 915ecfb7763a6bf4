import Records
import Synchronization

/// Counts how many records hold each value of a field, both sources together, and notes the count in
/// every row, so that the pair loop finds it where it already is.
///
/// Values are told apart by the 32-bit hash in the row's head: two of 20,000 values share one with
/// a chance of 5 %, and then merely look as common as both together. Only fields whose values
/// repeat are counted; where they hardly do, no value is common.
final class TermCounter: Sendable {
    private let early: [Int]
    /// Counts of threads that are not at work, field by field.
    private let idle = Mutex<[[TermTable]]>([])

    /// - Parameter early: fields that are counted while the sources are read, when rows are still near.
    init(early: [Bool]) { self.early = early.indices.filter { early[$0] } }

    /// Counts the values of rows just written; any thread may.
    func add(_ segment: SealedSegment) {
        if early.isEmpty { return }
        var terms = idle.withLock { $0.popLast() } ?? early.map { _ in TermTable() }
        segment.forEachBlock { rows in
            for (place, field) in early.enumerated() { terms[place].add(field, of: rows) }
        }
        idle.withLock { $0.append(terms) }
    }

    /// Counts what was not counted early, and notes all counts.
    ///
    /// - Parameter fields: those to be counted; the early ones are among them.
    /// - Complexity: O(records × fields), two passes where fields were not counted early.
    func finish(_ tables: TablePair, fields: [Bool], threads: Int) throws {
        let late = fields.indices.filter { fields[$0] && !early.contains($0) }
        let sides = tables.isDedupe ? [tables.left] : [tables.left, tables.right]
        var terms = Array(zip(early, merged(idle.withLock { $0 })))
        terms += zip(late, try counted(late, of: sides, threads: threads))
        guard !terms.isEmpty else { return }
        try forEachBlock(of: sides, threads: threads, ()) { [terms] rows, _ in
            for (field, terms) in terms { terms.setCounts(field, of: rows) }
        }
    }
}

/// The counts of some fields, of all rows.
private func counted(_ fields: [Int], of sides: [Table], threads: Int) throws -> [TermTable] {
    if fields.isEmpty { return [] }
    return merged(
        try forEachBlock(of: sides, threads: threads, fields.map { _ in TermTable() }) { rows, terms in
            for (place, field) in fields.enumerated() { terms[place].add(field, of: rows) }
        })
}

/// The counts of all threads, field by field.
private func merged(_ parts: [[TermTable]]) -> [TermTable] {
    guard var sum = parts.first else { return [] }
    for part in parts.dropFirst() {
        for field in sum.indices { sum[field].add(part[field]) }
    }
    return sum
}

/// Calls `body` with the rows of several tables, in blocks: of each field only one table of counts is asked at a time.
///
/// - Parameter state: what each thread begins with.
/// - Returns: what each thread has made of it.
@discardableResult
private func forEachBlock<State: Sendable>(
    of tables: [Table], threads: Int, _ state: State,
    _ body: @Sendable (UnsafeBufferPointer<Row>, inout State) -> Void
) throws -> [State] {
    // The last is where one more table would begin.
    let firsts = tables.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    let states = Mutex<[State]>([])
    let work = WorkCounter(total: firsts[tables.count], step: 16384)
    try onThreads(threads) { _ in
        var own = state
        while let range = work.take() {
            for (table, first) in zip(tables, firsts) {
                let part = range.clamped(to: first..<first + table.count)
                if part.isEmpty { continue }
                table.forEachBlock(of: part.lowerBound - first..<part.upperBound - first, .heads) { rows, _ in
                    body(rows, &own)
                }
            }
        }
        states.withLock { $0.append(own) }
    }
    return states.withLock { $0 }
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
