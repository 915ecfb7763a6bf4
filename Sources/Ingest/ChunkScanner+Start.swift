import CKernels

extension ChunkScanner {
    /// A guess at where the first record of the loaded chunk starts, and how sure it is.
    struct StartGuess {
        /// File offset.
        var start: UInt64
        /// Only one of the two possible states agrees with what follows.
        var isCertain: Bool
    }

    /// Guesses whether the chunk begins inside a quoted field, and from that where its first record
    /// starts; nil if no record end is in sight. Whoever uses it checks it against the end of the
    /// chunk before.
    ///
    /// Read in the wrong state, a file with quotes soon has one where none may be: the state that
    /// stays regular longer is taken. Speculation after Ge, Li, Eilebrecht, Chandramouli, Kossmann,
    /// "Speculative Distributed CSV Data Parsing for Big Data Analytics", SIGMOD 2019.
    mutating func guessStart() -> StartGuess? {
        let first = Int(chunk.lowerBound - window.origin)
        guard first > 0 else { return nil }
        if !hasQuotes || shape.dialect.escape != nil {
            return boundary(from: first, inQuote: false, bytes: window.count).start.map {
                StartGuess(start: window.origin + UInt64($0), isCertain: shape.dialect.escape == nil)
            }
        }
        var bytes = 16_384
        while true {
            let outside = boundary(from: first, inQuote: false, bytes: bytes)
            let inside = boundary(from: first, inQuote: true, bytes: bytes)
            let better = inside.regularTo > outside.regularTo ? inside : outside
            if let start = better.start {
                return StartGuess(
                    start: window.origin + UInt64(start), isCertain: inside.regularTo != outside.regularTo)
            }
            guard first + bytes < window.count else { return nil }
            bytes = window.count
        }
    }

    /// The first record start at or behind `first`, if the byte before it leaves that state.
    private mutating func boundary(
        from first: Int, inQuote: Bool, bytes limit: Int
    ) -> (start: Int?, regularTo: Int) {
        let bytes = UnsafePointer(window.bytes)
        let end = min(first + limit, window.scanEnd)
        let previous = bytes[first - 1]
        let dialect = shape.dialect
        var state = tieout_scan_state()
        if inQuote {
            state.in_quote = 1
        } else {
            let isLineEnd = previous == lineFeed || previous == carriageReturn
            state.field_start = isLineEnd || previous == dialect.delimiter ? 1 : 0
            state.after_quote = previous == dialect.quote ? 1 : 0
            state.after_cr = previous == carriageReturn ? 1 : 0
        }
        var start: Int?
        if !inQuote && (previous == lineFeed || previous == carriageReturn) {
            start = Self.behind(first - 1, bytes)
        }
        var scan = dialect.forScan
        if dialect.escape != nil { scan.has_quote = 0 }
        var position = first
        var irregular: Int32 = 0
        while position < end && irregular == 0 {
            found.end_count = 0
            found.row_count = 0
            irregular = tieout_scan(bytes, &position, end, &scan, &state, &found)
            if start == nil && found.row_count > 0 {
                let lineEnd = found.ends[Int(found.rows[0]) - 1] & ~TIEOUT_SCAN_DOUBLED
                start = Self.behind(Int(lineEnd), bytes)
            }
            if start != nil && (!hasQuotes || dialect.escape != nil) { break }
        }
        return (start.map { min($0, window.count) }, position)
    }
}
