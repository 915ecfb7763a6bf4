import Blocking
import Foundation
import Ingest
import Linkage
import Normalise
import Records
import Resolve
import ResultStore

extension RunOutcome {
    /// The run for a person. Checks that every record is accounted for.
    func summary(monitor: RunMonitor) -> RunSummary {
        var summary = RunSummary(command: options.isDedupe ? "dedupe" : "match")
        summary.describe(self)
        summary.cardinality = resolution.cardinality.rawValue
        summary.cardinalityReason = resolution.cardinalityReason
        summary.counts = counts()
        summary.estimatedQuality = quality
        summary.borderline = borderline(5)
        summary.warnings = monitor.snapshot().warnings + fallbackSentences
        return summary
    }

    /// What the run expects of its matches.
    var quality: EstimatedQuality? { EstimatedQuality(resolution, sureness, plan, loaded.tables) }

    /// The run for the result; what it took is noted when it is known.
    func record(_ summary: RunSummary) throws -> RunRecord {
        let stored = try StoredPlan(self)
        let job = try encoded(stored.job)
        var record = RunRecord(
            command: summary.command, version: version, created: Date.now.formatted(.iso8601),
            seconds: 0,
            fingerprints: Fingerprints(
                inputs: sourceRows.map(\.read.fingerprint).joined(separator: "-"),
                options: hexadecimal(xxh3OfText(job)), program: version),
            cardinality: resolution.cardinality, threshold: options.threshold, review: options.review,
            prior: plan.model.prior)
        record.sources = try sourceRows.map { try SourceRecord($0) }
        let rightColumns = sources.right?.columns ?? sources.left.columns
        for (index, comparison) in plan.model.comparisons.enumerated() {
            let field = plan.fields[plan.comparisons[index].field]
            for code in comparison.labels.indices {
                record.comparisons.append(
                    LevelRecord(
                        comparison: comparison.name, level: code, description: comparison.labels[code],
                        m: code == 0 ? nil : comparison.m[code], u: code == 0 ? nil : comparison.u[code],
                        weight: comparison.weight(code), comparator: comparison.labels[code],
                        kind: field.kind.rawValue,
                        leftColumn: columnText(field.left.source, sources.left.columns),
                        rightColumn: columnText(field.right.source, rightColumns)))
            }
        }
        if let text = plan.text { record.comparisons = text.records(sources) }
        record.rules = ruleNames.indices.map { rule in
            RuleRecord(
                name: ruleNames[rule], pairs: blocks.pairsByRule[rule],
                firstPairs: scored.firstPairs[rule],
                onlyPairs: scored.onlyPairs[rule], largestBlock: blocks.largestBlocks[rule])
        }
        record.patterns = patternRecords()
        record.warnings = summary.warnings
        record.decisions = decisionRecords
        record.counts = ["candidates": summary.counts.candidates]
        if options.noValues { record.counts["values_left_out"] = 1 }
        record.options = job
        record.model = try encoded(plan.model)
        record.plan = try encoded(stored)
        return record
    }

    private var decisionRecords: [DecisionRecord] {
        decisions.map { decision in
            DecisionRecord(
                left: RecordID(bytes: Array(loaded.tables.left.id(decision.left))),
                right: RecordID(bytes: Array(loaded.tables.right.id(decision.right))),
                verdict: decision.verdict == .mustLink ? "match" : "no match")
        }
    }

    private func patternRecords() -> [PatternRecord] {
        var pairs = [Int](repeating: 0, count: scored.patterns.count)
        for edge in scored.edges { pairs[Int(edge.pattern)] += 1 }
        return scored.patterns.indices.map { index in
            let pattern = scored.patterns[index]
            return PatternRecord(
                levels: plan.comparisons.indices.map { AgreementPattern(bits: pattern)[$0] },
                pairs: pairs[index],
                weight: plan.model.weight(ofPattern: pattern))
        }
    }

    /// What brought candidates: rules over fields, or ways to look for neighbours.
    var ruleNames: [String] {
        plan.text == nil ? plan.rules.map(\.name) : TextCandidates.wayNames.map { "nearest by \($0)" }
    }

