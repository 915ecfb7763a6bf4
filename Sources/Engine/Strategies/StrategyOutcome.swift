import Records
import Resolve

/// What one strategy has come to.
struct StrategyOutcome {
    let strategy: Strategy
    let options: MatchOptions
    let read: StrategyTables.Read
    let weighed: WeighedPairs
    let resolution: Resolution
    let found: FoundPairs
    /// Reading, finding, weighing and deciding.
    let stages: [RunSummary.Stage]
    let peakMemory: Int?

    var tables: TablePair { read.loaded.tables }

    var matches: [Link] { resolution.links.filter { $0.band == .match } }

    /// What is to be expected of its matches.
    var quality: EstimatedQuality? {
        EstimatedQuality(resolution, Sureness(nil, weighed.plan.text, tables), weighed.plan, tables)
    }

    /// Decides about weighed pairs at a threshold, with the cardinality that was chosen for the strategy.
    ///
    /// - Parameter weight: match weight from which a pair is a match.
    func resolved(at weight: Float) throws -> Resolution {
        let review = min(matchWeight(probability: options.review), weight)
        let resolving = ResolveOptions(
            thresholds: try Thresholds(match: weight, review: review), cardinality: resolution.cardinality)
        return try decide(weighed.edges, tables: tables, options: resolving)
    }

    /// What it does, for a person.
    var method: String {
        let pairs =
            switch strategy.candidates {
            case .equalRecords: "equal records"
            case .neighbours(let search): search.description
            case .minHash(let search): search.description
            case .keys:
                (options.rules == nil ? "chosen keys" : "given keys")
                    + " (\(weighed.plan.rules.count) rule\(weighed.plan.rules.count == 1 ? "" : "s"))"
            }
        let weights =
            switch strategy.scoring {
            case .trained:
                options.modelPath != nil
                    ? "a given model" : weighed.isTrained ? "a trained model" : "given weights"
            case .equal: "equal where both have a value"
            case .contains: "one value contains the other"
            case .fuzzy: "alike, with weights by kind"
            case .text: "a model that learnt from decoys"
            }
        return "\(pairs); \(weights)"
    }
}

/// Links or clusters of weighed pairs.
func decide(_ edges: [Edge], tables: TablePair, options: ResolveOptions) throws -> Resolution {
    if tables.isDedupe {
        return try resolveClusters(edges: edges, count: tables.left.count, options: options)
    }
    return try resolveLinks(
        edges: edges, leftCount: tables.left.count, rightCount: tables.right.count, options: options)
}
