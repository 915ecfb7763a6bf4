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
    /// Read in the wrong state, a file with quotes soon has one where none may be: the state that stays regular
    /// longer is taken, and both are followed only until one is found wrong. Speculation after Ge, Li, Eilebrecht,
    /// Chandramouli, Kossmann, "Speculative Distributed CSV Data Parsing for Big Data Analytics", SIGMOD 2019.
    mutating func guessStart() -> StartGuess? {
        let first = chunkStart
        guard first > 0 else { return nil }
        let mayBeInside = shape.dialect.escape == nil && holdsQuotes()
        var outside = StartSearch(at: first, inQuote: false, self)
        var inside = StartSearch(at: first, inQuote: true, self)
        inside.isIrregular = !mayBeInside
        var found = found
        var end = first
        var enough = mayBeInside ? 16_384 : 0
        while true {
            end = min(end + Self.searchStep, window.scanEnd)
            outside.go(to: end, &found, self)
            inside.go(to: end, &found, self)
            let better = mayBeInside && inside.position > outside.position ? inside : outside
            let isSettled =
                outside.isIrregular || inside.isIrregular || end - first >= enough || end == window.scanEnd
            if isSettled, let start = better.start {
                let isCertain =
                    mayBeInside ? inside.position != outside.position : shape.dialect.escape == nil
                return StartGuess(
                    start: window.origin + UInt64(min(start, window.count)), isCertain: isCertain)
            }
            if end == window.scanEnd || better.isIrregular { return nil }
            // Without a line end in sight both are followed as far as the window goes.
            if end - first >= enough { enough = .max }
        }
    }

    /// Bytes between two looks at how the states fare; of whole blocks, so that a scan can go on.
    private static let searchStep = 1024
}

/// The search for the first record start in one of the states that a chunk may begin in.
private struct StartSearch {
    var state = tieout_scan_state()
    /// How far that state agrees with the bytes.
    var position: Int
    var start: Int?
    var isIrregular = false

    init(at first: Int, inQuote: Bool, _ scanner: borrowing ChunkScanner) {
        position = first
        let bytes = scanner.window.bytes
        let previous = bytes[first - 1]
        if inQuote {
            state.in_quote = 1
            return
        }
        let isLineEnd = previous == lineFeed || previous == carriageReturn
        state.field_start = isLineEnd || previous == scanner.shape.dialect.delimiter ? 1 : 0
        state.after_quote = previous == scanner.shape.dialect.quote ? 1 : 0
        state.after_cr = previous == carriageReturn ? 1 : 0
        state.after_any_cr = state.after_cr
        if isLineEnd { start = ChunkScanner.behind(first - 1, bytes) }
    }

    mutating func go(to end: Int, _ found: inout tieout_scan_output, _ scanner: borrowing ChunkScanner) {
        var dialect = scanner.shape.dialect.forScan
        if scanner.shape.dialect.escape != nil { dialect.has_quote = 0 }
        while position < end && !isIrregular {
            found.clear()
            isIrregular = tieout_scan(scanner.window.bytes, &position, end, &dialect, &state, &found) != 0
            if start == nil, let end = found.firstLineEnd {
                start = ChunkScanner.behind(end, scanner.window.bytes)
            }
        }
    }
}
