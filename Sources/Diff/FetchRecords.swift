import Records
import Synchronization

/// Records of one side that were read again, found by their place in the list that was asked for.
struct FetchedSide: Sendable {
    /// Records fetched by one call: enough to pay for finding the region, few enough to share out.
    static let run = 2048

    /// The fields of a run where they lie, in memory of its batch: no reference is counted for a field.
    private struct View: @unchecked Sendable {
        var bytes: UnsafeRawPointer?
        var starts: UnsafePointer<UInt32>?
        var lengths: UnsafePointer<UInt32>?
        var columns: Int

        init(_ batch: RawBatch) {
            bytes = UnsafeRawPointer(batch.bytes.baseAddress)
            starts = batch.starts.baseAddress
            lengths = batch.lengths.baseAddress
            columns = batch.columnCount
        }
    }
    private struct Run {
        var batch: RawBatch
        var numbers: [UInt64]
        var lines: [UInt64]
    }
    private let batches: [RawBatch]
    private let views: [View]
    private let numbers: [UInt64]
    private let lines: [UInt64]

    /// Fetches records on all threads.
    ///
    /// - Parameters:
    ///   - places: ascending, each once.
    ///   - areLocated: their numbers and lines are wanted, for which all records before them are counted.
    init(
        _ side: ReadSide, places: [UInt64], areLocated: Bool = true, threads: Int, monitor: RunMonitor
    ) throws {
        let count = (places.count + FetchedSide.run - 1) / FetchedSide.run
        let fetched = Mutex([Run?](repeating: nil, count: count))
        let work = WorkCounter(total: places.count, step: FetchedSide.run)
        try onThreads(max(1, min(threads, count))) { _ in
            while let range = work.take() {
                try monitor.checkStop()
                let wanted = Array(places[range])
                let (numbers, lines) = areLocated ? try side.numbers.locate(wanted) : ([], [])
                let isLocated = !areLocated || !lines.contains(0)
                let records = try side.source.fetch(wanted, countingLines: !isLocated)
                precondition(records.batch.recordCount == wanted.count)
                let counted =
                    records.lines.isEmpty ? [UInt64](repeating: 0, count: wanted.count) : records.lines
                let run = Run(batch: records.batch, numbers: numbers, lines: isLocated ? lines : counted)
                fetched.withLock { $0[range.lowerBound / FetchedSide.run] = run }
            }
        }
        let runs = fetched.withLock { $0.compactMap { $0 } }
        precondition(runs.count == count, "every run was fetched")
        batches = runs.map(\.batch)
        views = batches.map(View.init)
        numbers = runs.flatMap(\.numbers)
        lines = runs.flatMap(\.lines)
    }

    /// A field of the record at an index of the list.
    @inline(__always)
    func field(_ index: Int, _ column: Int) -> UnsafeBufferPointer<UInt8> {
        let view = views[index / FetchedSide.run]
        let field = index % FetchedSide.run &* view.columns &+ column
        guard let starts = view.starts, let lengths = view.lengths, let bytes = view.bytes, lengths[field] > 0
        else { return UnsafeBufferPointer(start: nil, count: 0) }
        return UnsafeBufferPointer(
            start: (bytes + Int(starts[field])).assumingMemoryBound(to: UInt8.self),
            count: Int(lengths[field]))
    }

    /// Number of the record in its source, counted from 1.
    ///
    /// - Precondition: the records are located, here and below.
    func number(_ index: Int) -> UInt64 { numbers[index] }

    /// First line of the record; 0 where that is not known.
    func line(_ index: Int) -> UInt64 { lines[index] }
}
