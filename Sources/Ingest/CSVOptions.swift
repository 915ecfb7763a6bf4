/// What to do with spaces and tabs around fields.
public enum SpacePolicy: String, Codable, Sendable, CaseIterable {
    /// They belong to the field.
    case keep
    /// They do not, neither around an unquoted value nor between a quote and a delimiter.
    case trim
    /// `trim` where the file pads its fields, otherwise `keep`.
    case detect
}

/// How the bytes of a file stand for characters.
public enum TextEncoding: String, Codable, Sendable, CaseIterable {
    case utf8, latin1, windows1252, utf16LittleEndian, utf16BigEndian
}

/// What to do with a record that is not valid in an encoding that can be invalid (UTF-8, UTF-16).
public enum InvalidText: String, Codable, Sendable, CaseIterable {
    /// It is rejected.
    case reject
    /// Whatever is malformed becomes U+FFFD.
    case replace
    /// It is read as Windows-1252, which gives every byte a meaning.
    case windows1252 = "windows-1252"
}

/// What to do with a record that has fewer fields than there are columns, or more of which the surplus
/// are empty. Other surplus is never taken.
public enum RaggedPolicy: String, Codable, Sendable, CaseIterable {
    /// Missing fields are empty, empty ones too many are dropped.
    case pad
    /// It is rejected.
    case reject
    /// `pad` for the widths that the file has again and again, `reject` for a width that is an exception.
    case detect
}

/// How to read a delimited file. Everything left nil is detected.
public struct CSVOptions: Codable, Sendable, Equatable {
    /// The byte between fields; nil: detect.
    public var delimiter: UInt8?
    /// The byte around fields; nil: detect, 0: no byte is a quote.
    public var quote: UInt8?
    /// A byte that takes the meaning from a quote behind it, inside quoted fields; nil: detect, 0: none,
    /// a quote is doubled.
    public var escape: UInt8?
    /// The byte that begins a line that is no record; nil: none.
    public var comment: UInt8?
    /// Lines before the header, or before the first record, that are no records; nil: detect.
    public var skipLines: Int?
    /// The first record holds the column names; otherwise they are c1, c2, ….
    public var header = true
    /// Whether spaces and tabs around fields count.
    public var spaces = SpacePolicy.detect
    /// How bytes stand for characters; nil: detect.
    public var encoding: TextEncoding?
    /// What becomes of a record that is not valid in the encoding of the file.
    public var invalidText = InvalidText.reject
    /// What becomes of records of another width than the header's.
    public var ragged = RaggedPolicy.detect
    /// A record of more bytes is rejected, 1 … 2³⁰.
    public var maxRecordBytes = 256 << 20
    /// Bytes a thread takes at a time, 1 … 2²⁸. Results do not depend on it.
    public var chunkBytes = 1 << 18

    /// Everything detected, with a header.
    public init() {}
}
