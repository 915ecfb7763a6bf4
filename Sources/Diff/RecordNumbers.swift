import Records
import Synchronization

/// Which number a record has in its source, from its place.
///
/// Of each record its distance from the one before is kept, mostly a byte, in memory or on disk where that is
/// short; only reported records are ever asked for.
final class RecordNumbers: @unchecked Sendable {
    // Batches are added under the lock; the rest is used by one thread at a time after reading.

    private enum Home {
        case memory([UInt8])
        case disk(SpillFile, Int, count: Int)
    }
    private struct Batch {
        var sequence: Int
        /// What the offsets count from, which may lie before the batch's first record.
        var origin: UInt64
        /// Place of the first record.
        var start: UInt64
        var count: Int
        var home: Home
        /// Line of the first record where each record is one line; 0 where that is not so.
        var firstLine: UInt64
        var first: UInt64 = 0
    }

    private let budget: SpillBudget
    private let added = Mutex<[Batch]>([])
    private var batches: [Batch] = []

    init(budget: SpillBudget) { self.budget = budget }

    /// Notes a batch; any thread may, in any order.
    func add(_ batch: RawBatch) throws {
        guard batch.recordCount > 0 else { return }
        let steps = packedSteps(batch.recordOffsets)
        // The list has room for twice as many, and is copied once.
        budget.charge(3 * MemoryLayout<Batch>.stride)
        let home: Home
        if budget.take(steps.count) {
            home = .memory(steps)
        } else {
            let file = try budget.file(of: .numbers)
            home = .disk(file, try steps.withUnsafeBytes { try file.append($0) }, count: steps.count)
        }
        added.withLock {
            $0.append(
                Batch(
                    sequence: batch.sequence, origin: batch.byteOffset, start: batch.place(0),
                    count: batch.recordCount, home: home,
                    firstLine: batch.isOneLineEach ? batch.firstLine : 0))
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

    /// Numbers of records, counted from 1, and their lines; 0 for a line that is to be counted out.
    ///
    /// - Parameter places: ascending.
    func locate(_ places: [UInt64]) throws -> (numbers: [UInt64], lines: [UInt64]) {
        var lines: [UInt64] = []
        var numbers: [UInt64] = []
        numbers.reserveCapacity(places.count)
        lines.reserveCapacity(places.count)
        var next = 0
        while next < places.count {
            let number = find(places[next])
            let batch = batches[number]
            let end = number + 1 < batches.count ? batches[number + 1].start : .max
            try steps(batch).withUnsafeBufferPointer { steps in
                var walk = StepWalk(steps)
                repeat {
                    let offset = UInt32(truncatingIfNeeded: places[next] - batch.origin)
                    let index = walk.record(at: offset)
                    precondition(index < batch.count, "the place is a record's")
                    numbers.append(batch.first + UInt64(index))
                    lines.append(batch.firstLine == 0 ? 0 : batch.firstLine + UInt64(index))
                    next += 1
                } while next < places.count && places[next] < end
            }
        }
        return (numbers, lines)
    }

    /// The last batch that starts at the place or before it.
    private func find(_ place: UInt64) -> Int {
        max(lowerBound(0..<batches.count) { batches[$0].start <= place } - 1, 0)
    }

    private func steps(_ batch: Batch) throws -> [UInt8] {
        switch batch.home {
        case .memory(let steps): return steps
        case .disk(let file, let start, let count):
            var steps = [UInt8](repeating: 0, count: count)
            try steps.withUnsafeMutableBytes { try file.read(at: start, into: $0) }
            return steps
        }
    }
}

/// Ascending numbers as their steps: seven bits a byte, the lowest first, the high bit set in all but the last
/// (LEB128).
private func packedSteps(_ numbers: UnsafeBufferPointer<UInt32>) -> [UInt8] {
    // Five bytes a number in passing; what is kept has no room to spare.
    withUnsafeTemporaryAllocation(byteCount: max(5 * numbers.count, 1), alignment: 1) { bytes in
        var count = 0
        var last: UInt32 = 0
        for number in numbers {
            var step = number &- last
            last = number
            while step >= 0x80 {
                bytes[count] = UInt8(truncatingIfNeeded: step) | 0x80
                count &+= 1
                step >>= 7
            }
            bytes[count] = UInt8(truncatingIfNeeded: step)
            count &+= 1
        }
        return Array(bytes[..<count])
    }
}

/// Goes over packed steps from their beginning.
private struct StepWalk {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var next = 0
    /// The number reached, and which it is, counted from 0.
    private var number: UInt32 = 0
    private var index = -1

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// Which of the numbers is this one.
    ///
    /// - Precondition: it is one of them, and not below the one asked for before.
    mutating func record(at wanted: UInt32) -> Int {
        while index < 0 || number < wanted {
            precondition(next < bytes.count, "the place is a record's")
            var step = UInt32(bytes[next])
            next &+= 1
            if step >= 0x80 {
                step &= 0x7F
                var shift: UInt32 = 7
                while true {
                    precondition(next < bytes.count && shift < 35, "a step ends")
                    let byte = UInt32(bytes[next])
                    next &+= 1
                    step |= (byte & 0x7F) &<< shift
                    if byte < 0x80 { break }
                    shift &+= 7
                }
            }
            number &+= step
            index &+= 1
        }
        precondition(number == wanted, "the place is a record's")
        return index
    }
}
