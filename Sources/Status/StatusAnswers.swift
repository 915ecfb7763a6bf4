import Hummingbird
import Records
import Synchronization

/// The texts the endpoint hands out, rendered at most ten times a second however many ask.
///
/// One report serves `/status` and `/metrics`, so what they say at one moment agrees. A request then
/// costs a lock and a reference: the threads that do the work are not to notice a thousand of them.
final class StatusAnswers: Sendable {
    private struct Rendered {
        var at: ContinuousClock.Instant
        var status: ByteBuffer
        var metrics: ByteBuffer
    }

    private struct State {
        var metrics: RunMetrics
        var rendered: Rendered?
    }

    private let source: any SnapshotSource
    private let lifetime: Duration
    private let state: Mutex<State>

    /// - Parameter lifetime: how old an answer may be.
    init(source: any SnapshotSource, metrics: PrometheusMetrics, lifetime: Duration = .milliseconds(100)) {
        self.source = source
        self.lifetime = lifetime
        state = Mutex(State(metrics: RunMetrics(factory: metrics)))
    }

    /// JSON.
    var status: ByteBuffer { fresh().status }

    /// Prometheus text.
    var metrics: ByteBuffer { fresh().metrics }

    private func fresh() -> Rendered {
        state.withLock { state in
            let now = ContinuousClock.now
            if let rendered = state.rendered, now - rendered.at < lifetime { return rendered }
            let report = StatusReport(source.snapshot(), .now())
            state.metrics.update(report)
            let rendered = Rendered(
                at: now, status: ByteBuffer(string: report.json + "\n"),
                metrics: ByteBuffer(string: state.metrics.factory.render()))
            state.rendered = rendered
            return rendered
        }
    }
}
