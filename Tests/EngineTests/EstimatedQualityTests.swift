import Records
import Resolve
import TestSupport
import Testing

@testable import Engine

@Suite struct EstimatedQualityTests {
    private func link(_ number: Int, probability: Double, _ band: Band) -> Link {
        let record = RecordIndex(number)
        return Link(
            edge: Edge(
                left: record, right: record, weight: matchWeight(probability: probability), pattern: 0,
                rule: 0),
            band: band, margin: .infinity)
    }

    private let tables = TablePair(left: table([["a"], ["b"]]), right: table([["a"], ["b"]]))
    private let text = TextPlan(model: textModel, neighbours: 5)
    private let longer = TablePair(
        left: table((0..<4).map { ["\($0)"] }), right: table([["a"], ["b"]]))

    @Test("shares of the matches, of what is for review, and of what is no candidate, by hand")
    func byHand() throws {
        let links =
            [link(0, probability: 0.9, .match), link(1, probability: 0.7, .match)]
            + [link(2, probability: 0.4, .review)]
        let sureness = Sureness(nil, nil, tables)
        let quality = try #require(EstimatedQuality(links, sureness, coverage: 0.5, lookedUp: nil))
        #expect(abs(quality.precision.estimate - 0.8) < 1e-6)
        // 1.6 of 2.0 that were looked at, and these are half of all.
        let recall = try #require(quality.recall)
        #expect(abs(recall.estimate - 0.4) < 1e-6)
        // Three times as many errors, 0.6, and by chance of two links as much as 1.28 · √(0.6 · 0.4 / 2) or a half.
        #expect(quality.precision.low == 0 || abs(quality.precision.low - (1 - 0.6 - 0.5)) < 1e-6)
        #expect(quality.precision.high == 1)
        #expect(EstimatedQuality(links, sureness, coverage: nil, lookedUp: nil)?.recall == nil)
        #expect(EstimatedQuality([links[2]], sureness, coverage: 1, lookedUp: nil) == nil)
    }

    @Test("an interval holds its estimate, lies in 0…1 and narrows as links grow more")
    func intervals() {
        for place in 0...100 {
            let share = Double(place) / 100
            var width = Double.infinity
            for count in [1, 2, 10, 100, 10_000] {
                let found = EstimatedQuality.Share(share, of: count)
                #expect((0...share).contains(found.low) && (share...1).contains(found.high))
                #expect(found.high - found.low <= width)
                width = found.high - found.low
            }
        }
    }

    @Test("a look-up by text is less sure, and finds at least what it found of those looked up")
    func lookUps() throws {
        let links = (0..<2).map { link($0, probability: 0.999, .match) }
        let plain = Sureness(nil, nil, longer)
        let byText = Sureness(nil, text, longer)
        #expect(Sureness(nil, text, tables).lapse == 0 && plain.lapse == 0 && byText.lapse > 0)
        let weight = links[0].edge.weight
        #expect(byText.probability(weight) < plain.probability(weight))
        #expect(abs(byText.own(byText.probability(weight)) - plain.probability(weight)) < 1e-9)
        let quality = try #require(EstimatedQuality(links, byText, coverage: 1, lookedUp: 20))
        #expect(try #require(quality.recall).low <= 0.1)
    }

    @Test("of two methods the one of whose matches more is to be expected, and none rather than wrong ones")
    func preference() {
        func quality(_ precision: Double, recall: Double?) -> EstimatedQuality? {
            let links = (0..<100).map { link($0, probability: precision, .match) }
            return EstimatedQuality(links, Sureness(nil, nil, tables), coverage: recall, lookedUp: nil)
        }
        let (good, fair, bad) = (
            quality(0.99, recall: 0.9), quality(0.9, recall: 0.9), quality(0.5, recall: 1)
        )
        func prefers(
            _ second: EstimatedQuality?, by method: MatchMethod, to first: EstimatedQuality?,
            isDedupe: Bool = false
        ) -> Bool {
            EstimatedQuality.prefers(second, by: method, to: first, isDedupe: isDedupe)
        }
        for method in MatchMethod.allCases {
            // Within one source nothing is held against chance.
            #expect(prefers(nil, by: method, to: bad, isDedupe: true))
            #expect(!prefers(bad, by: method, to: nil, isDedupe: true))
            #expect(prefers(good, by: method, to: fair) && !prefers(fair, by: method, to: good))
            #expect(prefers(good, by: method, to: nil) && !prefers(nil, by: method, to: good))
            #expect(!prefers(nil, by: method, to: nil) && !prefers(good, by: method, to: good))
            // Where one knows nothing of its recall, precision decides.
            #expect(prefers(good, by: method, to: quality(0.95, recall: nil)))
        }
        // None rather than bad ones by fields; those by text were held against chance.
        #expect(prefers(nil, by: .text, to: bad) && !prefers(bad, by: .fields, to: nil))
        #expect(!prefers(nil, by: .fields, to: bad) && prefers(bad, by: .text, to: nil))
    }

    @Test("the threshold for a target is the lowest whose links are expected to reach it")
    func target() throws {
        let links = [0.99, 0.9, 0.8, 0.6, 0.3].enumerated().map {
            link($0.offset, probability: $0.element, .match)
        }
        var resolution = Resolution(cardinality: .oneToOne, reason: "told")
        resolution.links = links
        // (0.99 + 0.9 + 0.8) / 3 = 0.897; with 0.6 it is 0.8225.
        let found = try #require(threshold(expecting: 0.85, of: resolution, Sureness(nil, nil, tables)))
        #expect(abs(found - 0.8) < 1e-6)
        #expect(threshold(expecting: 0.995, of: resolution, Sureness(nil, nil, tables)) == nil)
        // With a lapse of 3 % the three are no longer enough: 0.870.
        #expect(threshold(expecting: 0.88, of: resolution, Sureness(nil, nil, tables)) == found)
        let surer = try #require(threshold(expecting: 0.88, of: resolution, Sureness(nil, text, longer)))
        #expect(surer > found)
    }
}
