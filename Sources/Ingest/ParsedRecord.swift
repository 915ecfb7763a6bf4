/// Why a record cannot be trusted though it could be read.
enum RecordFlaw: Sendable, Equatable {
    case textAfterQuote
    case unclosedQuote
    case tooManyFields(Int, expected: Int)
    case tooLong(limit: Int)

    /// The reason for a person.
    func reason(headed: Bool) -> String {
        switch self {
        case .textAfterQuote: "text after a closing quote"
        case .unclosedQuote: "a quote is opened and never closed"
        case .tooManyFields(let count, let expected):
            "has \(count) fields, \(headed ? "the header has" : "expected") \(expected)"
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

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        strayQuotes = 0
        flaw = nil
    }

    func field(_ index: Int) -> ArraySlice<UInt8> { bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]] }
}
