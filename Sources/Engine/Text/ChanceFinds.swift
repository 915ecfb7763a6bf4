import Linkage
import Neighbours
import Records
import Resolve

/// How far what a model of texts says is more than what records without a counterpart find.
///
/// Whoever looks for a text in a list finds the one that is nearest, also where the right one is not there. What
/// that looks like shows in the list itself: each of its records has a nearest among the others, which is another
/// thing (the idea is that of the reference table in Auto-FuzzyJoin: Li et al. 2021). Pairs that score no
/// better are what chance finds. Records whose nearest is likely to be themselves, written twice, count for so much less.
///
/// Where a short right source is looked up in a long left one, the left one is the list, and the best scores of the right
/// records are held against those of left records among the left. Of sources of about one length each is a
/// list for the other.
struct ChanceFinds: Sendable, Codable {
    /// What each list shows. Either rate is more likely too high than too low, so the lower counts.
    private var lists: [LocalFalseDiscovery] = []
    /// The mean over the matches of what chance may have found, 0…1.
    private(set) var share = 0.0

    /// Records of a list that are looked up among the others: about as many as really are, for they are one another's
    /// rivals, but so many tell enough, and fewer tell too little.
    private static let records = 100...1_000
    /// Null scores, by weight, below which nothing is held against them.
    private static let fewest = 20.0
    /// What is believed is three times the share that chance does not find, and no more than all: up to two thirds by
    /// chance changes nothing, for the rate is more likely too high; if all may be chance nothing is believed.
    private static let trust = 3.0

    /// Looks records of each list up in that list.
    ///
    /// - Parameters:
    ///   - candidates: those of the two sources, compared.
    ///   - chosen: numbers of those that may match.
    ///   - logits: what the model says of all of them.
    ///   - cardinality: where only one side may have no more than one partner, the other is the list.
    /// - Complexity: for each list, that of making its vectors and indexes once more, and of searching them for 1,000
    ///   records.
    init(
        _ candidates: TextCandidates, chosen: [Int], _ logits: [Double], _ model: DecoyModel,
        _ told: TextSearch, _ tables: TablePair, cardinality: Cardinality?, threads: Int, monitor: RunMonitor
    ) throws {
        let texts = try told.texts.sides(threads: threads)
        let allTexts = try told.others(tables, threads: threads)
        for list in [0, 1] where cardinality.isList(list) {
            let looking = texts[1 - list]
            var best = [Double](repeating: -.infinity, count: looking.count)
            for pair in chosen {
                let record = Int(list == 0 ? candidates.right[pair] : candidates.left[pair])
                best[record] = max(best[record], logits[pair])
            }
            // What has no text does not look for anything.
            let observed = best.indices.filter { !looking.isEmpty(RecordIndex($0)) }.map { best[$0] }
            let most = min(max(observed.count, Self.records.lowerBound), Self.records.upperBound)
            let sample = try PlanSample(tables, most: most, threads: threads)
            let null = try OwnFinds(
                (list == 0 ? sample.left : sample.right).filter { !texts[list].isEmpty($0) }, in: texts[list],
                allTexts: allTexts?[list], by: told.search, model, threads: threads, monitor: monitor)
            // A list that is written twice, or nearly all of it, does not show what is found by chance.
            let weight = null.weights.reduce(0, +)
            guard !observed.isEmpty, weight >= Self.fewest, 2 * weight >= Double(null.weights.count)
            else { continue }
            lists.append(LocalFalseDiscovery(observed: observed, null: null.scores, weights: null.weights))
        }
        let matches = chosen.filter { believed(logits[$0]) >= 0 }
        share = matches.reduce(0) { $0 + chanceRate(logits[$1]) } / Double(max(matches.count, 1))
    }

    /// What is left of a logit of the model: that of its probability times what is believed. The higher of two stays
    /// the higher.
    func believed(_ logit: Double) -> Double {
        let belief = max(min(Self.trust * (1 - chanceRate(logit)), 1), 1e-6)
        guard belief < 1 else { return logit }
        let oddsOfDoubt = exp2Of(logit * bitsPerNat) * (1 - belief)
        return logit + (log2Of(belief) - log2Of(1 + oddsOfDoubt)) / bitsPerNat
    }

    /// Of pairs of which the model says so, the share that chance finds.
    private func chanceRate(_ logit: Double) -> Double { lists.lazy.map { $0.rate(logit) }.min() ?? 0 }

    /// Says so where much of what the model took for matches is not believed.
    ///
    /// - Parameter chosen: the pairs that may match.
    func warn(_ chosen: [Int], _ logits: [Double], _ monitor: RunMonitor) {
        let matches = chosen.count { logits[$0] >= 0 }
        let refused = chosen.count { logits[$0] >= 0 && believed(logits[$0]) < 0 }
        guard refused * 10 > matches else { return }
        monitor.warn(
            "by text, \(refused) of \(matches) pairs that look like matches are no more alike than different "
                + "records of one source are, and are taken for chance")
    }
}

extension Cardinality? {
    /// The left source, 0, or the right one, 1, is a list in which the records of the other are looked up.
    fileprivate func isList(_ side: Int) -> Bool {
        switch self {
        case .oneToMany: side == 0
        case .manyToOne: side == 1
        case .oneToOne, .manyToMany, .clusters, nil: true
        }
    }
}

/// What some records of a source find among the others of it.
private struct OwnFinds {
    /// The logit of each with its best.
    var scores: [Double]
    /// How likely it is that this is no second writing of the record itself.
    var weights: [Double]

    /// Each looks for its best; two may find the same, as two that really look may not where partners are one to one: what
    /// is wanted is what there is to be found.
    ///
    /// - Parameters:
    ///   - texts: those of the list, as they are searched.
    ///   - allTexts: what its records say, where that is something else.
    init(
        _ records: [RecordIndex], in texts: Texts, allTexts: Texts?, by search: NeighbourSearch,
        _ model: DecoyModel, threads: Int, monitor: RunMonitor
    ) throws {
        /// The sample on the left, the whole list on the right.
        func sampleAndList(_ texts: Texts) throws -> [Texts] {
            [try Texts(texts, records: records, threads: threads), texts]
        }
        var search = search
        // Each finds itself as well.
        search.count = (search.count ?? NeighbourSearch.usualCount) + 1
        search.directions = .left
        var candidates = try TextCandidates(
            sides: sampleAndList(texts), search: search, threads: threads, monitor: monitor)
        let compared = try allTexts.map { try sampleAndList($0) }
        try candidates.compare(compared, threads: threads, monitor: monitor, areCounted: false)
        let others = (0..<candidates.count).filter {
            records[Int(candidates.left[$0])] != candidates.right[$0]
        }
        let logits = candidates.logits(model, among: others, margins: candidates.margins(among: others))
        var nearest = [Double](repeating: 0, count: records.count)
        for pair in others {
            let record = Int(candidates.left[pair])
            nearest[record] = max(nearest[record], candidates.likeness(pair))
        }
        scores = [Double](repeating: -.infinity, count: records.count)
        for pair in candidates.choose(among: others, by: logits, .manyToOne) {
            scores[Int(candidates.left[pair])] = logits[pair]
        }
        let duplicates = LikenessMixture(nearest: nearest)
        weights = nearest.map { 1 - duplicates.probability($0) }
    }
}
