import Records

/// Where the status endpoint listens: an address of this machine and a TCP port.
public struct StatusAddress: Sendable, Equatable, CustomStringConvertible {
    /// An IPv4 or IPv6 address, or a name that resolves to one. IPv6 without its brackets.
    public var host: String
    /// 0 … 65,535; 0 asks the system for a free port.
    public var port: Int

    /// Only this machine may look, unless somebody says otherwise.
    public static let loopback = "127.0.0.1"

    /// - Precondition: `port` is 0 … 65,535.
    public init(host: String = StatusAddress.loopback, port: Int) {
        precondition((0...65_535).contains(port), "a TCP port has 16 bits")
        self.host = host
        self.port = port
    }

    /// Reads `PORT`, `ADDRESS:PORT` or `[IPv6]:PORT`.
    ///
    /// - Throws: `TieoutError` that names the option `--status`.
    public init(parsing text: String) throws {
        let (host, port) = try StatusAddress.split(text)
        guard let number = StatusAddress.port(port) else {
            throw StatusAddress.refusal("'\(port)' is no port", of: text)
        }
        guard !host.isEmpty, host.utf8.allSatisfy(StatusAddress.belongsInHost) else {
            throw StatusAddress.refusal("'\(host)' is no address", of: text)
        }
        self.init(host: host, port: number)
    }

    /// As a browser wants it: `127.0.0.1:8080`, `[::1]:8080`.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    private static func split(_ text: String) throws -> (host: String, port: String) {
        guard let colon = text.lastIndex(of: ":") else { return (loopback, text) }
        let host = text[..<colon]
        let port = String(text[text.index(after: colon)...])
        if host.hasPrefix("[") && host.hasSuffix("]") {
            let inside = host.dropFirst().dropLast()
            guard inside.contains(":") else { throw refusal("brackets are for IPv6 addresses", of: text) }
            return (String(inside), port)
        }
        if host.contains(":") { throw refusal("an IPv6 address needs brackets", of: text) }
        return (String(host), port)
    }

    private static func port(_ text: String) -> Int? {
        guard !text.isEmpty, text.utf8.count <= 5, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(text), number <= 65_535
        else { return nil }
        return number
    }

    private static func belongsInHost(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: ":"), UInt8(ascii: "%"):
            true
        default: false
        }
    }

    private static func refusal(_ what: String, of text: String) -> TieoutError {
        TieoutError(
            "\(what) in '\(text)'", at: "--status",
            remedy: "give [ADDRESS:]PORT with a port from 0 to 65535, such as 8080 or 127.0.0.1:8080")
    }
}
