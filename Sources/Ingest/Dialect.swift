import CKernels

/// How a file separates and quotes its fields.
public struct Dialect: Sendable, Equatable {
    /// The byte between fields.
    public var delimiter: UInt8
    /// The byte around fields; nil: none.
    public var quote: UInt8?
    /// The byte that takes the meaning from a quote behind it; nil: a quote inside is doubled.
    public var escape: UInt8?
    /// The byte that begins a line that is no record; nil: none.
    public var comment: UInt8?
    /// Spaces and tabs around fields are not part of them.
    public var trimsSpaces: Bool
    /// How bytes stand for characters.
    public var encoding: TextEncoding
    /// What was detected, and why. Holds no values.
    public var evidence: [Trait: String] = [:]

    /// What can be found out about a file.
    public enum Trait: String, Sendable, CaseIterable {
        case encoding, delimiter, quote, escape, spaces, comment, header
        case skippedLines = "skip_lines"
    }

    /// Comma, double quotes and UTF-8 unless told otherwise.
    public init(
        delimiter: UInt8 = UInt8(ascii: ","), quote: UInt8? = UInt8(ascii: "\""), escape: UInt8? = nil,
        comment: UInt8? = nil, trimsSpaces: Bool = false, encoding: TextEncoding = .utf8
    ) {
        self.delimiter = delimiter
        self.quote = quote
        self.escape = escape
        self.comment = comment
        self.trimsSpaces = trimsSpaces
        self.encoding = encoding
    }

    /// libcsv can express it.
    var isLibCSV: Bool { quote != nil && escape == nil && comment == nil }

    /// The dialect as the scan wants it.
    var forScan: tieout_scan_dialect {
        tieout_scan_dialect(
            delimiter: delimiter, quote: quote ?? 0, has_quote: quote == nil ? 0 : 1,
            trim: trimsSpaces ? 1 : 0)
    }

    @inline(__always)
    func isBlank(_ byte: UInt8) -> Bool {
        (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")) && byte != delimiter
    }
}

/// A byte as a person would name it.
func name(of byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "\t"): "tab"
    case UInt8(ascii: " "): "space"
    case 0x21..<0x7F: "'\(Character(UnicodeScalar(byte)))'"
    default: "byte \(byte)"
    }
}

let carriageReturn = UInt8(ascii: "\r")
let lineFeed = UInt8(ascii: "\n")
