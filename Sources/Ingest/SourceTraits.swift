import Records

/// How a source is read, for a person: what `tieout dialect` prints.
public struct SourceTraits: Codable, Sendable, Equatable {
    /// What kind of source it is, such as `delimited text`.
    public var format: String
    /// How its bytes are packed.
    public var compression: Compression?
    /// Names of the columns.
    public var columns: [String]
    /// What is known of its dialect, in the words of the flags, in order.
    public var traits: [Trait]

    /// One thing that was found out, or told.
    public struct Trait: Codable, Sendable, Equatable {
        /// What it is about, as the flag is called: `delimiter`.
        public var name: String
        /// How it is, in words that the flag takes where there is one.
        public var value: String
        /// Why it is taken to be so; nil: as told, or the default.
        public var evidence: String?
    }

    /// A source that has columns and no dialect.
    public init(format: String, columns: [String]) {
        self.format = format
        self.columns = columns
        traits = []
    }
}

/// A source that can say how it is read.
public protocol DescribedSource: RecordSource {
    /// How it is read.
    var traits: SourceTraits { get }
}

extension SourceTraits {
    init(_ opened: OpenedCSV, header: Bool) {
        let dialect = opened.dialect
        self.init(format: "delimited text", columns: opened.header.columns)
        compression = opened.compression
        func add(_ name: String, _ value: String, _ trait: Dialect.Trait? = nil) {
            traits.append(Trait(name: name, value: value, evidence: trait.flatMap { dialect.evidence[$0] }))
        }
        add("encoding", dialect.encoding.flag, .encoding)
        add("line ends", opened.lineEnds.isEmpty ? "none" : opened.lineEnds.joined(separator: ", "))
        add("delimiter", byteFlag(dialect.delimiter), .delimiter)
        add("quote", dialect.quote.map(byteFlag) ?? "none", .quote)
        add("escape", dialect.quote == nil ? "none" : dialect.escape.map(byteFlag) ?? "doubled", .escape)
        add("spaces", dialect.trimsSpaces ? "trim" : "keep", .spaces)
        add("comment", dialect.comment.map(byteFlag) ?? "none", .comment)
        add("skip-lines", "\(opened.skippedLines)", .skippedLines)
        add("header", header ? "yes" : "no", .header)
    }
}

/// A byte as the flags take it.
private func byteFlag(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "\t"): "tab"
    case UInt8(ascii: " "): "space"
    case 0x21..<0x7F: String(UnicodeScalar(byte))
    default: "byte \(byte)"
    }
}

extension TextEncoding {
    /// The name that the flag takes.
    public var flag: String {
        switch self {
        case .utf8: "utf-8"
        case .latin1: "latin-1"
        case .windows1252: "windows-1252"
        case .utf16LittleEndian: "utf-16le"
        case .utf16BigEndian: "utf-16be"
        }
    }
}
