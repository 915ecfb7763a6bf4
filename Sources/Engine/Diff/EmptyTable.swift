import Ingest
import Records

/// A source without a single byte, taken for a table without records: it has the columns of the other side.
struct EmptyTable: RecordSource {
    let name: String
    let columns: [String]
    var warnings: [String] { [] }
    var byteCount: UInt64? { 0 }
    var canFetch: Bool { true }

    func sample(records: Int) throws -> [RawBatch] { [] }

    func read(
        threads: Int, monitor: RunMonitor, consume: @Sendable (RawBatch) throws -> Void
    ) throws -> ReadSummary { ReadSummary() }

    func fetch(_ places: [UInt64], countingLines: Bool) throws -> FetchedRecords {
        precondition(places.isEmpty, "there is nothing to fetch")
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 1, alignment: 16)
        return FetchedRecords(
            batch: RawBatch(
                sequence: 0, columnCount: columns.count, recordCount: 0, byteOffset: 0, recordOffsets: [],
                bytes: bytes, starts: [], lengths: []), lines: [])
    }
}

/// Both sources, and what is wrong with them as files.
struct DiffSources: Sendable {
    var left: any RecordSource
    var right: any RecordSource
    /// Sides that hold not even a header.
    var emptySides: [Side] = []

    enum Side: String, Sendable { case left, right }

    /// - Throws: `TieoutError` where one cannot be opened.
    init(_ options: DiffOptions) throws {
        let (left, right) = try together(
            { try Self.open(options.left, options.leftReading) },
            { try Self.open(options.right, options.rightReading) })
        let named = options.namedColumns
        self.left = left ?? EmptyTable(name: options.left, columns: right?.columns ?? named.left)
        self.right = right ?? EmptyTable(name: options.right, columns: left?.columns ?? named.right)
        if left == nil { emptySides.append(.left) }
        if right == nil { emptySides.append(.right) }
    }

    /// Nil where the file is empty.
    private static func open(_ path: String, _ options: ReadOptions) throws -> (any RecordSource)? {
        do { return try openSource(path, options: options) } catch let error as TieoutError
            where error.isAboutEmptySource
        { return nil }
    }
}

extension DiffOptions {
    /// The columns of both sides that are spoken of: all that is known of two empty tables.
    fileprivate var namedColumns: (left: [String], right: [String]) {
        let named = (key ?? []) + map.map(\.left) + (only ?? []) + ignore + equality.namedColumns
        // The first is one that nothing is said of: it may be the key.
        let left = withoutRepeats(["c1"] + named)
        return (left, withoutRepeats(left.map { name in map.first { $0.left == name }?.right ?? name }))
    }

    private func withoutRepeats(_ names: [String]) -> [String] {
        names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
