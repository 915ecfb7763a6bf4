import Blocking
import Normalise
import Records
import Scoring
import TestSupport
import Testing

@testable import Engine

/// Rules that a person gave may bring any number of pairs: planning looks at no more of them than it
/// needs.
@Suite struct WideRulesTests {
    /// A name that tells records apart, and a town that all share.
    private func records(_ count: Int, seed: UInt64) -> Table {
        var random = Seeded(seed)
        let rows = (0..<count).map { number in
            ["name \(number % 700) \(Int.random(in: 0..<9, using: &random))", "springfield"]
        }
        return table(rows, fieldCount: 2)
    }

    private func planner(_ tables: TablePair, rules: [JobRule]) throws -> (Planner, RunMonitor) {
        var options = MatchOptions(left: "left", right: tables.isDedupe ? nil : "right")
        options.rules = rules
        let fields = ["name", "town"].enumerated().map { index, name in
            let recipe = FieldRecipe(name: name, kind: .name, source: .column(index))
            return ColumnPair(name: name, kind: .name, left: recipe, right: recipe, evidence: "given")
        }
        let monitor = RunMonitor(run: "test")
        let planner = Planner(
            tables: tables, fields: fields, comparisons: try makeComparisons(fields, given: nil),
            termFields: [false, false], options: options, monitor: monitor)
        return (planner, monitor)
    }

    @Test(arguments: [true, false])
    func aRuleOfOneBlockIsLearntFromFewRecords(isDedupe: Bool) throws {
        let left = records(9_000, seed: 1)
        let tables =
            isDedupe ? TablePair(deduping: left) : TablePair(left: left, right: records(8_000, seed: 2))
        let town = JobRule(all: [JobRule.Part(field: "town")])
        let (planner, monitor) = try planner(tables, rules: [town])
        let plan = try planner.plan()
        #expect(plan.rules.count == 1)
        // Between the sources, inside each, or twice over in the rounds of a dedupe: never 72 million pairs.
        let most = 6 * Planner.learningPairs
        #expect(monitor.unitsDone.load(ordering: .relaxed) < most)
        #expect(plan.samplePairs[0] <= 2 * Planner.learningPairs)
        #expect(plan.samplePairs[0] >= Planner.learningPairs / 4)
    }

    @Test func aRuleThatIsWideInOneSourceOnlyIsThinnedThere() throws {
        // All records of the left source share a town, which one record of the right one has.
        let left = records(9_000, seed: 1)
        let rights = (0..<9_000).map { ["name \($0 % 700) 1", $0 == 4_000 ? "springfield" : "town \($0)"] }
        let tables = TablePair(left: left, right: table(rights, fieldCount: 2))
        let rules = [JobRule(all: [JobRule.Part(field: "town")])]
        let (planner, monitor) = try planner(tables, rules: rules)
        let plan = try planner.plan()
        #expect(plan.samplePairs[0] == 9_000)
        #expect(monitor.unitsDone.load(ordering: .relaxed) < 6 * Planner.learningPairs)
    }
}
