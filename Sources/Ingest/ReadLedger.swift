import Records

/// What is known of a source up to the chunk that is inside the turnstile: the one place where chunks
/// meet in order.
final class ReadLedger: @unchecked Sendable {
    // Touched only by the thread inside the turnstile, and after all threads have ended.

    /// Where the next record starts.
    private(set) var next: UInt64
    private(set) var summary = ReadSummary()
    private(set) var shortRecords: UInt64 = 0
    /// Line ends before each chunk.
    private(set) var chunkLines: [UInt64] = []
    /// A record that is too long and goes on at `next`.
    private(set) var open: OverlongRecord?

    private let source: String
    private let headed: Bool
    private let maxRecordBytes: Int
    private var lines: UInt64 = 0
    private var storedBytes: UInt64 = 0
    private var batches = 0

    init(source: String, shape: RecordShape, start: UInt64) {
        self.source = source
        headed = shape.headed
        maxRecordBytes = shape.maxRecordBytes
        next = start
    }

    /// Takes a chunk whose start has been found right.
    ///
    /// - Returns: the number of its batch, and the line ends before the chunk.
    func enter(
        _ findings: ChunkFindings, _ window: Window, records: Int
    ) -> (sequence: Int, linesBefore: UInt64) {
        precondition(findings.start == next)
        next = findings.next
        summary.records += UInt64(records)
        summary.blankLines += findings.blankLines
        summary.strayQuotes += findings.strayQuotes
        shortRecords += findings.shortRecords
        if let closed = findings.closed { reject(closed) }
        open = findings.open.map { record in
            var record = record
            record.firstLine = record.firstLine ?? lines + record.linesBefore + 1
            return record
        }
        for flawed in findings.flawed {
            let firstLine = lines + flawed.linesBefore + 1
            let lines = window.linesBehindFirst(of: flawed)
            let text = window.copy(flawed.bytes.prefix(FlawedRecord.textBytes))
            reject(
                RejectedRecord(
                    source: source, firstLine: firstLine, lastLine: firstLine + lines,
                    byteOffset: window.origin + UInt64(flawed.bytes.lowerBound),
                    reason: flawed.flaw.reason(headed: headed), text: text), flawed.flaw)
        }
        chunkLines.append(lines)
        let linesBefore = lines
        lines += findings.lines
        defer { batches += records > 0 ? 1 : 0 }
        return (batches, linesBefore)
    }

    /// Takes note of how much of the stored bytes has been used.
    ///
    /// - Returns: how much more that is than before.
    func advance(to stored: UInt64) -> Int {
        defer { storedBytes = max(storedBytes, stored) }
        return Int(max(storedBytes, stored) - storedBytes)
    }

    private func reject(_ record: OverlongRecord) {
        let firstLine = record.firstLine ?? 1
        let flaw = RecordFlaw.tooLong(limit: maxRecordBytes)
        reject(
            RejectedRecord(
                source: source, firstLine: firstLine, lastLine: firstLine + record.lines,
                byteOffset: record.offset, reason: flaw.reason(headed: headed), text: record.text), flaw)
    }

    private func reject(_ record: RejectedRecord, _ flaw: RecordFlaw) {
        summary.rejects.append(record)
        guard flaw.mayHoldOthers, record.lines > 1 else { return }
        summary.linesLost += record.lines - 1
        if record.lines > summary.longestLoss?.lines ?? 0 { summary.longestLoss = record }
    }
}

extension Window {
    /// Lines of a record in the window, but for its first.
    fileprivate func linesBehindFirst(of record: FlawedRecord) -> UInt64 {
        // A record that the source ends in holds its last line end, behind which there is no line.
        let endsSource = reachesEnd && record.bytes.upperBound == count && !record.bytes.isEmpty
        let isLineEnd = endsSource && [lineFeed, carriageReturn].contains(bytes[count - 1])
        return record.linesInside - (isLineEnd && record.linesInside > 0 ? 1 : 0)
    }
}
