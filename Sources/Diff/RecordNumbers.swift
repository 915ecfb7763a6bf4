import Records
import Synchronization

/// Which number a record has in its source, from its place.
///
/// What a batch tells of its records' places is kept as it is, four bytes a record, or goes to disk
/// where memory is short; only reported records are ever asked for.
final class RecordNumbers: @unchecked Sendable {
    // Batches are added under the lock; the rest is used by one thread at a time after reading.

    private enum Home {
        case memory([UInt32])
        case disk(SpillFile, Int)
    }
    private struct Batch {
        var sequence: Int
        /// What the offsets count from, which may lie before the batch's first record.
        var origin: UInt64
        /// Place of the first record.
        var start: UInt64
        var count: Int
        var home: Home
        var first: UInt64 = 0
    }

    private let budget: SpillBudget
    private let added = Mutex<[Batch]>([])
    private var batches: [Batch] = []

    init(budget: SpillBudget) { self.budget = budget }

    /// Notes a batch; any thread may, in any order.
    func add(_ batch: RawBatch) throws {
        guard batch.recordCount > 0 else { return }
        let offsets = batch.recordOffsets
        let home: Home
        if budget.take(4 * offsets.count) {
            home = .memory(offsets)
        } else {
            let file = try budget.file()
            home = .disk(file, try offsets.withUnsafeBytes { try file.append($0) })
        }
        added.withLock {
            $0.append(
                Batch(
                    sequence: batch.sequence, origin: batch.byteOffset, start: batch.place(0),
                    count: batch.recordCount, home: home))
        }
    }

    /// Orders the batches; nothing is added afterwards.
    func finish() {
        batches = added.withLock { $0 }.sorted { $0.sequence < $1.sequence }
        var next: UInt64 = 1
        for index in batches.indices {
            batches[index].first = next
            next += UInt64(batches[index].count)
        }
    }

    /// Numbers of records, counted from 1.
    ///
    /// - Parameter places: ascending.
    func numbers(of places: [UInt64]) throws -> [UInt64] {
        var numbers: [UInt64] = []
        numbers.reserveCapacity(places.count)
        var batch = 0
        var offsets: [UInt32] = []
        var loaded = -1
        var index = 0
        for place in places {
            if loaded < 0 || (batch + 1 < batches.count && batches[batch + 1].start <= place) {
                batch = find(place)
            }
            if batch != loaded {
                offsets = try self.offsets(batch)
                loaded = batch
                index = 0
            }
            let offset = UInt32(truncatingIfNeeded: place - batches[batch].origin)
            index = offsets.lowerBound(of: offset, from: index)
            precondition(index < offsets.count && offsets[index] == offset, "the place is a record's")
            numbers.append(batches[batch].first + UInt64(index))
        }
        return numbers
    }

    /// The last batch that starts at the place or before it.
    private func find(_ place: UInt64) -> Int {
        var low = 0
        var high = batches.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if batches[middle].start <= place { low = middle } else { high = middle }
        }
        return low
    }

    private func offsets(_ batch: Int) throws -> [UInt32] {
        switch batches[batch].home {
        case .memory(let offsets): return offsets
        case .disk(let file, let start):
            var offsets = [UInt32](repeating: 0, count: batches[batch].count)
            try offsets.withUnsafeMutableBytes { try file.read(at: start, into: $0) }
            return offsets
        }
    }
}

extension [UInt32] {
    /// The first index, from `from` on, whose element is not below `value`.
    fileprivate func lowerBound(of value: UInt32, from: Int) -> Int {
        var low = from
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
