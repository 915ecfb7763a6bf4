import Records
import Synchronization

/// Records of one side that were read again, found by their place in the list that was asked for.
struct FetchedSide: Sendable {
    /// Records fetched by one call: enough to pay for finding the region, few enough to share out.
    static let run = 2048

    private struct Run {
        var records: FetchedRecords
        var numbers: [UInt64]
        var lines: [UInt64]
    }
    private var runs: [Run?]

    /// Fetches records on all threads.
    ///
    /// - Parameter places: ascending, each once.
    init(_ side: ReadSide, places: [UInt64], threads: Int, monitor: RunMonitor) throws {
        let count = (places.count + FetchedSide.run - 1) / FetchedSide.run
        let fetched = Mutex([Run?](repeating: nil, count: count))
        let work = WorkCounter(total: places.count, step: FetchedSide.run)
        try onThreads(max(1, min(threads, count))) { _ in
            while let range = work.take() {
                try monitor.checkStop()
                let wanted = Array(places[range])
                let (numbers, lines) = try side.numbers.locate(wanted)
                let isLocated = !lines.contains(0)
                let records = try side.source.fetch(wanted, countingLines: !isLocated)
                let run = Run(
                    records: records, numbers: numbers, lines: isLocated ? lines : records.lines)
                precondition(run.records.batch.recordCount == wanted.count)
                fetched.withLock { $0[range.lowerBound / FetchedSide.run] = run }
            }
        }
        runs = fetched.withLock { $0 }
    }

    @inline(__always)
    private func run(_ index: Int) -> Run {
        guard let run = runs[index / FetchedSide.run] else { preconditionFailure("every run was fetched") }
        return run
    }

    /// A field of the record at an index of the list.
    func field(_ index: Int, _ column: Int) -> UnsafeBufferPointer<UInt8> {
        run(index).records.batch.field(index % FetchedSide.run, column)
    }

    /// Number of the record in its source, counted from 1.
    func number(_ index: Int) -> UInt64 { run(index).numbers[index % FetchedSide.run] }

    /// First line of the record; 0 where that is not known.
    func line(_ index: Int) -> UInt64 {
        let lines = run(index).lines
        return lines.isEmpty ? 0 : lines[index % FetchedSide.run]
    }
}
