import TestSupport
import Testing

@testable import Linkage

private struct Key: Hashable {
    var pattern: UInt64
    var rules: UInt32
}

/// The rows a dictionary gives.
private func rows(_ counts: [Key: Int]) -> [PatternHistogram.Row] {
    counts.map { .init(pattern: $0.key.pattern, rules: $0.key.rules, count: $0.value) }
        .sorted { ($0.pattern, $0.rules) < ($1.pattern, $1.rules) }
}

@Suite struct PatternHistogramTests {
    @Test(arguments: [1, 40, 600, 30_000])
    func countsAsADictionaryDoes(kinds: Int) {
        var random = Seeded(UInt64(kinds))
        // Patterns that differ in one comparison only, high or low, and the extremes.
        let keys = (0..<kinds).map { number in
            switch number % 4 {
            case 0: Key(pattern: UInt64(number), rules: 1)
            case 1: Key(pattern: UInt64(number) << 44, rules: UInt32(number))
            case 2: Key(pattern: random.next(), rules: UInt32(truncatingIfNeeded: random.next()))
            default: Key(pattern: number % 8 == 3 ? 0 : .max, rules: UInt32(number))
            }
        }
        var expected: [Key: Int] = [:]
        var parts = [PatternHistogram(), PatternHistogram(), PatternHistogram()]
        for _ in 0..<max(4 * kinds, 100) {
            let key = keys[Int.random(in: 0..<kinds, using: &random)]
            let count = Int.random(in: 1...5, using: &random)
            expected[key, default: 0] += count
            if count == 1 {
                parts[Int.random(in: 0..<3, using: &random)].add(key.pattern, rules: key.rules)
            } else {
                parts[Int.random(in: 0..<3, using: &random)].add(key.pattern, rules: key.rules, count: count)
            }
        }
        for order in [[0, 1, 2], [2, 0, 1]] {
            var whole = PatternHistogram()
            for part in order { whole.add(parts[part]) }
            #expect(whole.rows() == rows(expected))
        }
    }

    @Test func anEmptyOneHasNoRows() {
        var histogram = PatternHistogram()
        histogram.add(PatternHistogram())
        #expect(histogram.rows().isEmpty)
        // The pattern and the mask of zeros are a row like any other.
        histogram.add(0, rules: 0)
        #expect(histogram.rows() == [.init(pattern: 0, rules: 0, count: 1)])
    }
}
