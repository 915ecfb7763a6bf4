import FileRecords
import Testing

@Suite struct BandTests {
    @Test(
        arguments: [
            (0, .empty), (1, .tiny), (9_999, .tiny), (10_000, .small), (999_999, .small),
            (1_000_000, .medium),
            (99_999_999, .medium), (100_000_000, .large), (999_999_999, .large), (1_000_000_000, .huge),
            (10_000_000_000, .enormous), (Int64.max, .enormous),
        ] as [(Int64, SizeBand)])
    func aSizeIsInTheBandThatItsLeastSizeBegins(size: Int64, band: SizeBand) {
        #expect(SizeBand(size: size) == band)
    }

    @Test(
        arguments: [
            (-1, .future), (0, .day), (86_399, .day), (86_400, .week), (7 * 86_400, .month),
            (29 * 86_400, .month), (30 * 86_400, .year), (365 * 86_400, .threeYears),
            (3 * 365 * 86_400, .tenYears), (3652 * 86_400, .older),
        ] as [(Int64, AgeBand)])
    func anAgeIsInTheFirstBandItIsYoungEnoughFor(seconds: Int64, band: AgeBand) {
        let now: Int64 = 1_800_000_000_000_000_000
        #expect(AgeBand(modified: now - seconds * 1_000_000_000, now: now) == band)
    }

    @Test func theEndsOfTimeAreInABand() {
        #expect(AgeBand(modified: .min, now: 1) == .older)
        #expect(AgeBand(modified: .max, now: 1) == .future)
    }
}
