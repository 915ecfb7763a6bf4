import Records

@testable import Status

/// A server on a free port for as long as `body` runs.
func served<Result>(
    _ monitor: RunMonitor = RunMonitor(run: "match a.csv b.csv"), limits: RequestLimits = RequestLimits(),
    _ body: (_ port: Int) throws -> Result
) throws -> Result {
    let server = StatusServer(address: StatusAddress(port: 0), monitor: monitor, limits: limits)
    try server.start()
    defer { server.stop() }
    return try body(server.port)
}
