import Records
import Synchronization

/// Files that are one source: their records one behind the other, their columns by name.
///
/// The columns are those of the first file. Every other must have them, in any order; more of them are
/// passed over with a warning. A record's place has the number of its file in the top 20 bits.
final class SeveralFiles: DescribedSource {
    let name: String
    let files: [String]
    let columns: [String]
    let warnings: [String]
    let byteCount: UInt64?

    private let first: any RecordSource
    /// How each file is read.
    private let options: ReadOptions
    private let limit: RejectLimit
    private let orders: [ColumnOrder]

    /// Bits of a place that are the offset in the file.
    static let offsetBits: UInt64 = 44
    private static let mostFiles = 1 << 20
    /// Files of a set that a sample looks into.
    private static let sampledFiles = 8
    private static let mostWarnings = 10

    init(_ name: String, files: [String], options: ReadOptions) throws {
        precondition(files.count > 1)
        guard files.count <= Self.mostFiles else {
            throw TieoutError(
                "\(files.count) files are too many", at: name, remedy: "name at most \(Self.mostFiles)")
        }
        self.name = name
        self.files = files
        limit = options.rejects
        var options = options
        // A share is one of all files.
        if case .share = options.rejects { options.rejects = .none }
        self.options = options
        first = try openFile(files[0], options: options)
        columns = first.columns
        var orders = [ColumnOrder.same]
        var warnings = first.warnings
        var bytes = first.byteCount
        for file in files.dropFirst() {
            let source = try openFile(file, options: options)
            let order = try ColumnOrder(of: source, as: first)
            if let surplus = order.warning { warnings.append("\(file): \(surplus)") }
            warnings += source.warnings
            orders.append(order)
            bytes = bytes.flatMap { sum in source.byteCount.map { sum + $0 } }
        }
        self.orders = orders
        byteCount = bytes
        if warnings.count > Self.mostWarnings {
            let rest = warnings.count - Self.mostWarnings
            warnings = Array(warnings.prefix(Self.mostWarnings)) + ["\(name): and \(rest) warnings more"]
        }
        self.warnings = warnings
    }

    /// How the first file is read.
    var traits: SourceTraits {
        (first as? any DescribedSource)?.traits ?? SourceTraits(format: "table", columns: columns)
    }

    /// Samples of at most eight files, spread evenly over the set.
    func sample(records: Int) throws -> [RawBatch] {
        let count = min(files.count, Self.sampledFiles)
        var batches: [RawBatch] = []
        for number in (0..<count).map({ $0 * files.count / count }) {
            for batch in try open(number).sample(records: max(1, records / count)) {
                batches.append(place(batch, of: number, sequence: batches.count))
            }
        }
        return batches
    }

    func read(
        threads: Int, monitor: RunMonitor, consume: @Sendable (RawBatch) throws -> Void
    ) throws -> ReadSummary {
        var whole = ReadSummary()
        var batches = 0
        for number in files.indices {
            let source = try open(number)
            let delivered = Atomic<Int>(0)
            let start = batches
            let part = try source.read(threads: threads, monitor: monitor) { batch in
                delivered.add(1, ordering: .relaxed)
                try consume(place(batch, of: number, sequence: start + batch.sequence))
            }
            batches += delivered.load(ordering: .relaxed)
            whole.add(part)
            whole.files.append(
                FileSummary(
                    path: files[number], bytes: part.bytes, records: part.records,
                    rejected: part.rejects.count, fingerprint: part.fingerprint))
            try limit.check(whole, isWhole: false, of: name)
        }
        try limit.check(whole, isWhole: true, of: name)
        whole.fingerprint = Fingerprint.ofFiles(whole.files.map(\.fingerprint))
        return whole
    }

    private func open(_ number: Int) throws -> any RecordSource {
        if number == 0 { return first }
        let source = try openFile(files[number], options: options)
        guard try ColumnOrder(of: source, as: first) == orders[number] else {
            throw TieoutError(
                "changed its columns while the files were read", at: files[number], remedy: "run again")
        }
        return source
    }

    /// The batch of one file as one of all.
    private func place(_ batch: RawBatch, of file: Int, sequence: Int) -> RawBatch {
        let offset = UInt64(file) << Self.offsetBits | batch.byteOffset
        switch orders[file] {
        case .same: return RawBatch(viewing: batch, sequence: sequence, byteOffset: offset)
        case .mapped(let order, _):
            var starts: [UInt32] = []
            var lengths: [UInt32] = []
            starts.reserveCapacity(batch.recordCount * order.count)
            lengths.reserveCapacity(batch.recordCount * order.count)
            for record in 0..<batch.recordCount {
                let row = record * batch.columnCount
                for column in order {
                    starts.append(batch.starts[row + column])
                    lengths.append(batch.lengths[row + column])
                }
            }
            return RawBatch(
                viewing: batch, sequence: sequence, byteOffset: offset, columnCount: order.count,
                starts: starts, lengths: lengths)
        }
    }
}

/// Where the columns of the first file stand in another.
enum ColumnOrder: Equatable {
    case same
    /// The column of the file for each of the first, and which are passed over.
    case mapped([Int], surplus: [String])

    init(of source: any RecordSource, as first: any RecordSource) throws {
        if source.columns == first.columns {
            self = .same
            return
        }
        let missing = first.columns.filter { !source.columns.contains($0) }
        guard missing.isEmpty else {
            throw TieoutError(
                "lacks the column\(missing.count == 1 ? "" : "s") \(missing.map { "'\($0)'" }.joined(separator: ", ")) of \(first.name)",
                at: source.name, remedy: "read files with the same columns, or leave this one out")
        }
        let surplus = source.columns.filter { !first.columns.contains($0) }
        self = .mapped(first.columns.compactMap { source.columns.firstIndex(of: $0) }, surplus: surplus)
    }

    /// What is passed over, in a sentence.
    var warning: String? {
        guard case .mapped(_, let surplus) = self, !surplus.isEmpty else { return nil }
        let names = surplus.map { "'\($0)'" }.joined(separator: ", ")
        return surplus.count == 1
            ? "its column \(names) is not read: the first file has none"
            : "its columns \(names) are not read: the first file has none"
    }
}

extension ReadSummary {
    /// Adds what a further part of the source gave.
    mutating func add(_ part: ReadSummary) {
        records += part.records
        blankLines += part.blankLines
        strayQuotes += part.strayQuotes
        linesLost += part.linesLost
        if part.longestLoss?.lines ?? 0 > longestLoss?.lines ?? 0 { longestLoss = part.longestLoss }
        bytes += part.bytes
        rejects += part.rejects
    }
}
