/// Which bytes a sample holds, and which stand side by side: what decides which dialects are worth a
/// trial.
struct SampleBytes {
    private var counts = [Int](repeating: 0, count: 256)
    /// How often a byte stands at the start of a line or behind a possible delimiter, blanks between
    /// passed over.
    private var opening = [Int](repeating: 0, count: 256)
    /// How often a byte stands before a line end or a possible delimiter.
    private var closing = [Int](repeating: 0, count: 256)
    /// Bytes seen next to a blank, and bytes seen behind a backslash.
    private var besideBlank = [Bool](repeating: false, count: 256)
    private var escaped = [Bool](repeating: false, count: 256)

    init(_ sample: [UInt8]) {
        var previous = lineFeed
        var solid = lineFeed
        for byte in sample {
            counts[Int(byte)] += 1
            let blank = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
            if solid == lineFeed || solid == carriageReturn || DialectDetection.delimiters.contains(solid)
                || previous == UInt8(ascii: "\t")
            {
                opening[Int(byte)] += 1
            }
            if previous == UInt8(ascii: " ") || previous == UInt8(ascii: "\t") {
                besideBlank[Int(byte)] = true
            }
            if blank { besideBlank[Int(previous)] = true }
            if byte == lineFeed || byte == carriageReturn || DialectDetection.delimiters.contains(byte) {
                closing[Int(previous)] += 1
            }
            if previous == UInt8(ascii: "\\") { escaped[Int(byte)] = true }
            previous = byte
            if !blank { solid = byte }
        }
    }

    func holds(_ byte: UInt8) -> Bool { counts[Int(byte)] > 0 }

    /// How often a byte stands where fields start.
    func openings(_ byte: UInt8) -> Int { opening[Int(byte)] }

    /// How often a byte stands where fields end.
    func closings(_ byte: UInt8) -> Int { closing[Int(byte)] }

    /// The delimiters to try, never none.
    func delimiters(_ options: CSVOptions) -> [UInt8] {
        if let given = options.delimiter { return [given] }
        let held = DialectDetection.delimiters.filter { holds($0) }
        return held.isEmpty ? [UInt8(ascii: ",")] : held
    }

    /// The ways of quoting to try, likelier ones first. A byte that opens no field is no quote.
    func quotings(_ options: CSVOptions) -> [(quote: UInt8?, escape: UInt8?)] {
        let quotes: [UInt8?] =
            switch options.quote {
            case 0: [nil]
            case let given?: [given]
            case nil:
                [UInt8(ascii: "\"")] + (openings(UInt8(ascii: "'")) > 0 ? [UInt8(ascii: "'")] : [])
                    + (openings(UInt8(ascii: "\"")) > 0 ? [nil] : [])
            }
        var quotings: [(quote: UInt8?, escape: UInt8?)] = []
        for quote in quotes {
            guard let quote else {
                quotings.append((nil, nil))
                continue
            }
            if let escape = options.escape {
                quotings.append((quote, escape == quote || escape == 0 ? nil : escape))
            } else {
                quotings.append((quote, nil))
                if escaped[Int(quote)] && openings(quote) > 0 { quotings.append((quote, UInt8(ascii: "\\"))) }
            }
        }
        return quotings
    }

    /// Whether to try keeping blanks, trimming them, or both.
    func trims(_ options: CSVOptions, quote: UInt8?) -> [Bool] {
        switch options.spaces {
        case .keep: [false]
        case .trim: [true]
        case .detect: quote.map { besideBlank[Int($0)] } == true ? [false, true] : [false]
        }
    }
}
