/// A record reader byte by byte: the authority for the dialects that libcsv cannot express (an
/// escape byte, comments, no quote), and libcsv's twin for the others.
///
/// A line whose first byte is the comment byte is no record. Inside a quoted field the escape byte is dropped before a quote or another escape byte, which
/// then stands for itself; before anything else it stays. Everything else is libcsv's way.
struct ScalarReader {
    private enum State { case rowNotBegun, comment, fieldNotBegun, unquoted, quoted, escaped, mightHaveEnded }

    private(set) var record = ParsedRecord()
    /// Fields, and quoted ones among them, since `begin()`.
    private(set) var fieldCount = 0
    private(set) var quotedFields = 0

    private let dialect: Dialect
    private let stores: Bool
    private var state = State.rowNotBegun
    /// No byte of the record has been seen.
    private var atStart = true
    private var spaces = 0
    private var fieldHasStrayQuote = false

    /// - Parameter stores: keep the fields; otherwise they are only counted.
    init(_ dialect: Dialect, stores: Bool = true) {
        self.dialect = dialect
        self.stores = stores
    }

    /// Forgets any record begun.
    mutating func begin() {
        record.clear()
        fieldCount = 0
        quotedFields = 0
        state = .rowNotBegun
        atStart = true
        spaces = 0
        fieldHasStrayQuote = false
    }

    /// Reads on in the record begun; a blank line is a record of no fields.
    ///
    /// - Returns: how many bytes belong to it, its line end (for a CRLF: the CR) included; nil if it
    ///   goes on behind `bytes`.
    mutating func feed(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        for index in bytes.indices where step(bytes[index]) { return index + 1 }
        return nil
    }

    /// Ends the record at the end of the source.
    mutating func finish() {
        switch state {
        case .rowNotBegun, .comment: return
        case .mightHaveEnded: dropQuoteAndSpaces()
        case .quoted, .escaped: record.flaw = .unclosedQuote
        case .fieldNotBegun, .unquoted: break
        }
        endField()
        state = .rowNotBegun
    }

    /// - Returns: whether `byte` ended the record.
    private mutating func step(_ byte: UInt8) -> Bool {
        let ends = byte == lineFeed || byte == carriageReturn
        switch state {
        case .comment:
            if ends { state = .rowNotBegun }
            return ends
        case .rowNotBegun where byte == dialect.comment && atStart:
            record.isComment = true
            state = .comment
        case .rowNotBegun, .fieldNotBegun:
            atStart = false
            if isBlank(byte) { return false }
            if ends {
                if state == .fieldNotBegun { endField() }
                state = .rowNotBegun
                return true
            }
            if byte == dialect.delimiter {
                endField()
            } else if byte == dialect.quote {
                state = .quoted
                quotedFields += 1
            } else {
                state = .unquoted
                keep(byte)
            }
        case .unquoted:
            if byte == dialect.delimiter {
                endField()
            } else if ends {
                endField()
                state = .rowNotBegun
                return true
            } else {
                if byte == dialect.quote { fieldHasStrayQuote = true }
                spaces = isBlank(byte) ? spaces + 1 : 0
                keep(byte)
            }
        case .quoted:
            if byte == dialect.quote {
                state = .mightHaveEnded
            } else if byte == dialect.escape {
                state = .escaped
                return false
            }
            keep(byte)
        case .escaped:
            if byte != dialect.quote, let escape = dialect.escape, byte != escape { keep(escape) }
            keep(byte)
            state = .quoted
        case .mightHaveEnded:
            return stepBehindQuote(byte, ends: ends)
        }
        return false
    }

    private mutating func stepBehindQuote(_ byte: UInt8, ends: Bool) -> Bool {
        if byte == dialect.delimiter || ends {
            dropQuoteAndSpaces()
            endField()
            if ends { state = .rowNotBegun }
            return ends
        }
        if isBlank(byte) {
            spaces += 1
            keep(byte)
        } else if byte == dialect.quote && spaces == 0 {
            state = .quoted
        } else {
            record.flaw = .textAfterQuote
            spaces = 0
            if byte != dialect.quote { state = .quoted }
            keep(byte)
        }
        return false
    }

    @inline(__always)
    private func isBlank(_ byte: UInt8) -> Bool { dialect.trimsSpaces && dialect.isBlank(byte) }

    private mutating func keep(_ byte: UInt8) {
        if stores { record.bytes.append(byte) }
    }

    private mutating func dropQuoteAndSpaces() {
        if stores { record.bytes.removeLast(spaces + 1) }
        spaces = 0
    }

    private mutating func endField() {
        if stores { record.bytes.removeLast(spaces) }
        spaces = 0
        fieldCount += 1
        if stores { record.ends.append(record.bytes.count) }
        if fieldHasStrayQuote { record.strayQuotes += 1 }
        fieldHasStrayQuote = false
        state = .fieldNotBegun
    }
}
