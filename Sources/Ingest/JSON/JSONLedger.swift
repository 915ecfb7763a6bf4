import Records

/// What is known of a JSON Lines source up to the chunk that is inside the turnstile.
final class JSONLedger: @unchecked Sendable {
    // Touched only by the thread inside the turnstile, and after all threads have ended.

    private(set) var summary = ReadSummary()
    private let source: String
    private var lines: UInt64 = 0
    private var storedBytes: UInt64 = 0
    private var batches = 0
    private var repeated: UInt64 = 0
    private var strangers: UInt64 = 0
    private var unknown: [[UInt8]] = []

    init(source: String) { self.source = source }

    /// Takes the chunk that a scanner has read.
    ///
    /// - Returns: the number of its batch, and of its first line, from 1.
    func enter(_ scanner: borrowing JSONScanner) -> (batch: Int, line: UInt64) {
        summary.records += UInt64(scanner.table.records)
        summary.blankLines += scanner.blankLines
        for flaw in scanner.flaws {
            let line = lines + flaw.linesBefore + 1
            summary.rejects.append(
                RejectedRecord(
                    source: source, firstLine: line, lastLine: line, byteOffset: flaw.offset,
                    reason: flaw.reason, text: flaw.text))
        }
        lines += scanner.lines
        repeated += scanner.repeated
        strangers += scanner.strangers
        for key in scanner.unknown where unknown.count < JSONScanner.unknownTold && !unknown.contains(key) {
            unknown.append(key)
        }
        defer { batches += scanner.table.records > 0 ? 1 : 0 }
        return (batches, lines - scanner.lines + 1)
    }

    /// Takes note of how much of the stored bytes has been used.
    ///
    /// - Returns: how much more that is than before.
    func advance(to stored: UInt64) -> Int {
        defer { storedBytes = max(storedBytes, stored) }
        return Int(max(storedBytes, stored) - storedBytes)
    }

    /// What looked odd, a sentence each.
    var warnings: [String] {
        var sentences: [String] = []
        if strangers > 0 {
            let named = unknown.prefix(5).map { "'\(String(decoding: $0, as: UTF8.self))'" }
            let more = unknown.count > named.count ? " and others" : ""
            sentences.append(
                "\(source): \(strangers) records have keys that none had where the source was looked at to find "
                    + "its columns (\(named.joined(separator: ", "))\(more)); their values are left out")
        }
        if repeated > 0 {
            sentences.append("\(source): in \(repeated) records a key occurs twice; its last value counts")
        }
        return sentences
    }
}
