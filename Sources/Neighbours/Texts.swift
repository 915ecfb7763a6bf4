import Records

/// The texts of the records of one source: canonical bytes, one text after the other, by record.
///
/// An empty text is a null: it has no tokens and so no neighbours.
public final class Texts: @unchecked Sendable {
    // Written while being made, immutable afterwards.

    /// Texts, one a record.
    public let count: Int
    private let memory: LargeMemory
    private let ends: LargeMemory

    /// What may be read behind the last text: tokens are loaded eight bytes at a time.
    static let slack = 8

    /// Copies texts of which `length` tells the bytes and `write` writes as many.
    private init(
        count: Int, threads: Int, length: @Sendable (Int) -> Int,
        write: @Sendable (Int, UnsafeMutablePointer<UInt8>) -> Void
    ) throws {
        self.count = count
        ends = LargeMemory(byteCount: (count + 1) * MemoryLayout<Int>.stride)
        nonisolated(unsafe) let places = ends.base.bindMemory(to: Int.self, capacity: count + 1)
        var end = 0
        for record in 0..<count {
            places[record] = end
            end += length(record)
        }
        places[count] = end
        memory = LargeMemory(byteCount: end + Texts.slack)
        nonisolated(unsafe) let bytes = memory.base.bindMemory(to: UInt8.self, capacity: end + Texts.slack)
        let work = WorkCounter(total: count, step: 8192)
        try onThreads(threads) { _ in
            while let range = work.take() {
                for record in range { write(record, bytes + places[record]) }
            }
        }
        for place in 0..<Texts.slack { bytes[end + place] = 0 }
    }

    /// Some fields of every record of a table, joined by single spaces; a null leaves no space.
    ///
    /// - Parameter fields: fields whose canonical values are text, not 8-byte numbers.
    /// - Complexity: O(bytes), on `threads` threads.
    public convenience init(_ table: Table, fields: [Int], threads: Int) throws {
        precondition(fields.allSatisfy { (0..<table.fieldCount).contains($0) })
        try self.init(count: table.count, threads: threads) { record in
            let row = table[RecordIndex(record)]
            var length = 0
            for field in fields where row.length(field) > 0 { length += row.length(field) + 1 }
            return max(length - 1, 0)
        } write: { record, bytes in
            let row = table[RecordIndex(record)]
            var place = 0
            for field in fields where row.length(field) > 0 {
                if place > 0 {
                    bytes[place] = UInt8(ascii: " ")
                    place += 1
                }
                let value = row.bytes(field)
                (bytes + place).update(from: value.baseAddress.unsafelyUnwrapped, count: value.count)
                place += value.count
            }
        }
    }

    /// Some of the texts, in their order.
    ///
    /// - Complexity: O(bytes), on `threads` threads.
    public convenience init(_ all: Texts, records: [RecordIndex], threads: Int) throws {
        precondition(records.allSatisfy { $0 < all.count })
        try self.init(count: records.count, threads: threads) {
            all[Int(records[$0])].count
        } write: { place, bytes in
            let text = all[Int(records[place])]
            if let base = text.baseAddress { bytes.update(from: base, count: text.count) }
        }
    }

    /// One text a record.
    ///
    /// - Parameter texts: canonical bytes, by record.
    public convenience init(_ texts: [[UInt8]]) throws {
        try self.init(count: texts.count, threads: 1) {
            texts[$0].count
        } write: { record, bytes in
            texts[record].withUnsafeBufferPointer { text in
                if let base = text.baseAddress { bytes.update(from: base, count: text.count) }
            }
        }
    }

    /// Whether a record has no text.
    public func isEmpty(_ record: RecordIndex) -> Bool { self[Int(record)].isEmpty }

    /// The text of a record. `slack` bytes behind it may be read too.
    @inline(__always)
    subscript(record: Int) -> UnsafeBufferPointer<UInt8> {
        let ends = ends.base.assumingMemoryBound(to: Int.self)
        let start = ends[record]
        return UnsafeBufferPointer(
            start: memory.base.assumingMemoryBound(to: UInt8.self) + start, count: ends[record &+ 1] &- start)
    }
}
