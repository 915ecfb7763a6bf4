import Testing

@testable import Scoring

private let numbers: [Double] = [
    0, 1, -1, 2, 0.1, 0.3, 100, 99.5, -100, 1e-300, .leastNonzeroMagnitude, .leastNormalMagnitude, 1e308,
    -1e308,
    .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .infinity, -.infinity,
]

@Suite struct ValuesNumberTests {
    @Test func sharesOfTheLarger() {
        let cases: [(Double, Double, Double)] = [
            (100, 99, 0.01), (99, 100, 0.01), (-100, -99, 0.01), (0, 0, 0), (0, 7, 1), (-7, 0, 1), (5, -5, 2),
            (2, -1, 1.5), (1e308, -1e308, 2), (.infinity, .infinity, 0), (.infinity, 3, 1),
            (.infinity, -3, 2),
            (.infinity, 0, 1), (-.infinity, .infinity, 2), (-.infinity, 0, 1),
            (.leastNonzeroMagnitude, -.leastNonzeroMagnitude, 2),
        ]
        for (a, b, share) in cases { #expect(relativeDifference(a, b) == share, "\(a) \(b)") }
    }

    @Test func symmetricBoundedAndNeverNaN() {
        for a in numbers {
            for b in numbers {
                let share = relativeDifference(a, b)
                #expect(share >= 0 && share <= 2, "\(a) \(b)")
                #expect(share == relativeDifference(b, a) && share == relativeDifference(-a, -b))
                #expect((share == 0) == (a == b))
                let gap = absoluteDifference(a, b)
                #expect(gap >= 0 && gap == absoluteDifference(b, a) && (gap == 0) == (a == b))
            }
        }
        #expect(absoluteDifference(0.5, 2) == 1.5)
        #expect(absoluteDifference(-0.5, 2) == 2.5)
    }
}
