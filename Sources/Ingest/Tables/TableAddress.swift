import Records

/// What of a database is read.
enum TableChoice: Sendable, Equatable {
    /// A table or view by its name, as the user wrote it.
    case table(String)
    /// A query.
    case query(String)
}

/// The parameters that an address gives behind its `?`: ours, and the others as they are written.
struct AddressParameters {
    var choice: TableChoice?
    var others: [(name: String, written: String)] = []

    /// - Parameters:
    ///   - text: what stands behind the `?`.
    ///   - place: the address, for errors.
    init(_ text: Substring, at place: String) throws {
        for item in text.split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count == 2 ? percentDecoded(parts[1]) : ""
            switch parts[0] {
            case "table", "query":
                guard choice == nil else {
                    throw TieoutError(
                        "names more than one table or query", at: place,
                        remedy: "write an & inside a query as %26")
                }
                guard !value.isEmpty else {
                    throw TieoutError("has an empty \(parts[0])", at: place, remedy: "write \(parts[0])=…")
                }
                choice = parts[0] == "table" ? .table(value) : .query(value)
            default: others.append((String(parts[0]), String(item)))
            }
        }
    }
}

/// `%41` as `A`; what is no such code stays. A plus is a plus: queries have them.
func percentDecoded(_ text: some StringProtocol) -> String {
    let bytes = Array(text.utf8)
    var decoded: [UInt8] = []
    var at = 0
    while at < bytes.count {
        if bytes[at] == UInt8(ascii: "%"), at + 2 < bytes.count,
            let code = UInt8(String(decoding: bytes[at + 1...at + 2], as: UTF8.self), radix: 16),
            bytes[at + 1] != UInt8(ascii: "+"), bytes[at + 1] != UInt8(ascii: "-")
        {
            decoded.append(code)
            at += 3
        } else {
            decoded.append(bytes[at])
            at += 1
        }
    }
    return String(decoding: decoded, as: UTF8.self)
}

/// A name of a table or column in SQL.
func sqlName(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
}
