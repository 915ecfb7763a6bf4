import Metrics
import Records

/// A run's numbers as metrics. Each report moves the counters to where the run is now.
///
/// Counters of swift-metrics can only be added to, so the last total of each is kept here. One
/// caller at a time.
struct RunMetrics {
    let factory: PrometheusMetrics
    private var counts: [Total] = []
    private var stageSeconds: [(stage: RunMonitor.Stage, total: SecondsTotal)] = []
    private var cpuSeconds: SecondsTotal
    private var gauges: [(meter: Meter, value: @Sendable (StatusReport) -> Double)] = []
    private var stageGauges: [(stage: RunMonitor.Stage, meter: Meter)] = []

    init(factory: PrometheusMetrics) {
        self.factory = factory
        cpuSeconds = SecondsTotal(
            FloatingPointCounter(label: "process_cpu_seconds_total", factory: factory))
        factory.describe("process_cpu_seconds_total", "CPU time of all threads, user and system.")
        countRecordsAndPairs()
        timeStages()
        gaugeProgress()
        gaugeProcess()
    }

    /// Takes over the numbers of a report.
    mutating func update(_ report: StatusReport) {
        for place in counts.indices { counts[place].move(to: report.snapshot) }
        for place in stageSeconds.indices {
            stageSeconds[place].total.move(to: report.seconds(of: stageSeconds[place].stage))
        }
        cpuSeconds.move(to: report.usage.cpuSeconds)
        for gauge in gauges { gauge.meter.set(gauge.value(report)) }
        for gauge in stageGauges { gauge.meter.set(gauge.stage == report.snapshot.stage ? 1 : 0) }
    }

    private mutating func countRecordsAndPairs() {
        count("tieout_records_read_total", "Records read from the sources.") { $0.recordsRead }
        count("tieout_records_rejected_total", "Records that could not be read.") { $0.recordsRejected }
        count("tieout_read_bytes_total", "Bytes read from the sources.") { $0.bytesRead }
        count("tieout_pairs_scored_total", "Candidate pairs compared.") { $0.pairsScored }
        let links = "Pairs that were linked, by band."
        count("tieout_links_total", links, [("band", Band.match.rawValue)]) { $0.pairsMatched }
        count("tieout_links_total", links, [("band", Band.review.rawValue)]) { $0.pairsInReview }
        count("tieout_warnings_total", "Warnings of the run.") { $0.warnings.count }
    }

    private mutating func timeStages() {
        factory.describe("tieout_stage_seconds_total", "Time spent in each stage so far.")
        factory.describe("tieout_stage_active", "1 for the stage the run is in, 0 for the others.")
        for stage in RunMonitor.Stage.allCases {
            let dimensions = [("stage", stage.rawValue)]
            stageGauges.append(
                (stage, Meter(label: "tieout_stage_active", dimensions: dimensions, factory: factory)))
            guard stage != .starting, stage != .done else { continue }
            let counter = FloatingPointCounter(
                label: "tieout_stage_seconds_total", dimensions: dimensions, factory: factory)
            stageSeconds.append((stage, SecondsTotal(counter)))
        }
    }

    private mutating func gaugeProgress() {
        gauge("tieout_run_seconds", "Time since the run began.") { $0.snapshot.elapsed }
        gauge("tieout_stage_units", "Size of the present stage's work, 0 where unknown.") {
            Double($0.snapshot.unitsInAll)
        }
        gauge("tieout_stage_units_done", "Work of the present stage that is done.") {
            Double($0.snapshot.unitsDone)
        }
        gauge("tieout_stage_remaining_seconds", "Time the present stage will still take, NaN where unknown.")
        {
            $0.snapshot.stageSecondsLeft ?? .nan
        }
    }

    private mutating func gaugeProcess() {
        gauge("process_resident_memory_bytes", "Physical memory in use.") { Double($0.usage.residentBytes) }
        gauge("process_resident_memory_max_bytes", "The most physical memory that was in use.") {
            Double($0.usage.peakResidentBytes)
        }
        gauge("process_virtual_memory_bytes", "Address space in use.") { Double($0.usage.virtualBytes) }
    }

    private mutating func count(
        _ name: String, _ help: String, _ dimensions: [(String, String)] = [],
        _ value: @escaping @Sendable (RunSnapshot) -> Int
    ) {
        factory.describe(name, help)
        let counter = Counter(label: name, dimensions: dimensions, factory: factory)
        counts.append(Total(counter: counter, value: value))
    }

    private mutating func gauge(
        _ name: String, _ help: String, _ value: @escaping @Sendable (StatusReport) -> Double
    ) {
        factory.describe(name, help)
        gauges.append((Meter(label: name, factory: factory), value))
    }
}

/// A counter and the total it has reached.
private struct Total {
    let counter: Counter
    let value: @Sendable (RunSnapshot) -> Int
    var reached = 0

    init(counter: Counter, value: @escaping @Sendable (RunSnapshot) -> Int) {
        self.counter = counter
        self.value = value
    }

    mutating func move(to snapshot: RunSnapshot) {
        let total = value(snapshot)
        guard total > reached else { return }
        counter.increment(by: total - reached)
        reached = total
    }
}

/// A counter of seconds and the total it has reached.
private struct SecondsTotal {
    let counter: FloatingPointCounter
    var reached = 0.0

    init(_ counter: FloatingPointCounter) { self.counter = counter }

    mutating func move(to total: Double) {
        guard total > reached else { return }
        counter.increment(by: total - reached)
        reached = total
    }
}
