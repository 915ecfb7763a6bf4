import Foundation
import Pages
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// Whether a drawing is well-formed XML.
func isWellFormed(_ text: String) -> Bool { XMLParser(data: Data(text.utf8)).parse() }

@Suite("Charts") struct ChartTests {
    @Test("axes end at round numbers and name them")
    func axes() {
        #expect(ChartAxis.share("x").ticks.map(\.text) == ["0", "0.25", "0.50", "0.75", "1.00"])
        #expect(ChartAxis.share("x", from: 0.62).range == 0.5...1)
        #expect(
            ChartAxis.share("x", from: 0.62).ticks.map(\.text) == ["0.5", "0.6", "0.7", "0.8", "0.9", "1.0"])
        #expect(ChartAxis.share("x", from: 0.93).range == 0.9...1)
        let bits = ChartAxis.linear("x", [-7.2, 3, 31])
        #expect(
            bits.range == -10...40 && bits.ticks.map(\.text) == ["\u{2212}10", "0", "10", "20", "30", "40"])
        #expect(ChartAxis.linear("x", [5]).range.contains(5) && ChartAxis.linear("x", []).ticks.count > 1)
        let powers = ChartAxis.logarithmic("x", [0.02, 300]) { "\($0)" }
        #expect(powers.range == 0.01...1000 && powers.ticks.count == 6)
        #expect(ChartAxis.logarithmic("x", [1]) { "\($0)" }.range == 1...10)
        #expect(ChartAxis.logarithmic("x", [0, -1, .infinity]) { "\($0)" }.range == 1...10)
    }

    @Test("values stand where they belong, and what lies beyond at the edge")
    func places() {
        let linear = ChartAxis.linear("x", [-10, 10])
        #expect([-10, 0, 10, -99, 99, .infinity].map(linear.place) == [0, 0.5, 1, 0, 1, 1])
        let powers = ChartAxis.logarithmic("x", [1, 100]) { "\($0)" }
        #expect([1.0, 10, 100, 0].map(powers.place) == [0, 0.5, 1, 0])
    }

    @Test("a line goes through its points, its mark stands on one of them")
    func lines() {
        let series = ChartSeries(
            name: "a", style: 1, points: [ChartPoint(0, 0), ChartPoint(1, 1)], mark: ChartPoint(1, 1))
        let svg = lineChart("both", [series], x: .share("x"), y: .share("y"))
        // Of 460 x 300 the plot takes 54…434 and 256…12.
        #expect(svg.contains("d=\"M54 256L434 12\"") && svg.contains("cx=\"434\" cy=\"12\""))
        #expect(svg.contains("class=\"line s1\"") && isWellFormed(svg))
        #expect(lineChart("none", [], x: .share("x"), y: .share("y")).contains("<svg"))
        let ninth = ChartSeries(name: "i", style: 8, points: series.points)
        #expect(lineChart("", [ninth], x: .share("x"), y: .share("y")).contains("line s0 dashed"))
    }

    @Test("columns are as high as their parts, one on the other")
    func columns() {
        let svg = columnChart(
            "h", [ChartColumn(from: 0, to: 5, parts: [3, 0, 1])], limits: [ChartLimit(5, "here")],
            x: .linear("x", [0, 10], steps: 2), y: .linear("y", [0, 4], steps: 4))
        // A quarter of the height of 244 for each: three below, one above.
        #expect(svg.contains("class=\"p0\" x=\"54.5\" y=\"73\" width=\"189\" height=\"183\""))
        #expect(svg.contains("class=\"p2\" x=\"54.5\" y=\"12\" width=\"189\" height=\"61\""))
        #expect(!svg.contains("class=\"p1\"") && svg.contains("M244 12V256") && isWellFormed(svg))
    }

    @Test("names of points keep apart, and no name is more than text")
    func names() {
        let hostile = "<b onload=x>&\"'"
        let points = (0..<4).map {
            ChartSeries(name: "\(hostile)\($0)", style: $0, points: [ChartPoint(0.1, 0.5)])
        }
        let svg = scatterChart(hostile, points, x: .share(hostile), y: .share("y"))
        #expect(isWellFormed(svg) && !svg.contains("<b "))
        let heights = svg.components(separatedBy: "class=\"name\"").dropFirst().compactMap {
            $0.components(separatedBy: "y=\"").dropFirst().first?.prefix { $0 != "\"" }
        }
        #expect(Set(heights).count == 4)
    }

    @Test("bars begin at zero and stay inside")
    func bars() {
        #expect(signedBar(-2, most: 4).contains("class=\"against\" x=\"25\" y=\"1\" width=\"25\""))
        #expect(signedBar(9, most: 4).contains("class=\"for\" x=\"50\" y=\"1\" width=\"50\""))
        #expect(shareBar(0.25, class: "m").contains("class=\"m\" x=\"0\" y=\"1\" width=\"25\""))
        #expect(
            stepBar(from: 2, to: -2, in: -10...10).contains("class=\"against\" x=\"40\" y=\"1\" width=\"20\"")
        )
        let stacked = stackedBar([(1, "a", "one"), (3, "b", "<three>")], most: 8)
        #expect(stacked.contains("class=\"b\" x=\"12.5\" y=\"1\" width=\"37.5\"") && isWellFormed(stacked))
        #expect(stackedBar([(0, "a", "")], most: 0).contains("width=\"0\""))
    }
}
