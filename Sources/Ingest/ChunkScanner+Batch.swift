import CKernels
import Records

extension ChunkScanner {
    /// Makes the batch of the records found, and gives it the window's memory. Only now are bytes
    /// changed: doubled quotes, records unescaped by the authority, other encodings than UTF-8.
    ///
    /// - Returns: the batch, and how many records were not UTF-8 though the file is.
    ///
    /// - Parameter linesBefore: line ends before the chunk; nil: not known.
    mutating func takeBatch(sequence: Int, linesBefore: UInt64? = nil) -> (batch: RawBatch, transcoded: Int) {
        // While the bytes are still those of the file.
        let lines = linesBefore.map { recordLines(linesBefore: $0) }
        unescape()
        replace()
        let records = table.records
        let plain = RawBatch(
            sequence: sequence, columnCount: shape.columnCount, recordCount: records,
            byteOffset: window.origin,
            bytes: window.release(), places: table.take(), firstLine: lines?.first ?? 0,
            isOneLineEach: lines?.isOneEach ?? false,
            unusual: findings.unusual, pool: pool)
        let single = shape.dialect.encoding.isSingleByte
        guard single ? findings.hasNonASCII : findings.hasMalformed else { return (plain, 0) }
        return Self.inUTF8(plain, from: shape.dialect.encoding, replacing: shape.invalidText == .replace)
    }

    /// The line on which the first record begins, and whether each record is one line.
    private func recordLines(linesBefore: UInt64) -> (first: UInt64, isOneEach: Bool) {
        let start = Int(findings.start - window.origin)
        let chunkEnd = Int(chunk.upperBound - window.origin)
        let head = countLines(to: start)
        let end = max(chunkEnd, row)
        guard end <= window.count else { return (linesBefore + head + 1, false) }
        let lines = findings.lines + lineEnds(chunkEnd..<end) - head
        // A last line may lack its end, so that what is no record must not make up for it.
        let holdsOthers =
            findings.rejected > 0 || findings.blankLines > 0 || !findings.comments.isEmpty
        return (linesBefore + head + 1, lines == UInt64(table.records) && !holdsOthers)
    }

    private mutating func unescape() {
        guard let quote = shape.dialect.quote else { return }
        for field in findings.doubled {
            let count = Int(table.lengths[field])
            table.lengths[field] = UInt32(
                tieout_halve_quotes(window.bytes + Int(table.starts[field]), count, quote))
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
