import CoreMetrics
import Synchronization

/// The value behind one line of text (two lines for a summary). Every kind of swift-metrics handler
/// writes to one of these.
///
/// Doubles hold counts exactly up to 2^53: at 100 M pairs a second that is three years.
final class Instrument: Sendable {
    struct Value: Sendable {
        /// What a counter or gauge shows; of a summary, the sum of what was recorded.
        var amount = 0.0
        /// How often something was recorded.
        var count = 0
    }

    private let value = Mutex(Value())

    var now: Value { value.withLock { $0 } }

    func set(_ amount: Double) { value.withLock { $0.amount = amount } }

    func add(_ amount: Double) {
        value.withLock {
            $0.amount += amount
            $0.count += 1
        }
    }

    func reset() { value.withLock { $0 = Value() } }
}

/// A count that only grows: negative amounts and NaN are refused.
final class TextCounter: CounterHandler, FloatingPointCounterHandler {
    let instrument: Instrument
    init(_ instrument: Instrument) { self.instrument = instrument }

    func increment(by amount: Int64) { increment(by: Double(amount)) }

    func increment(by amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        instrument.add(amount)
    }

    func reset() { instrument.reset() }
}

/// A value that goes up and down.
final class TextGauge: MeterHandler, RecorderHandler {
    let instrument: Instrument
    init(_ instrument: Instrument) { self.instrument = instrument }

    func set(_ value: Int64) { instrument.set(Double(value)) }
    func set(_ value: Double) { instrument.set(value) }
    func increment(by amount: Double) { if amount.isFinite { instrument.add(amount) } }
    func decrement(by amount: Double) { if amount.isFinite { instrument.add(-amount) } }
    func record(_ value: Int64) { instrument.set(Double(value)) }
    func record(_ value: Double) { instrument.set(value) }
}

/// Sum and count of what was recorded; times in seconds.
final class TextSummary: RecorderHandler, TimerHandler {
    let instrument: Instrument
    init(_ instrument: Instrument) { self.instrument = instrument }

    func record(_ value: Int64) { instrument.add(Double(value)) }
    func record(_ value: Double) { if value.isFinite { instrument.add(value) } }
    func recordNanoseconds(_ duration: Int64) { instrument.add(Double(duration) * 1e-9) }
}
