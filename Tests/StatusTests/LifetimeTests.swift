import Foundation
import Records
import Testing

@testable import Status

@Suite struct LifetimeTests {
    private let monitor = RunMonitor(run: "match")

    @Test func aPortInUseIsAnError() throws {
        try served { port in
            let second = StatusServer(address: StatusAddress(port: port), monitor: monitor)
            let error = #expect(throws: TieoutError.self) { try second.start() }
            #expect(error?.what.contains("in use") == true)
            #expect(error?.place?.contains(String(port)) == true)
            #expect(error?.remedy != nil)
            second.stop()
            #expect(ask("/health", port: port)?.status == 200)
        }
    }

    @Test(arguments: ["192.0.2.1", "no-such-host.invalid"])
    func anAddressThatIsNotHereIsAnError(host: String) {
        let server = StatusServer(address: StatusAddress(host: host, port: 0), monitor: monitor)
        let error = #expect(throws: TieoutError.self) { try server.start() }
        #expect(error?.remedy != nil)
    }

    @Test func stoppingFreesThePortAndClosesConnections() throws {
        let server = StatusServer(address: StatusAddress(port: 0), monitor: monitor)
        try server.start()
        let port = server.port
        let idle = try #require(Connection(port: port))
        let halfOpen = try #require(Connection(port: port))
        halfOpen.send("GET /status HTTP/1.1\r\nHos")
        let stuck = try #require(Connection(port: port))
        stuck.send("POST /status HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345")
        #expect(stuck.readAnswer()?.status == 405)
        server.stop()
        server.stop()
        for connection in [idle, halfOpen, stuck] { #expect(connection.readToEnd() != nil) }
        #expect(Connection(port: port) == nil)
        let next = StatusServer(address: StatusAddress(port: port), monitor: monitor)
        try next.start()
        #expect(ask("/health", port: port)?.status == 200)
        next.stop()
    }

    @Test func stopWithoutStart() { StatusServer(address: StatusAddress(port: 0), monitor: monitor).stop() }

    @Test func itListensOnTheLoopbackOnly() throws {
        let server = StatusServer(address: try StatusAddress(parsing: "0"), monitor: monitor)
        #expect(server.address.host == "127.0.0.1")
    }

    @Test func readersSeeCountersGrowWhileTheyMove() throws {
        try served(monitor) { port in
            let monitor = monitor
            monitor.begin(.scoring, unitsInAll: 1 << 40)
            let until = ContinuousClock.now + .milliseconds(600)
            let answers = try together(readers: 3, writers: 2, until: until, monitor: monitor, port: port)
            #expect(answers > 10)
        }
    }

    /// Writers count, readers look; every answer must parse and none may go back.
    private func together(
        readers: Int, writers: Int, until: ContinuousClock.Instant, monitor: RunMonitor, port: Int
    ) throws -> Int {
        let seen = RunMonitor(run: "answers")
        try onThreads(readers + writers) { index in
            var last = 0
            while ContinuousClock.now < until {
                if index < writers {
                    monitor.pairsScored.add(1, ordering: .relaxed)
                    monitor.unitsDone.add(1, ordering: .relaxed)
                    if monitor.pairsScored.load(ordering: .relaxed) % 100_000 == 0 { monitor.warn("so far") }
                    continue
                }
                let json = try #require(ask("/status", port: port)?.object)
                let done = try #require((json["pairs"] as? [String: Any])?["done"] as? Int)
                #expect(done >= last)
                last = done
                _ = try PrometheusReader(try #require(ask("/metrics", port: port)).body)
                seen.recordsRead.add(1, ordering: .relaxed)
            }
        }
        return seen.snapshot().recordsRead
    }
}
