import CKernels
import Records
import Synchronization

/// The ids of one source in the order in which SQLite sorts them.
///
/// Sorted once, every table and index of the result that is in key order follows from integer work on
/// ranks: the place of a record's id among all ids of its source, counted from 0.
final class IDColumn: @unchecked Sendable {
    // Written while it is made, then immutable.

    let count: Int
    /// By record index.
    let rank: UnsafeMutablePointer<UInt32>

    // By rank.
    private let slots: UnsafeMutablePointer<IDSlot>
    // `IDSlot.storedSize`, apart: pages are laid out by sizes alone, which fit the cache. Nil where all are the same.
    private let sizes: UnsafeMutablePointer<UInt32>?
    private let commonSize: Int
    private let long: LongIDs

    /// - Throws: if an id repeats.
    /// - Complexity: O(ids), shared by all threads.
    init(_ ids: SortedIDs, threads: Int) throws {
        count = ids.slots.count
        long = ids.long
        rank = .allocate(capacity: count)
        slots = .allocate(capacity: count)
        commonSize = ids.commonSize ?? 0
        sizes = ids.commonSize == nil ? .allocate(capacity: count) : nil
        let repeated = Mutex<Int?>(nil)
        let work = WorkCounter(total: count, step: 1 << 14)
        try onThreads(threads) { [self] _ in
            while let places = work.take() {
                guard let place = fill(places, ids) else { continue }
                repeated.withLock { $0 = min(place, $0 ?? place) }
            }
        }
        guard let place = repeated.withLock({ $0 }) else { return }
        throw TieoutError(
            "records \(ids.records[place - 1] + 1) and \(ids.records[place] + 1) of the \(ids.side) source "
                + "have the same id", remedy: "name a column without repeats as the id")
    }

    /// Fills some ranks.
    ///
    /// - Returns: the first whose id is that of the rank before; nil where there is none.
    private func fill(_ ranks: Range<Int>, _ ids: SortedIDs) -> Int? {
        var before = ranks.lowerBound > 0 ? ids.slots[Int(ids.records[ranks.lowerBound - 1])] : nil
        var repeated: Int?
        // The records of neighbouring ids lie anywhere.
        forEachRun(of: ranks) { run in
            for place in run { (slots + place).initialize(to: ids.slots[Int(ids.records[place])]) }
            for place in run {
                let slot = slots[place]
                (rank + Int(ids.records[place])).initialize(to: UInt32(truncatingIfNeeded: place))
                if let sizes { (sizes + place).initialize(to: UInt32(clamping: slot.storedSize)) }
                if let before, repeated == nil, IDSlot.compare(before, long.bytes, slot, long.bytes) == 0 {
                    repeated = place
                }
                before = slot
            }
        }
        return repeated
    }

    deinit {
        rank.deallocate()
        slots.deallocate()
        sizes?.deallocate()
    }

    /// The id at a rank.
    @inline(__always)
    subscript(rank: UInt32) -> IDSlot { slots[Int(rank)] }

    /// Brings the id at a rank near.
    @inline(__always)
    func touch(_ rank: UInt32) { tieout_touch(slots + Int(rank), 1) }

    /// Bytes that the type and value of the id at a rank take in a record.
    @inline(__always)
    func storedSize(_ rank: UInt32) -> Int { sizes.map { Int($0[Int(rank)]) } ?? commonSize }

    /// Writes the bytes of the id at a rank.
    @inline(__always)
    func copy(_ id: IDSlot, to place: UnsafeMutablePointer<UInt8>) { id.copy(to: place, longIDs: long.bytes) }

    /// The bytes of the id at a rank.
    func bytes(_ rank: UInt32) -> [UInt8] {
        let id = self[rank]
        return (0..<id.count).map { id.byte($0, longIDs: long.bytes) }
    }

    /// Compares an id with one of another source, as SQLite does.
    @inline(__always)
    func compare(_ one: UInt32, with other: UInt32, of column: IDColumn) -> Int {
        IDSlot.compare(self[one], long.bytes, column[other], column.long.bytes)
    }
}
