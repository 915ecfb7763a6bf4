/// Why a record cannot be trusted though it could be read.
enum RecordFlaw: Sendable, Equatable {
    case textAfterQuote
    case invalidText
    case unclosedQuote
    case otherWidth(Int, expected: Int)
    case tooLong(limit: Int)

    /// The record may end elsewhere than its writer meant, and hold others.
    var mayHoldOthers: Bool { self != .invalidText }

    /// The reason for a person.
    func reason(headed: Bool) -> String {
        switch self {
        case .textAfterQuote: "text after a closing quote"
        case .invalidText: "is not valid in the encoding of the file"
        case .unclosedQuote: "a quote is opened and never closed"
        case .otherWidth(let count, let expected):
            "has \(count) field\(count == 1 ? "" : "s"), \(headed ? "the header has" : "expected") \(expected)"
        case .tooLong(let limit): "is longer than \(limit) bytes, the limit for one record"
        }
    }
}

/// One record as a scalar reader delivers it: unescaped fields, back to back.
struct ParsedRecord {
    var bytes: [UInt8] = []
    /// One past the last byte of each field.
    var ends: [Int] = []
    /// Unquoted fields with a quote inside.
    var strayQuotes = 0
    var flaw: RecordFlaw?
    /// No record at all, but a comment.
    var isComment = false

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        strayQuotes = 0
        flaw = nil
        isComment = false
    }

    func field(_ index: Int) -> ArraySlice<UInt8> { bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }
}
