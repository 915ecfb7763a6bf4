import Foundation

/// A plain TCP connection to a server on this machine: what it sends is up to the test.
final class Connection: Sendable {
    private let socket: Int32

    /// Nil where the connection is refused.
    init?(port: Int) {
        #if canImport(Darwin)
            socket = Foundation.socket(AF_INET, SOCK_STREAM, 0)
        #else
            socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = in_port_t(port).bigEndian
        place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &place) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if connected != 0 { return nil }
    }

    deinit { close(socket) }

    /// Sends all of it; false once the other side has gone.
    @discardableResult
    func send(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { piece in
                #if canImport(Darwin)
                    Foundation.send(socket, piece.baseAddress, piece.count, 0)
                #else
                    Foundation.send(socket, piece.baseAddress, piece.count, Int32(MSG_NOSIGNAL))
                #endif
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Everything until the other side closes; nil if it does not within ten seconds.
    func readToEnd() -> String? {
        var all: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            if count > 0 { all += buffer[..<count] }
            if count == 0 { return String(decoding: all, as: UTF8.self) }
            if count < 0 { return errno == ECONNRESET ? String(decoding: all, as: UTF8.self) : nil }
        }
    }

    /// One answer of a connection that stays open.
    func readAnswer() -> Answer? {
        var all: [UInt8] = []
        var byte: UInt8 = 0
        while !all.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            guard recv(socket, &byte, 1, 0) == 1 else { return nil }
            all.append(byte)
        }
        guard let head = Answer(String(decoding: all, as: UTF8.self)) else { return nil }
        let length = head.headers["content-length"].flatMap(Int.init) ?? 0
        for _ in 0..<length {
            guard recv(socket, &byte, 1, 0) == 1 else { return nil }
            all.append(byte)
        }
        return Answer(String(decoding: all, as: UTF8.self))
    }
}

/// An HTTP answer, taken apart.
struct Answer {
    var status: Int
    /// By lower-case name.
    var headers: [String: String] = [:]
    var body: String

    init?(_ text: String) {
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count >= 2, words[0] == "HTTP/1.1", let status = Int(words[1]) else { return nil }
        self.status = status
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            headers[line[..<colon].lowercased()] =
                line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        body = String(text[end.upperBound...])
    }

    /// The body as a JSON object.
    var object: [String: Any]? {
        (try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [String: Any]
    }
}

/// One request on a connection of its own.
func ask(_ path: String, port: Int, method: String = "GET", body: String = "") -> Answer? {
    guard let connection = Connection(port: port) else { return nil }
    var request = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    if !body.isEmpty { request += "Content-Length: \(body.utf8.count)\r\n" }
    connection.send(request + "\r\n" + body)
    return connection.readToEnd().flatMap(Answer.init)
}
