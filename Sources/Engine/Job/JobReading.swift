import Ingest
import Records

/// How to read a source, in the words of job files and flags. What is nil is found out from the source.
public struct JobReading: Codable, Sendable, Equatable {
    /// The byte between fields: one ASCII character, or `tab`.
    public var delimiter: String?
    /// The byte around fields: one ASCII character, or `none`.
    public var quote: String?
    /// What takes the meaning from a quote inside a quoted field: `doubled`, or one ASCII character.
    public var escape: String?
    /// True: the first record is data, and columns are called c1, c2, ….
    public var noHeader: Bool?
    /// How bytes stand for characters: `utf-8`, `latin-1`, `windows-1252`, `utf-16le` or `utf-16be`.
    public var encoding: String?
    /// Spaces and tabs around fields: `keep` or `trim`.
    public var spaces: String?
    /// What becomes of records that are not valid in the encoding: `reject`, `replace` or `windows-1252`.
    public var invalidText: String?
    /// The byte that begins a line that is no record: one ASCII character, or `none`.
    public var comment: String?
    /// Records of another width than the header's: `pad`, `reject`, or `detect`.
    public var ragged: String?
    /// Lines before the header that are no records.
    public var skipLines: Int?
    /// Values that stand for none, each exactly as it is written.
    public var nullWords: [String]?
    /// True: stop at the first record that cannot be read.
    public var strict: Bool?
    /// Most records that may be rejected: a number, or a share such as `2%`.
    public var maxRejects: String?
    /// Longest record, a size such as `64M`.
    public var maxRecord: String?

    /// A reading that leaves everything open.
    public init() {}

    enum CodingKeys: String, CodingKey, CaseIterable {
        case delimiter, quote, escape, encoding, spaces, comment, ragged, strict
        case invalidText = "invalid_text"
        case skipLines = "skip_lines"
        case nullWords = "null_words"
        case maxRejects = "max_rejects"
        case noHeader = "no_header"
        case maxRecord = "max_record"
    }

    /// The reading with what `other` says on top.
    public func overruled(by other: JobReading?) -> JobReading {
        guard let other else { return self }
        var result = self
        result.delimiter = other.delimiter ?? delimiter
        result.quote = other.quote ?? quote
        result.escape = other.escape ?? escape
        result.noHeader = other.noHeader ?? noHeader
        result.encoding = other.encoding ?? encoding
        result.spaces = other.spaces ?? spaces
        result.invalidText = other.invalidText ?? invalidText
        result.comment = other.comment ?? comment
        result.ragged = other.ragged ?? ragged
        result.skipLines = other.skipLines ?? skipLines
        result.nullWords = other.nullWords ?? nullWords
        result.strict = other.strict ?? strict
        result.maxRejects = other.maxRejects ?? maxRejects
        result.maxRecord = other.maxRecord ?? maxRecord
        return result
    }
}

extension JobFile {
    /// Puts what flags say over what the job says, of either source.
    public mutating func overrule(reading flags: JobReading?) {
        guard flags != nil else { return }
        reading = reading?.overruled(by: flags) ?? flags
        leftReading = leftReading?.overruled(by: flags)
        rightReading = rightReading?.overruled(by: flags)
    }
}

extension JobReading {
    /// The same in the terms of the reader.
    ///
    /// - Parameter place: the job's path, for errors; nil: flags.
    public func options(place: String? = nil) throws -> ReadOptions {
        var options = ReadOptions()
        options.csv.header = !(noHeader ?? false)
        options.csv.delimiter = try delimiter.map {
            try parseByte($0, "delimiter", ["tab": 9, "\\t": 9, "space": 32], place)
        }
        options.csv.quote = try quote.map { try parseByte($0, "quote", ["none": 0], place) }
        options.csv.escape = try escape.map { try parseByte($0, "escape", ["doubled": 0], place) }
        options.csv.encoding = try encoding.map { try parseEncoding($0, place) }
        if let spaces {
            guard let policy = SpacePolicy(rawValue: spaces) else {
                throw unknown(
                    "policy for spaces", spaces, among: ["keep", "trim", "detect"], at: place ?? "--spaces")
            }
            options.csv.spaces = policy
        }
        if let invalidText {
            guard let policy = InvalidText(rawValue: invalidText) else {
                throw unknown(
                    "policy for invalid text", invalidText, among: InvalidText.allCases.map(\.rawValue),
                    at: place ?? "--invalid-text")
            }
            options.csv.invalidText = policy
        }
        if let ragged {
            guard let policy = RaggedPolicy(rawValue: ragged) else {
                throw unknown(
                    "policy for ragged records", ragged, among: RaggedPolicy.allCases.map(\.rawValue),
                    at: place ?? "--ragged")
            }
            options.csv.ragged = policy
        }
        if let comment, comment != "none" {
            options.csv.comment = try parseByte(comment, "comment", [:], place)
        }
        if let skipLines, skipLines < 0 {
            throw TieoutError("\(skipLines) lines", at: place ?? "--skip-lines", remedy: "give 0 or more")
        }
        options.csv.skipLines = skipLines
        options.nullWords = nullWords ?? []
        options.rejects = try parseRejects(strict: strict ?? false, maxRejects, place)
        if let maxRecord {
            guard let bytes = parseSize(maxRecord) else {
                throw TieoutError(
                    "'\(maxRecord)' is no size", at: place ?? "--max-record", remedy: "write 64M or 1G")
            }
            options.csv.maxRecordBytes = bytes
        }
        return options
    }
}

private func parseByte(
    _ text: String, _ option: String, _ words: [String: UInt8], _ place: String?
) throws -> UInt8 {
    if let byte = words[text.lowercased()] { return byte }
    guard text.utf8.count == 1, let byte = text.utf8.first, byte != 10, byte != 13, byte != 0,
        option != "delimiter" || byte != 34
    else {
        throw TieoutError(
            "'\(text)' is no \(option)", at: place ?? "--\(option)",
            remedy: "give one ASCII character"
                + words.keys.filter { $0.first != "\\" }.sorted().map { ", or \($0)" }.joined())
    }
    return byte
}

private func parseRejects(strict: Bool, _ text: String?, _ place: String?) throws -> RejectLimit {
    if strict { return .count(0) }
    guard let text else { return .none }
    if let count = Int(text), count >= 0 { return .count(count) }
    if text.hasSuffix("%"), let share = Double(text.dropLast().filter { $0 != " " }),
        (0...100).contains(share)
    {
        return .share(share / 100)
    }
    throw TieoutError(
        "'\(text)' is no number of records", at: place ?? "--max-rejects",
        remedy: "give a number, or a share such as 2%")
}

/// Names people use, letters only.
private let encodings: [String: TextEncoding] = [
    "utf8": .utf8, "latin1": .latin1, "iso88591": .latin1, "windows1252": .windows1252,
    "cp1252": .windows1252,
    "utf16le": .utf16LittleEndian, "utf16be": .utf16BigEndian,
]

private func parseEncoding(_ text: String, _ place: String?) throws -> TextEncoding {
    let name = text.lowercased().filter { $0.isLetter || $0.isNumber }
    guard let encoding = encodings[name] else {
        throw TieoutError(
            "'\(text)' is no encoding that can be read", at: place ?? "--encoding",
            remedy: "give utf-8, latin-1, windows-1252, utf-16le or utf-16be")
    }
    return encoding
}
