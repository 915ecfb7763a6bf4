import CoreMetrics
import Synchronization

/// A backend for swift-metrics that renders what was counted as Prometheus text.
///
/// Give it to single metrics (`Counter(label:factory:)`), or to a whole process with
/// `MetricsSystem.bootstrap`. A counter's name gets `_total` where it lacks it; timers and
/// aggregating recorders become summaries of a sum and a count. The same label and dimensions always
/// mean the same value, whoever asks.
public final class PrometheusMetrics: MetricsFactory {
    enum Kind: String, Sendable {
        case counter, gauge, summary
    }

    private struct Family: Sendable {
        var kind: Kind
        /// By rendered labels.
        var series: [String: Instrument] = [:]
    }

    private struct State: Sendable {
        var families: [String: Family] = [:]
        var help: [String: String] = [:]
    }

    private let state = Mutex(State())

    /// No metrics yet.
    public init() {}

    /// Says in one sentence what a metric counts. `name` as it is rendered, `_total` included.
    public func describe(_ name: String, _ help: String) {
        state.withLock { $0.help[PrometheusText.metricName(name)] = help }
    }

    /// The whole text: families by name, series by labels, so that equal values give equal text.
    public func render() -> String {
        state.withLock { state in
            var text = ""
            for (name, family) in state.families.sorted(by: { $0.key < $1.key }) where !family.series.isEmpty
            {
                if let help = state.help[name] { text += "# HELP \(name) \(PrometheusText.help(help))\n" }
                text += "# TYPE \(name) \(family.kind.rawValue)\n"
                for (labels, instrument) in family.series.sorted(by: { $0.key < $1.key }) {
                    let value = instrument.now
                    if family.kind == .summary {
                        text += "\(name)_sum\(labels) \(PrometheusText.number(value.amount))\n"
                        text += "\(name)_count\(labels) \(value.count)\n"
                    } else {
                        text += "\(name)\(labels) \(PrometheusText.number(value.amount))\n"
                    }
                }
            }
            return text
        }
    }

    /// The instrument of a label and its dimensions, made where it is new.
    ///
    /// A name has one kind: who asks for it as another counts for nobody, since a second TYPE line
    /// would make the whole text invalid.
    private func instrument(_ kind: Kind, _ label: String, _ dimensions: [(String, String)]) -> Instrument {
        let name = PrometheusMetrics.name(label, kind)
        let labels = PrometheusText.labels(dimensions.sorted { $0.0 < $1.0 })
        return state.withLock { state in
            var family = state.families[name] ?? Family(kind: kind)
            guard family.kind == kind else { return Instrument() }
            let instrument = family.series[labels] ?? Instrument()
            family.series[labels] = instrument
            state.families[name] = family
            return instrument
        }
    }

    private func remove(_ instrument: Instrument) {
        state.withLock { state in
            for (name, family) in state.families {
                for (labels, held) in family.series where held === instrument {
                    state.families[name]?.series[labels] = nil
                }
            }
        }
    }

    private static func name(_ label: String, _ kind: Kind) -> String {
        let name = PrometheusText.metricName(label)
        return kind == .counter && !name.hasSuffix("_total") ? name + "_total" : name
    }
}

// MARK: What swift-metrics asks of a backend

extension PrometheusMetrics {
    /// A counter of whole numbers.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        TextCounter(instrument(.counter, label, dimensions))
    }

    /// A counter of fractions, such as seconds.
    public func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        TextCounter(instrument(.counter, label, dimensions))
    }

    /// A gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        TextGauge(instrument(.gauge, label, dimensions))
    }

    /// A summary if it aggregates, else a gauge.
    public func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        aggregate
            ? TextSummary(instrument(.summary, label, dimensions))
            : TextGauge(instrument(.gauge, label, dimensions))
    }

    /// A summary in seconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        TextSummary(instrument(.summary, label, dimensions))
    }

    /// Forgets a counter.
    public func destroyCounter(_ handler: any CounterHandler) {
        if let counter = handler as? TextCounter { remove(counter.instrument) }
    }

    /// Forgets a counter.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {
        if let counter = handler as? TextCounter { remove(counter.instrument) }
    }

    /// Forgets a gauge.
    public func destroyMeter(_ handler: any MeterHandler) {
        if let gauge = handler as? TextGauge { remove(gauge.instrument) }
    }

    /// Forgets a recorder.
    public func destroyRecorder(_ handler: any RecorderHandler) {
        if let gauge = handler as? TextGauge { remove(gauge.instrument) }
        if let summary = handler as? TextSummary { remove(summary.instrument) }
    }

    /// Forgets a timer.
    public func destroyTimer(_ handler: any TimerHandler) {
        if let summary = handler as? TextSummary { remove(summary.instrument) }
    }
}
