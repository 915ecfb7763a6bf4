/// Number of a record in its source, counted from 0 over data records.
public typealias RecordIndex = UInt32

/// One source in memory: its rows, findable by record index, and the ids of its records.
///
/// - Invariant: until rows are let go there are `count`, each of `fieldCount` fields.
public final class Table: @unchecked Sendable {
    // Immutable once shared between threads: term counts and word rarities are written before that, and rows are let
    // go by one who knows that nobody will ask for them.

    /// Records in the table.
    public let count: Int
    /// Fields in each row.
    public let fieldCount: Int
    /// What the signatures of each field tell; empty where there is no record.
    public let signatures: [SignatureKind]
    /// Bytes held by rows and ids.
    public let byteCount: Int
    /// The source has an id column; otherwise ids are record numbers counted from 1.
    public let hasIds: Bool

    private let segments: [SealedSegment]
    /// Holds what `bases` points to.
    private var rowMemory: LargeMemory?
    private var bases: UnsafePointer<UnsafeMutableRawPointer>?
    private let firstOfSegment: [Int]
    /// Records of which all fields are null, in ascending order.
    private let blanks: [RecordIndex]
    private var rarities: [WeighedField: WordRarities] = [:]

    /// Joins segments into a table, in the order of their batches.
    ///
    /// - Parameters:
    ///   - segments: all segments of one source, in any order.
    ///   - fieldCount: fields in each row.
    ///   - hasIds: ids were read from a column.
    ///   - threads: threads that find the rows.
    /// - Complexity: O(records + segments log segments).
    public init(segments unordered: [SealedSegment], fieldCount: Int, hasIds: Bool, threads: Int = 1) {
        segments = unordered.sorted { $0.sequence < $1.sequence }
        self.fieldCount = fieldCount
        self.hasIds = hasIds
        signatures = segments.first?.signatures ?? []
        var firsts: [Int] = []
        var blanks: [RecordIndex] = []
        var total = 0
        var bytes = 0
        for segment in segments {
            precondition(segment.signatures == signatures && signatures.count == fieldCount)
            firsts.append(total)
            blanks += segment.blanks.lazy.map { RecordIndex(truncatingIfNeeded: total + $0) }
            total += segment.count
            bytes += segment.byteCount
        }
        precondition(total < Int(RecordIndex.max), "a source holds at most 4,294,967,294 records")
        count = total
        firstOfSegment = firsts
        self.blanks = blanks
        byteCount = bytes + 8 * total
        let rowMemory = LargeMemory(
            byteCount: total * MemoryLayout<UnsafeMutableRawPointer>.stride, inLargePages: false)
        self.rowMemory = rowMemory
        findRows(rowMemory, threads: threads)
    }

    /// Notes where every row begins.
    private func findRows(_ memory: LargeMemory, threads: Int) {
        nonisolated(unsafe) let rows = memory.base.bindMemory(
            to: UnsafeMutableRawPointer.self, capacity: count)
        let work = WorkCounter(total: segments.count, step: 1)
        let threads = max(1, min(threads, segments.count))
        do {
            try onThreads(threads) { thread in
                memory.bringIn(share: thread, of: threads)
                while let number = work.take()?.lowerBound {
                    let first = firstOfSegment[number]
                    segments[number].forEachRow { place, row in (rows + first + place).initialize(to: row) }
                }
            }
        } catch { preconditionFailure("nothing in it throws") }
        bases = UnsafePointer(rows)
    }

    /// The row of a record.
    @inlinable @inline(__always)
    public subscript(record: RecordIndex) -> Row {
        Row(base: rowBases[Int(record)], fieldCount: fieldCount)
    }

    /// First byte of every row, by record index. Hoist it out of loops.
    public var rowBases: UnsafePointer<UnsafeMutableRawPointer> {
        guard let bases else { preconditionFailure("the rows were let go") }
        return bases
    }

    /// A hash of all fields of each row, never 0: the sum of the hashes of fields, each times a number of the field's
    /// own (multilinear hashing: Carter and Wegman 1979), mixed. Only until rows are let go.
    ///
    /// - Complexity: O(records); they were made when the rows were.
    public var contentHashes: [UInt64] {
        var hashes: [UInt64] = []
        hashes.reserveCapacity(count)
        for segment in segments { hashes += segment.contents }
        return hashes
    }

    /// All fields of a record are null.
    ///
    /// - Complexity: O(log records).
    public func isBlank(_ record: RecordIndex) -> Bool {
        let place = lowerBound(0..<blanks.count) { blanks[$0] < record }
        return place < blanks.count && blanks[place] == record
    }

    /// Frees the memory of the rows, most of what a table takes; ids and all else stay. Afterwards no row may be asked
    /// for, nor one be in use.
    public func releaseRows() {
        for segment in segments { segment.releaseRows() }
        bases = nil
        rowMemory = nil
    }

    /// How rare the parts of a field's values are; nil where nobody counted.
    public func rarities(_ field: Int, of parts: WeighedParts) -> WordRarities? {
        rarities[WeighedField(field: field, parts: parts)]
    }

    /// Notes how rare the parts of a field's values are. Only while the table is being prepared.
    public func setRarities(_ field: Int, of parts: WeighedParts, _ counted: WordRarities) {
        rarities[WeighedField(field: field, parts: parts)] = counted
    }

    /// Bytes that rarities hold; those of a pair of tables are the same.
    public var rarityBytes: Int { rarities.values.reduce(0) { $0 + $1.byteCount } }

    /// The id of a record: its column's raw bytes, or its number counted from 1.
    ///
    /// - Complexity: O(log segments); for results and messages, not for pair loops.
    public func id(_ record: RecordIndex) -> [UInt8] {
        guard hasIds else { return Array(String(Int(record) + 1).utf8) }
        return withIdBytes(record) { Array($0) }
    }

    /// Lends the id's bytes without copying where there is an id column.
    public func withIdBytes<R>(_ record: RecordIndex, _ body: (UnsafeBufferPointer<UInt8>) throws -> R)
        rethrows -> R
    {
        guard hasIds else {
            var number = String(Int(record) + 1)
            return try number.withUTF8(body)
        }
        // Empty segments share their first record with the next: the last of them holds it.
        let number = lowerBound(0..<firstOfSegment.count) { firstOfSegment[$0] <= Int(record) } - 1
        return try body(segments[number].ids[Int(record) - firstOfSegment[number]])
    }

    /// XXH3 of the id of each record, never 0; nil where ids are record numbers.
    ///
    /// - Complexity: O(bytes of the ids), on `threads` threads.
    public func idHashes(threads: Int) throws -> [UInt64]? {
        guard hasIds else { return nil }
        var hashes = [UInt64](repeating: 0, count: count)
        try hashes.withUnsafeMutableBufferPointer { hashes in
            nonisolated(unsafe) let hashes = hashes
            let work = WorkCounter(total: segments.count, step: 1)
            try onThreads(threads) { _ in
                while let range = work.take() {
                    for index in range {
                        var place = firstOfSegment[index]
                        segments[index].ids.forEach { id in
                            hashes[place] = max(xxh3(id), 1)
                            place += 1
                        }
                    }
                }
            }
        }
        return hashes
    }

    /// Lends every id, in the order of the records: far cheaper than asking for each.
    public func forEachId(_ body: (UnsafeBufferPointer<UInt8>) throws -> Void) rethrows {
        guard hasIds else {
            for record in 0..<count { try withIdBytes(RecordIndex(record), body) }
            return
        }
        for segment in segments { try segment.ids.forEach(body) }
    }
}

private struct WeighedField: Hashable {
    var field: Int
    var parts: WeighedParts
}
