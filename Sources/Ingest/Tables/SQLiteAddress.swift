import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// `sqlite:people.db?table=people`, `sqlite:///data/people.db?query=SELECT …`.
struct SQLiteAddress {
    /// As the user wrote it.
    var text: String
    /// Path of the file.
    var path: String
    /// What is read; nil: the only table there is.
    var choice: TableChoice?

    static func isOne(_ text: String) -> Bool { text.hasPrefix("sqlite:") || text.hasPrefix("sqlite3:") }

    /// - Throws: `TieoutError` for an address without a path, or with parameters of no meaning.
    init(_ text: String) throws {
        self.text = text
        let rest = text.drop { $0 != ":" }.dropFirst()
        let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = Self.path(percentDecoded(parts[0]))
        guard !path.isEmpty else {
            throw TieoutError("names no file", at: text, remedy: "write sqlite:PATH?table=NAME")
        }
        guard parts.count == 2 else { return }
        let parameters = try AddressParameters(parts[1], at: text)
        choice = parameters.choice
        if let other = parameters.others.first {
            throw TieoutError(
                "has the unknown parameter '\(other.name)'", at: text,
                remedy: "give table=NAME or query=SELECT…; an & inside a query is written %26")
        }
    }

    /// Behind two slashes stands a host, which a file has not. Three slashes begin an absolute path; where
    /// there is no such file but one by that name in the current folder, it is that, as some tools write it.
    private static func path(_ text: String) -> String {
        guard text.hasPrefix("//") else { return text }
        let path = String(text.dropFirst(2))
        let relative = String(path.drop { $0 == "/" })
        guard path.hasPrefix("/") else { return path }
        return access(path, F_OK) != 0 && access(relative, F_OK) == 0 ? relative : path
    }
}
