import Records
import ResultStore

/// The stages of a run as they pass: seconds, and what went in and came out.
struct StageClock {
    private(set) var stages: [RunSummary.Stage] = []
    let monitor: RunMonitor
    private let start = ContinuousClock.now

    init(_ monitor: RunMonitor) { self.monitor = monitor }

    /// Runs one stage and notes its time.
    mutating func run<Result>(
        _ stage: RunMonitor.Stage, units: Int = 0, into: Int = 0, _ body: () throws -> Result,
        out: (Result) -> Int = { _ in 0 }
    ) throws -> Result {
        try monitor.checkStop()
        monitor.begin(stage, unitsInAll: units)
        let began = ContinuousClock.now
        let result = try body()
        stages.append(
            .init(stage: stage.rawValue, seconds: seconds(since: began), into: into, out: out(result)))
        return result
    }

    /// Seconds since the run began.
    var elapsed: Double { seconds(since: start) }

    private func seconds(since: ContinuousClock.Instant) -> Double {
        let duration = ContinuousClock.now - since
        return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }
}
