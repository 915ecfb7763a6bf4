import Foundation

/// One side of a chart: which values it spans, and where it says so.
public struct ChartAxis: Sendable, Equatable {
    /// What the values are, for a person.
    public var label: String
    /// The values at its two ends, the lesser first; above 0 where it is logarithmic.
    public var range: ClosedRange<Double>
    /// Equal factors stand equally far apart.
    public var isLogarithmic: Bool
    /// Values that are named, with their names.
    public var ticks: [Tick]

    /// A named value.
    public struct Tick: Sendable, Equatable {
        /// The value.
        public var value: Double
        /// What stands beside it.
        public var text: String
    }

    /// From 0 to 1, or from a round number on that no value is below.
    public static func share(_ label: String, from least: Double = 0) -> ChartAxis {
        let starts: [(from: Double, step: Double, decimals: Int)] = [
            (0.9, 0.02, 2), (0.75, 0.05, 2), (0.5, 0.1, 1), (0.25, 0.25, 2),
        ]
        let (from, step, decimals) = starts.first { $0.from <= least } ?? (0, 0.25, 2)
        let count = Int(((1 - from) / step).rounded())
        let ticks = (0...count).map { tick(from + step * Double($0), decimals: decimals) }
        return ChartAxis(label: label, range: from...1, isLogarithmic: false, ticks: ticks)
    }

    /// Over these values and round numbers beyond them, in at most so many steps.
    public static func linear(_ label: String, _ values: [Double], steps: Int = 6) -> ChartAxis {
        let (least, most) = spread(values)
        let rough = (most - least) / Double(steps)
        let power = pow(10, floor(log10(rough)))
        let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999 } ?? 10 * power
        let start = (least / step).rounded(.down)
        let end = max((most / step).rounded(.up), start + 1)
        let ticks = (Int(start)...Int(end)).map {
            tick(Double($0) * step, decimals: step >= 1 ? 0 : Int((-log10(step)).rounded(.up)))
        }
        return ChartAxis(label: label, range: start * step...end * step, isLogarithmic: false, ticks: ticks)
    }

    /// Over these values, which are above 0, in powers of ten.
    ///
    /// - Parameter text: how a power is written.
    public static func logarithmic(
        _ label: String, _ values: [Double], text: (Double) -> String
    ) -> ChartAxis {
        let above = values.filter { $0 > 0 && $0.isFinite }
        let start = floor(log10(above.min() ?? 1))
        let end = max(ceil(log10(above.max() ?? 1)), start + 1)
        let ticks = stride(from: start, through: end, by: max(1, ((end - start) / 6).rounded(.up))).map {
            Tick(value: pow(10, $0), text: text(pow(10, $0)))
        }
        return ChartAxis(
            label: label, range: pow(10, start)...pow(10, end), isLogarithmic: true, ticks: ticks)
    }

    /// Where a value stands between the ends: 0 at the first, 1 at the last; what lies beyond stands at the
    /// nearer end.
    public func place(_ value: Double) -> Double {
        guard value.isFinite else { return value > 0 ? 1 : 0 }
        let (low, high) = (range.lowerBound, range.upperBound)
        let place =
            isLogarithmic
            ? (log10(max(value, low)) - log10(low)) / (log10(high) - log10(low))
            : (value - low) / (high - low)
        return min(max(place, 0), 1)
    }

    private static func spread(_ values: [Double]) -> (Double, Double) {
        let finite = values.filter(\.isFinite)
        let (least, most) = (finite.min() ?? 0, finite.max() ?? 1)
        return most - least < 1e-9 ? (least - 0.5, most + 0.5) : (least, most)
    }

    private static func tick(_ value: Double, decimals: Int) -> Tick {
        let text = String(format: "%.\(decimals)f", value)
        let isZero = text.allSatisfy { "-0.".contains($0) }
        return Tick(value: value, text: isZero ? "0" : text.replacingOccurrences(of: "-", with: "\u{2212}"))
    }
}
