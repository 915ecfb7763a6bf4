import Foundation
import TestSupport
import Testing

@testable import Linkage

@Suite("Label calibration")
struct LabelCalibrationTests {
    /// Pairs whose truth follows the logit `slope · logit + offset`.
    private func pairs(_ count: Int, slope: Double, offset: Double) -> (logits: [Double], matches: [Bool]) {
        var random = Seeded(11)
        let logits = (0..<count).map { _ in Double.random(in: -8...8, using: &random) }
        let matches = logits.map {
            Double.random(in: 0..<1, using: &random) < 1 / (1 + exp(-(slope * $0 + offset)))
        }
        return (logits, matches)
    }

    @Test(arguments: [(1.0, 0.0), (0.5, -2.0), (1.5, 2.0)])
    func manyLabelsTellTheLine(slope: Double, offset: Double) {
        let (logits, matches) = pairs(20_000, slope: slope, offset: offset)
        let found = LabelCalibration(logits: logits, matches: matches)
        #expect(abs(found.slope - slope) < 0.05 && abs(found.offset - offset) < 0.15)
        for logit in [-5.0, 0, 3] {
            #expect(abs(found.uncalibrated(found.calibrated(logit)) - logit) < 1e-9)
        }
    }

    @Test func noLabelsChangeNothingAndFewChangeLittle() {
        #expect(LabelCalibration(logits: [], matches: []) == LabelCalibration())
        let one = LabelCalibration(logits: [0.5], matches: [false])
        #expect(one.offset < 0 && one.offset > -1.5 && abs(one.slope - 1) < 0.2)
    }

    @Test func theSlopeStaysAboveNothingWhateverLabelsSay() {
        let upside = LabelCalibration(
            logits: (0..<400).map { $0 < 200 ? -40 : 40 }, matches: (0..<400).map { $0 < 200 })
        #expect(upside.slope > 0 && upside.offset.isFinite)
    }
}
