import Records

/// Words that stand for no value: fields that are exactly one of them become empty.
public struct NullWords: Sendable {
    private let words: [[UInt8]]
    /// Bit n: a word of n bytes is among them; lengths of 63 and more share the last bit.
    private let lengths: UInt64

    /// Nil where there are no words, so that nobody pays for them.
    public init?(_ words: [String]) {
        self.words = words.map { Array($0.utf8) }.filter { !$0.isEmpty }
        guard !self.words.isEmpty else { return nil }
        lengths = self.words.reduce(0) { $0 | 1 << UInt64(min($1.count, 63)) }
    }

    /// One of them is a single byte.
    var holdsSingleByte: Bool { lengths & 2 != 0 }

    /// The batch without the words.
    ///
    /// - Complexity: O(fields); bytes are looked at only where a length fits.
    public func emptied(_ batch: RawBatch) -> RawBatch {
        guard let base = batch.bytes.baseAddress else { return batch }
        var found: [UInt32]?
        for (place, length) in batch.lengths.enumerated() where lengths >> UInt64(min(length, 63)) & 1 == 1 {
            let field = UnsafeRawBufferPointer(start: base + Int(batch.starts[place]), count: Int(length))
            if words.contains(where: { $0.count == field.count && field.elementsEqual($0) }) {
                found = found ?? Array(batch.lengths)
                found?[place] = 0
            }
        }
        return found.map { RawBatch(viewing: batch, lengths: $0) } ?? batch
    }
}
