import Records
import Synchronization

/// One pass over a table: collects batches, numbers them in the order of the table, hands them on.
///
/// Batches are cut where a part ends or one is full, so that they, and the fingerprint with them, are the
/// same for any number of threads.
final class TablePass: Sendable {
    private struct State {
        var sequence = 0
        var ordinal: UInt64 = 0
        var bytes: UInt64 = 0
        var foreign = 0
        var hashes: [UInt64] = []
    }

    private let reading: TableReading
    private let columns: [String]
    private let byteCount: UInt64?
    private let monitor: RunMonitor
    private let consume: @Sendable (RawBatch) throws -> Void
    private let state = Mutex(State())

    init(
        _ reading: TableReading, columns: [String], byteCount: UInt64?, monitor: RunMonitor,
        consume: @escaping @Sendable (RawBatch) throws -> Void
    ) {
        self.reading = reading
        self.columns = columns
        self.byteCount = byteCount
        self.monitor = monitor
        self.consume = consume
    }

    /// What was read, once it has been; and the records that were no UTF-8.
    var result: (ReadSummary, foreign: Int) {
        state.withLock { state in
            var summary = ReadSummary()
            summary.records = state.ordinal
            summary.bytes = state.bytes
            let names = columns.map { name in
                var name = name
                return name.withUTF8 { xxh3($0) }
            }
            summary.fingerprint = Fingerprint.text(names + state.hashes, byteCount: state.ordinal)
            return (summary, state.foreign)
        }
    }

    /// Reads with one reader: threads take turns at it.
    func readStream(threads: Int) throws {
        struct Stream {
            var part = -1
            var isOpen = false
            var hasEnded = false
        }
        let stream = Mutex(Stream())
        try onThreads(threads) { _ in
            var builder = FieldBuilder(columnCount: columns.count)
            do {
                while true {
                    try monitor.checkStop()
                    builder.clear()
                    let place = try stream.withLock { stream in
                        while builder.table.records == 0 && !stream.hasEnded {
                            if !stream.isOpen {
                                stream.part += 1
                                guard stream.part < reading.parts else {
                                    stream.hasEnded = true
                                    break
                                }
                                try reading.readers[0].begin(part: stream.part)
                                stream.isOpen = true
                            }
                            stream.isOpen = try reading.readers[0].fill(&builder)
                            if !stream.isOpen { partDone(stream.part) }
                        }
                        return enter(builder)
                    }
                    guard builder.table.records > 0 else { return }
                    try handOn(&builder, place)
                }
            } catch {
                stream.withLock { $0.hasEnded = true }
                throw error
            }
        }
    }

    /// Reads with a reader a thread, which take the parts in turn. A part that gives more than a batch waits
    /// until those before it are through.
    func readParts() throws {
        let turnstile = Turnstile()
        let parts = WorkCounter(total: reading.parts, step: 1)
        try onThreads(reading.readers.count) { thread in
            let reader = reading.readers[thread]
            var builder = FieldBuilder(columnCount: columns.count)
            do {
                while let part = parts.take()?.lowerBound {
                    try reader.begin(part: part)
                    var isInside = false
                    var isOpen = true
                    while isOpen {
                        try monitor.checkStop()
                        builder.clear()
                        isOpen = try reader.fill(&builder)
                        if !isInside {
                            guard turnstile.enter(part) else { return }
                            isInside = true
                        }
                        let place = enter(builder)
                        if !isOpen {
                            turnstile.leave()
                            partDone(part)
                        }
                        if builder.table.records > 0 { try handOn(&builder, place) }
                    }
                }
            } catch {
                turnstile.breakDown()
                throw error
            }
        }
    }

    /// The next number, and that of the first record.
    private func enter(_ builder: borrowing FieldBuilder) -> (sequence: Int, ordinal: UInt64) {
        let records = builder.table.records
        return state.withLock { state in
            defer {
                state.sequence += records > 0 ? 1 : 0
                state.ordinal += UInt64(records)
            }
            return (state.sequence, state.ordinal)
        }
    }

    private func handOn(_ builder: inout FieldBuilder, _ place: (sequence: Int, ordinal: UInt64)) throws {
        let hash = builder.hash()
        let bytes = builder.byteCount
        let isValid = isUTF8(
            UnsafeBufferPointer(start: UnsafePointer(builder.bytes), count: builder.byteCount))
        try reading.split(&builder)
        let plain = builder.batch(sequence: place.sequence, ordinal: place.ordinal)
        let (batch, foreign) = isValid ? (plain, 0) : ChunkScanner.inUTF8(plain, from: .utf8)
        state.withLock { state in
            state.bytes += UInt64(bytes)
            state.foreign += foreign
            while state.hashes.count <= place.sequence { state.hashes.append(0) }
            state.hashes[place.sequence] = hash
        }
        monitor.bytesRead.add(bytes, ordering: .relaxed)
        monitor.recordsRead.add(batch.recordCount, ordering: .relaxed)
        try consume(batch)
    }

    /// Progress goes by parts: how many bytes of the database one stands for is not known.
    private func partDone(_ part: Int) {
        guard let byteCount, reading.parts > 0 else { return }
        let share = { (parts: Int) in UInt64(parts) * byteCount / UInt64(self.reading.parts) }
        monitor.unitsDone.add(Int(share(part + 1) - share(part)), ordering: .relaxed)
    }
}