    /// The links nearest to the match threshold, on either side of it.
    private func borderline(_ most: Int) -> [RunSummary.Borderline] {
        guard !options.noValues else { return [] }
        let threshold = matchWeight(probability: options.threshold)
        func distance(_ link: Link) -> Float { abs(link.edge.weight - threshold) }
        var nearest: [Link] = []
        for link in resolution.links
        where nearest.count < most || distance(link) < distance(nearest[most - 1]) {
            let place = nearest.firstIndex { distance($0) > distance(link) } ?? nearest.count
            nearest.insert(link, at: place)
            if nearest.count > most { nearest.removeLast() }
        }
        return nearest.map { link in
            .init(
                left: String(decoding: loaded.tables.left.id(link.edge.left), as: UTF8.self),
                right: String(decoding: loaded.tables.right.id(link.edge.right), as: UTF8.self),
                probability: matchProbability(weight: link.edge.weight), band: link.band.rawValue)
        }
    }

    private var fallbackSentences: [String] {
        resolution.fallbacks.map { fallback in
            "a group of \(fallback.records) records and \(fallback.edges) pairs was resolved by "
                + "'\(fallback.method.rawValue)', being larger than the exact method's limit of \(fallback.limit)"
        }
    }
}

/// Columns of a field as a person writes them.
func columnText(_ source: FieldSource, _ columns: [String]) -> String {
    switch source {
    case .column(let column): columns[column]
    case .joined(let parts): parts.map { columns[$0] }.joined(separator: " + ")
    case .signed(let amount, let direction): "\(columns[amount]) signed by \(columns[direction])"
    }
}

func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}

func xxh3OfText(_ text: String) -> UInt64 {
    var text = text
    return text.withUTF8 { xxh3($0) }
}

/// What a plan says before anything is scored: no links yet, and what scoring would take.
func planSummary(
    _ options: MatchOptions, sources: OpenedSources, loaded: LoadedTables, plan: MatchPlan,
    blocks: BlockCounts,
    _ scored: ScoredEdges
) -> RunSummary {
    var summary = RunSummary(command: options.isDedupe ? "dedupe" : "match")
    let outcome = RunOutcome(
        options: options, sources: sources, loaded: loaded, plan: plan, blocks: blocks, scored: scored,
        resolution: Resolution(
            cardinality: options.cardinality ?? (options.isDedupe ? .clusters : .manyToMany),
            reason: "not resolved yet"),
        sureness: Sureness(nil, plan.text, loaded.tables))
    summary.describe(outcome)
    return summary
}

extension RunSummary {
    /// What was read, how it is compared, and by which rules and weights.
    mutating func describe(_ outcome: RunOutcome) {
        sources = outcome.sourceRows.map(RunSummary.Source.init)
        let rightColumns = outcome.sources.right?.columns ?? outcome.sources.left.columns
        fields = outcome.plan.fields.map { field in
            .init(
                name: field.name, kind: field.kind.rawValue,
                left: columnText(field.left.source, outcome.sources.left.columns),
                right: columnText(field.right.source, rightColumns), evidence: field.evidence)
        }
        unused = outcome.sources.unused
        if let text = outcome.plan.text { (method, features) = (MatchMethod.text.rawValue, text.summary) }
        methodReason = outcome.methodReason
        labels = outcome.sureness.lesson?.sentence
        let ruleNames = outcome.ruleNames
        rules = ruleNames.indices.map { rule in
            .init(
                name: ruleNames[rule], pairs: outcome.blocks.pairsByRule[rule],
                first: outcome.scored.firstPairs[rule],
                only: outcome.scored.onlyPairs[rule])
        }
        estimatedRecallOfRules = outcome.plan.coverage
        furtherRule = outcome.plan.further
        comparisons = outcome.plan.model.comparisons.map(RunSummary.Comparison.init)
        prior = outcome.plan.model.prior
        expectedMatches = outcome.plan.expectedMatches
        threshold = outcome.options.threshold
        reviewThreshold = outcome.options.review
    }
}

extension RunRecord {
    /// Takes the times of a run.
    mutating func note(_ summary: RunSummary) {
        seconds = summary.seconds
        stages = summary.stages.map {
            StageRecord(stage: $0.stage, seconds: $0.seconds, recordsIn: $0.into, recordsOut: $0.out)
        }
    }
}
