import Records
import Synchronization

/// The records of one side that found no counterpart, as a source of its own: record n is the n-th of them.
final class UnmatchedSource: RecordSource {
    private let side: ReadSide
    private let places: [UInt64]

    /// - Parameter places: ascending.
    init(_ side: ReadSide, places: [UInt64]) {
        self.side = side
        self.places = places
    }

    var name: String { side.source.name }
    var columns: [String] { side.source.columns }
    var warnings: [String] { [] }
    var byteCount: UInt64? { nil }

    /// Stretches spread evenly over all records.
    func sample(records: Int) throws -> [RawBatch] {
        guard places.count > records else {
            return try [batch(0..<places.count, sequence: 0)].filter { $0.recordCount > 0 }
        }
        let stretch = max(1, records / 8)
        return try (0..<8).map { part in
            let start = (places.count - stretch) / 7 * part
            return try batch(start..<start + stretch, sequence: part)
        }
    }

    func read(
        threads: Int, monitor: RunMonitor, consume: @Sendable (RawBatch) throws -> Void
    ) throws -> ReadSummary {
        let work = WorkCounter(total: places.count, step: FetchedSide.run)
        try onThreads(threads) { _ in
            while let range = work.take() {
                try monitor.checkStop()
                try consume(try batch(range, sequence: range.lowerBound / FetchedSide.run))
            }
        }
        var summary = ReadSummary()
        summary.records = UInt64(places.count)
        return summary
    }

    private func batch(_ range: Range<Int>, sequence: Int) throws -> RawBatch {
        let fetched = try side.source.fetch(Array(places[range]), countingLines: false)
        return RawBatch(viewing: fetched.batch, sequence: sequence)
    }
}

extension ComparedSources {
    /// The records of a side whose unique key is on that side only, as a source for a matcher.
    public func unmatched(_ side: DiffSide) -> any RecordSource {
        side == .left
            ? UnmatchedSource(leftSide, places: joined.removed)
            : UnmatchedSource(rightSide, places: joined.added)
    }

    /// How many records `unmatched` gives.
    public func unmatchedCount(_ side: DiffSide) -> Int {
        side == .left ? joined.removed.count : joined.added.count
    }
}
