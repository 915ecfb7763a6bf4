import Foundation
import Records
import ResultStore

extension StrategyReport {
    /// The comparison for the result.
    func record(_ outcomes: [StrategyOutcome], _ truth: TruePairs?) throws -> StrategiesRecord {
        let jobs = try outcomes.map { outcome in
            try encoded(
                makeJob(outcome.options, sources: outcome.read.sources, plan: outcome.weighed.plan))
        }
        // A job does not say how pairs are looked for in texts.
        let searches = outcomes.filter {
            $0.strategy.candidates.searchKey != nil && $0.strategy.candidates.search != NeighbourSearch()
        }.map(\.method)
        var record = StrategiesRecord(
            version: version, created: Date.now.formatted(.iso8601), seconds: seconds,
            fingerprints: Fingerprints(
                inputs: sources.map(\.fingerprint).joined(separator: "-"),
                options: hexadecimal(
                    xxh3OfText((jobs + searches).joined(separator: "\n"))),
                program: version))
        record.counts["strategies"] = outcomes.count
        record.counts["truth_pairs"] = truthPairs
        record.counts["unknown_truth_pairs"] = unknownTruthPairs
        record.sources = try sourceRows(outcomes[0]).map { try SourceRecord($0) }
        for (index, outcome) in outcomes.enumerated() {
            var row = StrategyRecord(strategies[index], outcome)
            row.job = jobs[index]
            row.isTrue = truth.map { truth in { truth.contains($0.pair) } }
            record.strategies.append(row)
        }
        let places = Dictionary(uniqueKeysWithValues: strategies.enumerated().map { ($1.name, $0) })
        func place(_ name: String) -> Int { places[name] ?? 0 }
        record.agreement = agreement.map { pair in
            var row = StrategiesRecord.Agreement(
                strategy: place(pair.strategy), other: place(pair.other), both: pair.both,
                onlyStrategy: pair.onlyStrategy, onlyOther: pair.onlyOther, jaccard: pair.jaccard)
            row.trueOnlyStrategy = pair.trueOnlyStrategy
            row.trueOnlyOther = pair.trueOnlyOther
            return row
        }
        record.disagreements = disagreements.map {
            .init(
                strategy: place($0.strategy), other: place($0.other), left: RecordID($0.left),
                right: RecordID($0.right), weight: $0.weight, probability: $0.probability, isTrue: $0.isTrue)
        }
        record.warnings = warnings
        return record
    }
}

extension StrategyRecord {
    fileprivate init(_ report: StrategyReport.Strategy, _ outcome: StrategyOutcome) {
        self.init(name: report.name, left: outcome.tables.left, right: outcome.tables.right)
        (method, cardinality) = (report.method, report.cardinality)
        (threshold, review) = (report.threshold, report.review)
        (candidates, reductionRatio) = (report.candidates, report.reductionRatio)
        (matches, inReview, pairsFound) = (report.matches, report.inReview, report.found)
        clusters = report.clusters
        (expectedPrecision, expectedMatches) = (report.expected.precision, report.expected.matches)
        (expectedBy, candidateRecall) = (report.expected.by, report.expected.candidateRecall)
        if let judged = report.judged { take(judged) }
        (seconds, peakMemory) = (report.seconds, report.peakMemory)
        curve = report.curve.map { point in
            var row = Point()
            (row.threshold, row.weight, row.found) = (point.threshold, rounded(point.weight), point.found)
            (row.expectedPrecision, row.expectedMatches) = (point.expectedPrecision, point.expectedMatches)
            (row.truePositives, row.precision) = (point.truePositives, point.precision)
            (row.recall, row.f1) = (point.recall, point.f1)
            return row
        }
        stages = report.stages.map {
            StageRecord(stage: $0.stage, seconds: $0.seconds, recordsIn: $0.into, recordsOut: $0.out)
        }
        links = outcome.resolution.links
        members = outcome.resolution.clusters.flatMap { cluster in
            cluster.map { ClusterMember(cluster: cluster[0], record: $0) }
        }
    }

    private mutating func take(_ judged: StrategyReport.Judged) {
        (truePositives, falsePositives) = (judged.truePositives, judged.falsePositives)
        falseNegatives = judged.falseNegatives
        (precision, recall, f1) = (judged.precision, judged.recall, judged.f1)
        (bestF1, bestThreshold) = (judged.bestF1, judged.bestThreshold)
        pairsCompleteness = judged.pairsCompleteness
        (bCubedPrecision, bCubedRecall) = (judged.bCubed?.precision, judged.bCubed?.recall)
        bCubedF1 = judged.bCubed?.f1
    }
}
