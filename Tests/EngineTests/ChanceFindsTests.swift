import Linkage
import Records
import Resolve
import TestSupport
import Testing

@testable import Engine

@Suite("What chance finds among texts")
struct ChanceFindsTests {
    /// Names of three words out of syllables.
    private func names(_ count: Int, _ random: inout Seeded) -> [String] {
        let syllables = [
            "ka", "lo", "mi", "ren", "tas", "vul", "bor", "ni", "sha", "gre", "pol", "du", "wex", "yr",
        ]
        return (0..<count).map { _ in
            (0..<3).map { _ in
                (0..<Int.random(in: 2...4, using: &random)).map { _ in
                    syllables.randomElement(using: &random)!
                }
                .joined()
            }.joined(separator: " ")
        }
    }

    private func misspelt(_ name: String, _ random: inout Seeded) -> String {
        var letters = Array(name)
        letters.remove(at: Int.random(in: 0..<letters.count, using: &random))
        letters.insert("e", at: Int.random(in: 0..<letters.count, using: &random))
        return String(letters)
    }

    private struct Learnt {
        let candidates: TextCandidates
        let model: DecoyModel
        let logits: [Double]
        let chosen: [Int]
        let chance: ChanceFinds
        let monitor: RunMonitor

        /// Numbers of the pairs that match, of those that are chosen.
        var before: [Int] { chosen.filter { logits[$0] >= 0 } }
        var after: [Int] { chosen.filter { chance.believed(logits[$0]) >= 0 } }
    }

    private func learn(_ left: [String], _ right: [String], threads: Int = 2) throws -> Learnt {
        let (loaded, _) = try TextCandidateTests.outcome(left, right)
        let monitor = RunMonitor(run: "test")
        var candidates = try TextCandidates(SearchedTexts(loaded.tables), threads: threads, monitor: monitor)
        try candidates.compare(threads: threads, monitor: monitor)
        let (model, logits) = try trainOnText(candidates, cardinality: .oneToMany, monitor: monitor)
        let chosen = candidates.choose(among: Array(0..<candidates.count), by: logits, .oneToMany)
        let chance = try ChanceFinds(
            candidates, chosen: chosen, logits, model, TextSearch(loaded.tables), loaded.tables,
            cardinality: .oneToMany, threads: threads, monitor: monitor)
        chance.warn(chosen, logits, monitor)
        return Learnt(
            candidates: candidates, model: model, logits: logits, chosen: chosen, chance: chance,
            monitor: monitor)
    }

    @Test("Sources without anything in common have nothing in common")
    func strangers() throws {
        var random = Seeded(3)
        let found = try learn(names(600, &random), names(200, &random))
        #expect(found.before.count > 20)
        #expect(found.after.count <= 2)
        #expect(found.monitor.snapshot().warnings.contains { $0.contains("are taken for chance") })
    }

    @Test("What is the same stays so, also where half is missing, and where the list repeats itself")
    func counterparts() throws {
        var random = Seeded(4)
        let list = names(600, &random)
        let wanted = list[..<150].map { misspelt($0, &random) }
        let whole = try learn(list, wanted)
        #expect(whole.after.count >= 145)
        #expect(whole.monitor.snapshot().warnings.isEmpty)

        let half = try learn(list, wanted[..<75] + names(75, &random))
        let right = half.after.count { half.candidates.left[$0] == half.candidates.right[$0] }
        #expect(right >= 70 && half.after.count < half.before.count)

        let twice = try learn(list + list.map { misspelt($0, &random) }, Array(wanted))
        #expect(twice.after.count >= twice.before.count - 5 && twice.before.count > 100)
    }

    @Test("What is believed rises with the logit, and is never more than it")
    func belief() throws {
        var random = Seeded(6)
        let list = names(500, &random)
        let found = try learn(list, list[..<50].map { misspelt($0, &random) } + names(150, &random))
        var before = -Double.infinity
        var isLess = false
        for logit in stride(from: -12.0, through: 12, by: 0.01) {
            let believed = found.chance.believed(logit)
            #expect(believed > before && believed <= logit)
            isLess = isLess || believed < logit - 1
            before = believed
        }
        #expect(isLess)
    }

    @Test("The same for any number of threads")
    func threads() throws {
        var random = Seeded(8)
        let list = names(300, &random)
        let wanted = list[..<60].map { misspelt($0, &random) } + names(60, &random)
        let one = try learn(list, wanted, threads: 1)
        let many = try learn(list, wanted, threads: 7)
        #expect(one.logits == many.logits)
        #expect(one.logits.map(one.chance.believed) == many.logits.map(many.chance.believed))
    }

    @Test("Explain adds up to what is believed, and says where that is less")
    func explained() throws {
        var random = Seeded(9)
        let list = names(400, &random)
        let right = list[..<60].map { misspelt($0, &random) } + names(90, &random)
        let found = try learn(list, right)
        let (loaded, _) = try TextCandidateTests.outcome(list, right)
        let text = TextPlan(model: found.model, neighbours: 5, chance: found.chance)
        let explainer = try TextExplainer(text, loaded.tables)
        var less = 0
        for pair in 0..<found.candidates.count {
            let (left, right) = (found.candidates.left[pair], found.candidates.right[pair])
            let steps = explainer.steps(left, right, noValues: true)
            let believed = found.chance.believed(found.logits[pair])
            let isLess = believed < found.logits[pair]
            less += isLess ? 1 : 0
            #expect(steps.contains { $0.comparison == "as chance finds" } == isLess)
            #expect(abs(try #require(steps.last).total - believed * bitsPerNat) < 1e-6)
        }
        #expect(less > 100 && less < found.candidates.count)
        // What chance may have found makes a look-up less sure.
        let plain = Sureness(nil, TextPlan(model: found.model, neighbours: 5), loaded.tables).lapse
        #expect(Sureness(nil, text, loaded.tables).lapse == plain + 0.6 * found.chance.share)
    }

    @Test("Lists that tell nothing change nothing: of copies only, of few records; gaps tell nothing either")
    func small() throws {
        var random = Seeded(10)
        let list = names(200, &random)
        let wanted = list[..<50].map { misspelt($0, &random) }
        for (left, right) in [
            (list + list, Array(wanted)), (Array(list[..<15]), Array(wanted[..<7])),
        ] {
            let found = try learn(left, right)
            #expect(found.after == found.before)
        }
        let gaps = try learn(names(300, &random) + [String](repeating: "-", count: 100), names(150, &random))
        #expect(gaps.after.count < gaps.before.count)
    }
}
