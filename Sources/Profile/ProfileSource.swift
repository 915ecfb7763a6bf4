import Records
import Synchronization

/// Reads a source once and says what is in it.
///
/// - Parameters:
///   - source: the source.
///   - threads: at least 1; the profile is the same for any number.
///   - monitor: what is told of the progress.
/// - Throws: what reading throws; `TieoutError` where the temporary folder takes no more.
/// - Complexity: O(bytes), about 100 ns for each different value of a megabyte. Memory is bounded: a few
///   hundred kilobytes a column and thread, and what a batch takes; keys of more than half a million
///   records are counted in a temporary file of 8 bytes a record.
public func profileSource(
    _ source: any RecordSource, threads: Int, monitor: RunMonitor
) throws -> SourceProfile {
    let choice = KeyChoice(try source.sample(records: sampleRecords), columns: source.columns.count)
    let pass = ProfilePass(columns: source.columns.count, keys: choice.candidates)
    monitor.begin(.reading, unitsInAll: source.byteCount.map { Int($0) } ?? 0)
    let summary = try source.read(threads: threads, monitor: monitor) { try pass.take($0) }
    let (columns, repeats) = try pass.finish(names: source.columns)
    return SourceProfile(
        source: source.name, records: Int(summary.records), rejected: summary.rejects.count,
        bytes: Int(summary.bytes), columns: columns,
        keys: keys(choice.candidates, repeats, columns, source.columns, records: Int(summary.records)),
        warnings: source.warnings + monitor.snapshot().warnings)
}

/// Records of which keys are guessed.
private let sampleRecords = 8_000

/// Candidates that repeat in no more than a hundredth of the records; fewer repeats first, then fewer and
/// earlier columns.
private func keys(
    _ candidates: [[Int]], _ repeats: [Int], _ columns: [ColumnSummary], _ names: [String], records: Int
) -> [KeyCandidate] {
    let found = candidates.indices.filter { records > 1 && repeats[$0] * 100 <= records }
    let ordered = found.sorted { (repeats[$0], $0) < (repeats[$1], $1) }
    return ordered.map { place in
        KeyCandidate(
            columns: candidates[place].map { names[$0] }, repeats: repeats[place],
            nulls: candidates[place].map { columns[$0].nulls }.max() ?? 0)
    }
}

/// The one pass over a source: what its threads share.
private final class ProfilePass: Sendable {
    private let columns: Int
    private let keys: [[Int]]
    /// Tallies that no thread is using.
    private let idle = Mutex<[ThreadTally]>([])
    private let values: [SharedTree]
    private let patterns: [SharedTree]
    private let repeats: [RepeatCount]

    init(columns: Int, keys: [[Int]]) {
        self.columns = columns
        self.keys = keys
        values = (0..<columns).map { _ in SharedTree(size: ColumnTally.valuesKept) }
        patterns = (0..<columns).map { _ in SharedTree(size: ColumnTally.patternsKept) }
        repeats = keys.map { _ in RepeatCount() }
    }

    func take(_ batch: RawBatch) throws {
        let tally = idle.withLock { $0.popLast() } ?? ThreadTally(columns: columns, keys: keys)
        for column in 0..<columns {
            let (frequent, shapes) = tally.add(batch, column: column)
            values[column].tree.withLock { $0.add(frequent, batch: batch.sequence) }
            patterns[column].tree.withLock { $0.add(shapes, batch: batch.sequence) }
        }
        try tally.addKeys(batch.recordCount, to: repeats)
        idle.withLock { $0.append(tally) }
    }

    func finish(names: [String]) throws -> (columns: [ColumnSummary], repeats: [Int]) {
        let tallies = idle.withLock { $0 }
        for tally in tallies { try tally.flushKeys(to: repeats) }
        let counts = try repeats.map { try $0.repeats() }
        let whole = tallies.first ?? ThreadTally(columns: columns, keys: keys)
        for tally in tallies.dropFirst() { whole.join(tally) }
        var summaries: [ColumnSummary] = []
        for column in 0..<columns {
            var summary = whole.summary(column, name: names[column])
            summary.describe(
                values: values[column].tree.withLock { $0.finish() },
                patterns: patterns[column].tree.withLock { $0.finish() })
            // A column that was counted exactly needs no estimate.
            if let key = keys.firstIndex(of: [column]), summary.nulls == 0 {
                summary.distinct = summary.filled - counts[key]
                summary.distinctError = 0
            }
            summaries.append(summary)
        }
        return (summaries, counts)
    }
}

/// Counts that all threads add to.
private final class SharedTree: Sendable {
    let tree: Mutex<FrequentItemsTree>

    init(size: Int) { tree = Mutex(FrequentItemsTree(size: size)) }
}
