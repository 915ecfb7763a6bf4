import CKernels
import Records

extension ChunkScanner {
    /// Makes the batch of the records found, and gives it the window's memory. Only now are bytes
    /// changed: doubled quotes, records unescaped by the authority, other encodings than UTF-8.
    ///
    /// - Returns: the batch, and how many records were not UTF-8 though the file is.
    mutating func takeBatch(sequence: Int) -> (batch: RawBatch, transcoded: Int) {
        unescape()
        replace()
        let fields = Array(UnsafeBufferPointer(start: table.starts, count: table.fields))
        let lengths = Array(UnsafeBufferPointer(start: table.lengths, count: table.fields))
        let offsets = Array(UnsafeBufferPointer(start: table.offsets, count: table.records))
        let plain = RawBatch(
            sequence: sequence, columnCount: shape.columnCount, recordCount: table.records,
            byteOffset: window.origin, recordOffsets: offsets, bytes: window.release(), starts: fields,
            lengths: lengths)
        let single = shape.dialect.encoding.isSingleByte
        guard single ? findings.hasNonASCII : findings.hasMalformed else { return (plain, 0) }
        return Self.inUTF8(plain, from: shape.dialect.encoding)
    }

    private mutating func unescape() {
        guard let quote = shape.dialect.quote else { return }
        for field in findings.doubled {
            let base = window.bytes + Int(table.starts[field])
            let count = Int(table.lengths[field])
            var to = 0
            var from = 0
            while from < count {
                let byte = base[from]
                base[to] = byte
                to += 1
                from += byte == quote ? 2 : 1
            }
            table.lengths[field] = UInt32(to)
        }
    }

    private mutating func replace() {
        findings.rewritten.withUnsafeBufferPointer { rewritten in
            guard let base = rewritten.baseAddress else { return }
            for (from, to) in findings.replacements {
                (window.bytes + to).update(from: base + from.lowerBound, count: from.count)
            }
        }
    }
}
