import Testing

@testable import tieout

@Suite struct FormattingTests {
    @Test(arguments: [
        (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1234, "-1,234"),
        (Int.max, "9,223,372,036,854,775,807"), (Int.min, "-9,223,372,036,854,775,808"),
    ])
    func counts(value: Int, text: String) { #expect(Format.count(value) == text) }

    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1000, "1.00 kB"), (1234, "1.23 kB"), (9994, "9.99 kB"),
        (9996, "10.0 kB"),
        (99_940, "99.9 kB"), (99_960, "100 kB"), (999_499, "999 kB"), (999_500, "1.00 MB"),
        (222_000_000, "222 MB"), (1_450_000_000, "1.45 GB"), (Int.max, "9223 PB"), (-1500, "-1.50 kB"),
    ])
    func bytes(value: Int, text: String) { #expect(Format.bytes(value) == text) }

    @Test(arguments: [
        (-1.0, "0.0 s"), (0, "0.0 s"), (0.04, "0.0 s"), (0.06, "0.1 s"), (0.6, "0.6 s"), (9.94, "9.9 s"),
        (9.96, "10 s"),
        (59.4, "59 s"), (59.6, "1 min 00 s"), (80, "1 min 20 s"), (3599.7, "1 h 00 min"),
        (7500, "2 h 05 min"),
        (86_400, "1 d 0 h"), (273_600, "3 d 4 h"), (.infinity, "?"), (.nan, "?"),
    ])
    func seconds(value: Double, text: String) { #expect(Format.seconds(value) == text) }

    @Test(arguments: [
        (0.0, "  0 %"), (0.009, "  0 %"), (0.5, " 50 %"), (0.9999, " 99 %"), (1, "100 %"), (1.7, "100 %"),
        (-1, "  0 %"),
    ])
    func percents(value: Double, text: String) { #expect(Format.percent(value) == text) }

    @Test(arguments: [
        (0.0, "0 pairs/s"), (999, "999 pairs/s"), (48_140_000, "48.1 M pairs/s"), (2_500, "2.50 k pairs/s"),
        (.infinity, "? pairs/s"),
    ])
    func paces(value: Double, text: String) { #expect(Format.perSecond(value, "pairs") == text) }
}
