import Records
import Synchronization

/// The status endpoint of a run: read-only HTTP on one thread of its own.
///
/// | | |
/// |---|---|
/// | `GET /` | a page for a browser |
/// | `GET /health` | `{"status":"ok"}` while the process lives |
/// | `GET /status` | the run in JSON |
/// | `GET /metrics` | the same as Prometheus text |
///
/// For synchronous code on plain threads: `start` and `stop` block until they are done. The endpoint
/// asks its source for snapshots; the source knows nothing of it.
public final class StatusServer: Sendable {
    /// Where it was told to listen.
    public let address: StatusAddress
    /// What it counts with. Metrics made with it appear under `/metrics`.
    public let metrics: PrometheusMetrics

    private enum State: Sendable {
        case idle
        case running(Running)
        case stopped
    }

    private let source: any SnapshotSource
    private let limits: RequestLimits
    private let state = Mutex(State.idle)

    /// Nothing happens before `start`.
    ///
    /// - Parameters:
    ///   - address: where to listen.
    ///   - monitor: the run, or anything else that has snapshots.
    public convenience init(address: StatusAddress, monitor: any SnapshotSource) {
        self.init(address: address, monitor: monitor, limits: RequestLimits())
    }

    init(address: StatusAddress, monitor: any SnapshotSource, limits: RequestLimits) {
        self.address = address
        self.source = monitor
        self.limits = limits
        self.metrics = PrometheusMetrics()
    }

    deinit { stop() }

    /// The port it listens on; that of `address` until it has started.
    public var port: Int {
        state.withLock { if case .running(let running) = $0 { running.port } else { address.port } }
    }

    /// Listens. Returns once connections are accepted.
    ///
    /// - Throws: `TieoutError` where the address cannot be had.
    /// - Precondition: it has not been started before.
    public func start() throws {
        try state.withLock { state in
            guard case .idle = state else { preconditionFailure("a status server starts once") }
            let router = statusRouter(StatusAnswers(source: source, metrics: metrics))
            state = .running(try Running(router: router, address: address, limits: limits))
        }
    }

    /// Closes the port and every connection. Answers under way get half a second. Harmless if it never
    /// started or has stopped already.
    public func stop() {
        let running: Running? = state.withLock { state in
            defer { state = .stopped }
            return if case .running(let running) = state { running } else { nil }
        }
        running?.stop()
    }
}
