import Metrics
import Records
import Testing

@testable import Status

@Suite struct MetricsTests {
    @Test func theRunsMetricsAreWellFormed() throws {
        let monitor = RunMonitor(run: "match")
        monitor.begin(.reading, unitsInAll: 1000)
        monitor.recordsRead.store(12_345_678, ordering: .relaxed)
        monitor.bytesRead.store(999, ordering: .relaxed)
        monitor.recordsRejected.store(3, ordering: .relaxed)
        monitor.pairsScored.store(77, ordering: .relaxed)
        monitor.pairsMatched.store(5, ordering: .relaxed)
        monitor.pairsInReview.store(2, ordering: .relaxed)
        monitor.warn("odd")
        let read = try PrometheusReader(try served(monitor) { try #require(ask("/metrics", port: $0)).body })

        #expect(read.value("tieout_records_read_total") == 12_345_678)
        #expect(read.value("tieout_read_bytes_total") == 999)
        #expect(read.value("tieout_records_rejected_total") == 3)
        #expect(read.value("tieout_pairs_scored_total") == 77)
        #expect(read.value("tieout_links_total", ["band": "match"]) == 5)
        #expect(read.value("tieout_links_total", ["band": "review"]) == 2)
        #expect(read.value("tieout_warnings_total") == 1)
        #expect(read.value("tieout_stage_active", ["stage": "reading"]) == 1)
        #expect(read.value("tieout_stage_active", ["stage": "scoring"]) == 0)
        #expect(try #require(read.value("tieout_stage_seconds_total", ["stage": "reading"])) > 0)
        #expect(try #require(read.value("process_resident_memory_bytes")) > 1_048_576)
        #expect(try #require(read.value("process_cpu_seconds_total")) > 0)
        for (name, type) in read.types {
            #expect(read.help[name]?.hasSuffix(".") == true, "\(name) has no help")
            #expect(name.hasSuffix("_total") == (type == "counter"), "\(name)")
        }
    }

    @Test func countersFollowTheRun() throws {
        let monitor = RunMonitor(run: "match")
        var metrics = RunMetrics(factory: PrometheusMetrics())
        for total in [0, 1, 1, 500, 1 << 40] {
            monitor.pairsScored.store(total, ordering: .relaxed)
            metrics.update(StatusReport(monitor.snapshot(), .now()))
            let read = try PrometheusReader(metrics.factory.render())
            #expect(read.value("tieout_pairs_scored_total") == Double(total))
        }
    }

    @Test func everyKindOfMetric() throws {
        let factory = PrometheusMetrics()
        let counter = Counter(label: "a.count", factory: factory)
        counter.increment(by: 2)
        counter.increment(by: -5)
        Counter(label: "a.count", factory: factory).increment()
        let seconds = FloatingPointCounter(label: "b_seconds_total", factory: factory)
        seconds.increment(by: 0.25)
        seconds.increment(by: Double.nan)
        let meter = Meter(label: "c", factory: factory)
        meter.set(7)
        meter.decrement(by: 0.5)
        Recorder(label: "d", aggregate: true, factory: factory).record(3)
        Recorder(label: "d", aggregate: true, factory: factory).record(4)
        Gauge(label: "e", factory: factory).record(-1.5)
        Timer(label: "f_seconds", factory: factory).recordNanoseconds(1_500_000_000)

        let read = try PrometheusReader(factory.render())
        #expect(read.value("a_count_total") == 3)
        #expect(read.value("b_seconds_total") == 0.25)
        #expect(read.value("c") == 6.5)
        #expect(read.value("d_sum") == 7 && read.value("d_count") == 2)
        #expect(read.value("e") == -1.5)
        #expect(read.value("f_seconds_sum") == 1.5 && read.value("f_seconds_count") == 1)
        #expect(read.types["d"] == "summary" && read.types["c"] == "gauge")

        counter.reset()
        #expect(try PrometheusReader(factory.render()).value("a_count_total") == 0)
        counter.destroy()
        #expect(try PrometheusReader(factory.render()).value("a_count_total") == nil)
    }

    @Test func anyTextInLabelsAndHelpSurvives() throws {
        let factory = PrometheusMetrics()
        let values = [
            "", "plain", "a\"b", "back\\slash", "two\nlines", "\\n", "{}=,", " é漢🎈 ", "a\\\"b\n",
        ]
        for value in values {
            Counter(label: "1 odd-näme", dimensions: [("la-bel", value), ("0", "x")], factory: factory)
                .increment()
        }
        factory.describe("1 odd-näme_total", "first\nsecond \\ \"quoted\".")
        let text = factory.render()
        let read = try PrometheusReader(text)
        #expect(Set(read.samples.compactMap { $0.labels["la_bel"] }) == Set(values))
        #expect(read.samples.allSatisfy { $0.name == "_1_odd_n_me_total" && $0.labels["_0"] == "x" })
        #expect(read.help["_1_odd_n_me_total"] == #"first\nsecond \\ "quoted"."#)
        #expect(factory.render() == text)
    }

    @Test func aNameHasOneKind() throws {
        let factory = PrometheusMetrics()
        Meter(label: "x", factory: factory).set(1)
        Timer(label: "x", factory: factory).recordSeconds(5)
        let read = try PrometheusReader(factory.render())
        #expect(read.types == ["x": "gauge"])
        #expect(read.value("x") == 1)
    }

    @Test(arguments: [
        (0.0, "0"), (-3, "-3"), (9_007_199_254_740_991, "9007199254740991"), (0.1, "0.1"), (1e21, "1e+21"),
        (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
    ])
    func numbers(value: Double, text: String) {
        #expect(PrometheusText.number(value) == text)
    }
}
