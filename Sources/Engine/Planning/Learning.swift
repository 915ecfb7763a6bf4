import Blocking
import Linkage
import Records
import Scoring

extension Planner {
    /// Three rounds: u is cleaned of the matches that the last round saw among the random pairs, related
    /// classes are fitted (in a dedupe from the second round on), and the model is trained.
    func learn(
        _ rows: [PatternHistogram.Row], _ evidence: LearningPairs, join: BlockJoin, sample: PlanSample,
        totalPairs: Double
    ) throws -> TrainingReport {
        let glance = PlanSample(sample, most: Planner.glanceRecords)
        let random = try RandomPairs(glance, limit: Planner.randomPairs)
            .histogram(comparisons, tables: tables, threads: options.threads).rows()
        try monitor.checkStop()
        var inside = try evidence.insideSources(tables, glance)
        var report = train(rows, evidence, random: random, inside: inside, totalPairs: totalPairs, model: nil)
        for _ in 1..<3 {
            if tables.isDedupe {
                let second = try evidence.secondBest(
                    join, tables: tables, sample: sample, model: report.model)
                inside = (second, totalPairs)
            }
            report = train(
                rows, evidence, random: random, inside: inside, totalPairs: totalPairs, model: report.model)
        }
        return report
    }

    private func train(
        _ rows: [PatternHistogram.Row], _ evidence: LearningPairs, random: [PatternHistogram.Row],
        inside: (rows: [PatternHistogram.Row], total: Double), totalPairs: Double, model: LinkageModel?
    ) -> TrainingReport {
        let chance = chanceOfLevels(random, comparisons: comparisons, model: model)
        let shapes = comparisons.indices.map { index in
            ComparisonShape(
                name: comparisons[index].name, labels: comparisons[index].labels, u: chance[index],
                blockedBy: evidence.blockedBy(index))
        }
        let related = findRelatedPairs(
            inside.rows, u: chance, totalPairs: inside.total, most: 4,
            duplicatesAgreeOn: tables.isDedupe ? 0.5 : 0.75)
        return Linkage.train(
            rows: rows, comparisons: shapes, totalPairs: totalPairs,
            startMatches: 0.1 * Double(min(tables.left.count, tables.right.count)) * totalPairs
                / tables.pairCount,
            related: related)
    }
}
