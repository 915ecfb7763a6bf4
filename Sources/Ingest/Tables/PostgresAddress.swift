import Records
import Synchronization

/// `postgresql://user@host/db?table=schema.t`, `…?query=SELECT …`; all other parameters are libpq's.
struct PostgresAddress: Sendable {
    /// The address without passwords: what is shown and stored.
    let name: String
    /// What libpq gets.
    let connection: String
    /// Passwords of the address, which libpq gets apart and no message may repeat.
    let passwords: Passwords
    /// What is read.
    let choice: TableChoice

    /// Passwords by the names of libpq's parameters.
    struct Passwords: Sendable, Equatable {
        var password: String?
        var sslpassword: String?

        var isEmpty: Bool { password == nil && sslpassword == nil }
    }

    static func isOne(_ text: String) -> Bool {
        text.hasPrefix("postgresql://") || text.hasPrefix("postgres://")
    }

    /// - Throws: `TieoutError` for an address that names no table and no query.
    init(_ text: String) throws {
        let (name, given) = Self.concealed(text)
        self.name = name
        passwords = given.isEmpty ? Self.kept.withLock { $0[name] } ?? Passwords() : given
        let parts = name.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let userAndHost = parts[0].drop { $0 != "/" }.dropFirst(2)
        if let at = userAndHost.lastIndex(of: "@"), userAndHost[..<at].contains(where: { "@/".contains($0) })
        {
            throw TieoutError(
                "has an @ or / in its user or password", at: name, remedy: "write @ as %40 and / as %2F")
        }
        let parameters = try AddressParameters(parts.count == 2 ? parts[1] : "", at: name)
        guard let choice = parameters.choice else {
            throw TieoutError(
                "says not what to read", at: name, remedy: "write …?table=NAME or …?query=SELECT…")
        }
        self.choice = choice
        let others = parameters.others.map(\.written).joined(separator: "&")
        connection = parts[0] + (others.isEmpty ? "" : "?\(others)")
    }

    /// The address without its passwords, and those.
    private static func concealed(_ text: String) -> (name: String, passwords: Passwords) {
        var passwords = Passwords()
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var name = String(parts[0])
        // Up to the last @, so that one that should have been written %40 shows nothing either.
        if let scheme = name.firstRange(of: "://"), let at = name.lastIndex(of: "@"), at > scheme.upperBound,
            let colon = name[scheme.upperBound..<at].firstIndex(of: ":")
        {
            passwords.password = percentDecoded(name[name.index(after: colon)..<at])
            name.removeSubrange(colon..<at)
        }
        guard parts.count == 2 else { return (name, passwords) }
        let kept = parts[1].split(separator: "&").filter { item in
            if item.hasPrefix("password=") {
                passwords.password = percentDecoded(item.dropFirst("password=".count))
            } else if item.hasPrefix("sslpassword=") {
                passwords.sslpassword = percentDecoded(item.dropFirst("sslpassword=".count))
            } else {
                return true
            }
            return false
        }
        return (name + "?" + kept.joined(separator: "&"), passwords)
    }

    /// Passwords of addresses whose names alone are passed on in this process.
    private static let kept = Mutex<[String: Passwords]>([:])

    /// The address without its passwords, which this process keeps for when it is opened.
    static func concealing(_ text: String) -> String {
        let (name, passwords) = concealed(text)
        if !passwords.isEmpty { kept.withLock { $0[name] = passwords } }
        return name
    }
}

/// What a person named as a source, without passwords: fit to be shown and stored. `openSource` finds the
/// passwords again as long as this process runs.
public func withoutPasswords(_ source: String) -> String {
    PostgresAddress.isOne(source) ? PostgresAddress.concealing(source) : source
}
