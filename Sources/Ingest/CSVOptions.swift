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

/// How to read a delimited file. Everything left nil is detected.
public struct CSVOptions: Codable, Sendable, Equatable {
    /// The byte between fields; nil: detect.
    public var delimiter: UInt8?
    /// The byte around fields; nil: detect, 0: no byte is a quote.
    public var quote: UInt8?
    /// A byte that takes the meaning from a quote behind it, inside quoted fields; nil: detect.
    public var escape: UInt8?
    /// The first record holds the column names; otherwise they are c1, c2, ….
    public var header = true
    /// Whether spaces and tabs around fields count.
    public var spaces = SpacePolicy.detect
    /// How bytes stand for characters; nil: detect.
    public var encoding: TextEncoding?
    /// A record of more bytes is rejected, 1 … 2³⁰.
    public var maxRecordBytes = 256 << 20
    /// Bytes a thread takes at a time, 1 … 2²⁸. Results do not depend on it.
    public var chunkBytes = 1 << 20

    /// Everything detected, with a header.
    public init() {}
}
