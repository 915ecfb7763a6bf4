import Foundation
import Records
import Testing

@testable import Status

@Suite(.serialized) struct RobustnessTests {
    private func impatient(_ milliseconds: Int = 300) -> RequestLimits {
        var limits = RequestLimits()
        limits.patience = .milliseconds(milliseconds)
        return limits
    }

    @Test func halfOpenConnectionsChangeNothing() throws {
        try served { port in
            let pieces = [
                "", "G", "GET /status HTT", "GET /status HTTP/1.1\r\nHost: loc",
                "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nx",
            ]
            let open = (0..<300).compactMap { number in
                let connection = Connection(port: port)
                connection?.send(pieces[number % pieces.count])
                return connection
            }
            #expect(open.count == 300)
            for _ in 0..<50 {
                #expect(ask("/status", port: port)?.status == 200)
                #expect(ask("/metrics", port: port)?.status == 200)
            }
            withExtendedLifetime(open) {}
        }
    }

    @Test(arguments: ["", "GET /status HTT", "GET /status HTTP/1.1\r\nHost: x\r\n"])
    func whoSendsNothingMoreIsClosed(piece: String) throws {
        try served(limits: impatient()) { port in
            let connection = try #require(Connection(port: port))
            connection.send(piece)
            #expect(connection.readToEnd() != nil)
        }
    }

    @Test func headersThatTrickleAreClosed() throws {
        try served(limits: impatient()) { port in
            let connection = try #require(Connection(port: port))
            connection.send("GET /status HTTP/1.1\r\n")
            var sent = 0
            while sent < 200, connection.send("X-\(sent): y\r\n") {
                sent += 1
                usleep(20_000)
            }
            #expect(sent < 200)
        }
    }

    @Test func bodiesThatTrickleAreClosed() throws {
        try served(limits: impatient()) { port in
            let connection = try #require(Connection(port: port))
            connection.send("POST /status HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
            var sent = 0
            while sent < 200, connection.send("y") {
                sent += 1
                usleep(20_000)
            }
            #expect(sent < 200)
        }
    }

    @Test func longBodiesAreCut() throws {
        try served { port in
            let connection = try #require(Connection(port: port))
            connection.send("POST /status HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n")
            let megabyte = String(repeating: "z", count: 1 << 20)
            var sent = 0
            while sent < 100, connection.send(megabyte) { sent += 1 }
            #expect(sent < 100)
            #expect(ask("/health", port: port)?.status == 200)
        }
    }

    @Test(arguments: [
        "nonsense\r\n\r\n", "GET\r\n\r\n", "GET /status\r\n\r\n", "GET /status HTTP/9.9\r\n\r\n",
        "GET  /status  HTTP/1.1\r\n\r\n", "GET /status HTTP/1.1\r\nno colon\r\n\r\n", "\0\0\0\0\r\n\r\n",
        "GET /status HTTP/1.1\r\nContent-Length: -1\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "GET /status HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}hello", "GET http://[::1 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /\u{FFFD}\u{1} HTTP/1.1\r\nHost: x\r\n\r\n",
        "CONNECT example.org:80 HTTP/1.1\r\nHost: x\r\n\r\n",
    ])
    func malformedRequests(request: String) throws {
        try served(limits: impatient()) { port in
            let connection = try #require(Connection(port: port))
            connection.send(request)
            let text = try #require(connection.readToEnd())
            if let answer = Answer(text) { #expect((200..<500).contains(answer.status)) }
            #expect(ask("/health", port: port)?.status == 200)
        }
    }

    @Test func longHeadersAndAddressesAreRefused() throws {
        try served(limits: impatient()) { port in
            let long = String(repeating: "a", count: 200_000)
            for request in [
                "GET /status HTTP/1.1\r\nX: \(long)\r\n\r\n", "GET /\(long) HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /status HTTP/1.1\r\n" + (0..<1000).map { "H\($0): 1\r\n" }.joined() + "\r\n",
            ] {
                let connection = try #require(Connection(port: port))
                connection.send(request)
                let answer = try #require(connection.readToEnd())
                #expect(!answer.hasPrefix("HTTP/1.1 200"))
            }
            #expect(ask("/health", port: port)?.status == 200)
        }
    }

    @Test func moreConnectionsThanAllowedWaitTheirTurn() throws {
        var limits = impatient()
        limits.connections = 4
        try served(limits: limits) { port in
            let open = (0..<20).compactMap { _ in Connection(port: port) }
            #expect(open.count == 20)
            // The silent ones are closed after their time; then this one is answered.
            #expect(ask("/health", port: port)?.status == 200)
        }
    }
}
