import Engine
import TestSupport
import Testing

/// B-cubed by its definition: for each record, all others of its cluster.
private func bCubed(_ found: [Int], _ truth: [Int]) -> (precision: Double, recall: Double) {
    var (precision, recall) = (0.0, 0.0)
    for record in found.indices {
        let together = found.indices.filter { found[$0] == found[record] }
        let belonging = truth.indices.filter { truth[$0] == truth[record] }
        let right = Double(together.count { truth[$0] == truth[record] })
        precision += right / Double(together.count)
        recall += right / Double(belonging.count)
    }
    return (precision / Double(found.count), recall / Double(found.count))
}

@Suite struct MetricsTests {
    @Test func precisionRecallAndF1() {
        let metrics = PairMetrics(truePositives: 6, falsePositives: 2, falseNegatives: 4)
        #expect(metrics.precision == 0.75)
        #expect(metrics.recall == 0.6)
        #expect(abs(metrics.f1 - 2 * 0.75 * 0.6 / 1.35) < 1e-15)
    }

    @Test func nothingFoundAndNothingToFind() {
        let nothing = PairMetrics(truePositives: 0, falsePositives: 0, falseNegatives: 0)
        #expect((nothing.precision, nothing.recall, nothing.f1) == (1, 1, 1))
        let missed = PairMetrics(truePositives: 0, falsePositives: 0, falseNegatives: 3)
        #expect((missed.precision, missed.recall, missed.f1) == (1, 0, 0))
        let wrong = PairMetrics(truePositives: 0, falsePositives: 3, falseNegatives: 0)
        #expect((wrong.precision, wrong.recall, wrong.f1) == (0, 1, 0))
    }

    @Test func bCubedIsTheMeanOverRecords() {
        var random = Seeded(1)
        for count in 1...40 {
            for clusters in [1, 2, 5, 40] {
                let found = (0..<count).map { _ in Int.random(in: 0..<clusters, using: &random) }
                let truth = (0..<count).map { _ in Int.random(in: 0..<clusters, using: &random) }
                let (precision, recall) = bCubed(found, truth)
                let cubed = BCubed(found: found, truth: truth)
                #expect(abs(cubed.precision - precision) < 1e-12)
                #expect(abs(cubed.recall - recall) < 1e-12)
                #expect(abs(cubed.f1 - 2 * precision * recall / (precision + recall)) < 1e-12)
                let same = BCubed(found: truth, truth: truth)
                #expect(abs(same.f1 - 1) < 1e-12)
            }
        }
        #expect(BCubed(found: [], truth: []).f1 == 1)
    }

    @Test func componentsAreThoseAFloodFinds() {
        var random = Seeded(2)
        for count in 1...30 {
            for density in [0, 1, 2] {
                let pairs = (0..<count * density / 2).map { _ in
                    (Int.random(in: 0..<count, using: &random), Int.random(in: 0..<count, using: &random))
                }
                var lowest = Array(0..<count)
                var changed = true
                while changed {
                    changed = false
                    for (a, b) in pairs where lowest[a] != lowest[b] {
                        let low = min(lowest[a], lowest[b])
                        (lowest[a], lowest[b], changed) = (low, low, true)
                    }
                }
                #expect(connectedComponents(count: count, pairs: pairs) == lowest)
            }
        }
    }
}
