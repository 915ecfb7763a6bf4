import Foundation
import Records
import Testing

@testable import Status

@Suite struct RouteTests {
    @Test func health() throws {
        try served { port in
            let answer = try #require(ask("/health", port: port))
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"] == "application/json; charset=utf-8")
            #expect(answer.object?["status"] as? String == "ok")
        }
    }

    @Test func mediaTypes() throws {
        try served { port in
            let types = [
                "/": "text/html; charset=utf-8", "/status": "application/json; charset=utf-8",
                "/metrics": "text/plain; version=0.0.4; charset=utf-8",
            ]
            for (path, type) in types {
                let answer = try #require(ask(path, port: port))
                #expect(answer.status == 200)
                #expect(answer.headers["content-type"] == type)
                #expect(answer.headers["cache-control"] == "no-store")
                #expect(answer.headers["content-length"] == String(answer.body.utf8.count))
            }
        }
    }

    @Test(arguments: ["/nothing", "/status/more", "/../etc/passwd", "/%2e%2e/x", "/STATUS", "//x"])
    func unknownPath(path: String) throws {
        try served { port in
            let answer = try #require(ask(path, port: port))
            #expect(answer.status == 404)
            #expect(answer.object?["status"] as? Int == 404)
            #expect((answer.object?["error"] as? String)?.contains("/metrics") == true)
        }
    }

    @Test(arguments: ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"], ["/", "/health", "/status", "/metrics"])
    func readOnly(method: String, path: String) throws {
        try served { port in
            let answer = try #require(ask(path, port: port, method: method, body: "x=1"))
            #expect(answer.status == 405)
            #expect(answer.headers["allow"] == "GET, HEAD")
            #expect(answer.object?["status"] as? Int == 405)
        }
    }

    @Test(arguments: ["/", "/health", "/status", "/metrics"])
    func headHasNoBody(path: String) throws {
        try served { port in
            let answer = try #require(ask(path, port: port, method: "HEAD"))
            #expect(answer.status == 200)
            #expect(answer.body.isEmpty)
            #expect((answer.headers["content-length"].flatMap(Int.init) ?? 0) > 0)
        }
    }

    @Test func queriesAreIgnored() throws {
        try served { port in
            #expect(ask("/health?verbose=1&x=%00", port: port)?.status == 200)
        }
    }

    @Test func manyRequestsOnOneConnection() throws {
        try served { port in
            let connection = try #require(Connection(port: port))
            for _ in 0..<50 {
                connection.send("GET /status HTTP/1.1\r\nHost: localhost\r\n\r\n")
                #expect(connection.readAnswer()?.object?["run"] as? String == "match a.csv b.csv")
            }
            // Sent all at once, answered in order.
            connection.send(
                "GET /health HTTP/1.1\r\nHost: l\r\n\r\nGET /none HTTP/1.1\r\nHost: l\r\n\r\n"
                    + "GET /status HTTP/1.1\r\nHost: l\r\n\r\n")
            #expect((0..<3).map { _ in connection.readAnswer()?.status } == [200, 404, 200])
        }
    }

    @Test func pageLoadsNothingFromElsewhere() throws {
        let page = StatusPage.html
        for foreign in ["http://", "https://", "src=", "@import", "url(", "<link rel=\"stylesheet\""] {
            let found = page.components(separatedBy: foreign).count - 1
            // The icon's name space is a name, not an address.
            #expect(found == (foreign == "http://" ? 1 : 0), "\(foreign)")
        }
        #expect(!page.contains("innerHTML"))
    }
}

@Suite struct HTTPDateTests {
    /// The example of RFC 9110, a leap day, the epoch.
    @Test(arguments: [
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"),
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
    ])
    func dates(seconds: Int, text: String) { #expect(HTTPDate.text(seconds) == text) }
}
