import Linkage
import Records
import Resolve

/// Finds the candidates of one source, and learns from them which of them match.
///
/// Groups may be of any size, so that neither rivals nor second choices tell anything: what else is alike may be of
/// the same group. There is the likeness alone (`LikenessMixture`). As long as more than one record in a hundred
/// has so many matches that others may lie beyond its neighbours, twice as many neighbours are looked for, unless their
/// number is told.
///
/// - Returns: the candidates, compared; what was learnt; and the logit of each candidate.
/// - Throws: `TieoutError` where there are more than `--max-pairs` or `--memory` allows.
func findDuplicateTexts(
    _ tables: TablePair, _ told: TextSearch, options: MatchOptions, monitor: RunMonitor
) throws -> (TextCandidates, TextPlan, [Double]) {
    var told = told
    let isTold = told.search.count != nil
    var neighbours = told.search.count ?? NeighbourSearch.usualCount
    while true {
        told.search.count = neighbours
        var candidates = try told.find(threads: options.threads, monitor: monitor)
        try requireRoom(for: candidates, tables, options)
        try candidates.compare(
            told.others(tables, threads: options.threads), threads: options.threads, monitor: monitor)
        let model = LikenessMixture(nearest: candidates.nearest)
            .model(features: Array(textModel.features[..<2]))
        let all = Array(0..<candidates.count)
        let logits = candidates.logits(
            model, among: all, margins: [Double](repeating: 0, count: all.count))
        var matches = [Int](repeating: 0, count: tables.left.count)
        for pair in all where logits[pair] >= 0 {
            matches[Int(candidates.left[pair])] += 1
            matches[Int(candidates.right[pair])] += 1
        }
        let crowded = matches.count { $0 >= neighbours }
        let isCrowded = crowded * 100 > tables.left.count
        let isLast = isTold || neighbours >= NeighbourSearch.mostCount
        if isCrowded && isLast {
            monitor.warn(
                "\(crowded) records have \(neighbours) neighbours or more that match, and no more were looked for: "
                    + "their groups may come apart, or hold what is only alike")
        }
        if !isCrowded || isLast {
            return (candidates, TextPlan(model: model, neighbours: neighbours), logits)
        }
        neighbours *= 2
    }
}

/// Learns from the candidates of two sources which of them match, and scores them.
///
/// In each round every record gets at most one partner; then, as if those pairs were not there, every record gets
/// another. The second choices are the decoys (`DecoyModel`).
///
/// - Parameter cardinality: where only one side may have no more than one partner, only that side chooses.
/// - Returns: the model, and the logit of each candidate.
/// - Complexity: O(candidates · log candidates) a round.
func trainOnText(
    _ candidates: TextCandidates, cardinality: Cardinality?, monitor: RunMonitor
) throws -> (DecoyModel, [Double]) {
    var model = textModel
    let all = Array(0..<candidates.count)
    let margins = candidates.margins(among: all)
    var logits = candidates.logits(model, among: all, margins: margins)
    for _ in 0..<3 {
        try monitor.checkStop()
        let chosen = candidates.choose(among: all, by: logits, cardinality)
        var isChosen = [Bool](repeating: false, count: candidates.count)
        for pair in chosen { isChosen[pair] = true }
        let rest = all.filter { !isChosen[$0] }
        let restMargins = candidates.margins(among: rest)
        let decoys = candidates.choose(
            among: rest, by: candidates.logits(model, among: rest, margins: restMargins), cardinality)
        model.learn(
            chosen: candidates.rows(chosen, margins: margins),
            decoys: candidates.rows(decoys, margins: restMargins))
        logits = candidates.logits(model, among: all, margins: margins)
    }
    return (model, logits)
}

extension TextCandidates {
    /// The pairs that are chosen as if nothing else were: the best of each record that may have one partner only.
    func choose(among: [Int], by logits: [Double], _ cardinality: Cardinality?) -> [Int] {
        switch cardinality {
        case .oneToMany: bestOfEach(records: right, weights: logits, among: among, count: rightCount)
        case .manyToOne: bestOfEach(records: left, weights: logits, among: among, count: leftCount)
        case .oneToOne, .manyToMany, .clusters, nil:
            heaviestFirst(
                left: left, right: right, weights: logits, among: among, leftCount: leftCount,
                rightCount: rightCount)
        }
    }

    /// What a model says of some pairs; 0 of the others.
    func logits(_ model: DecoyModel, among: [Int], margins: [Double]) -> [Double] {
        var logits = [Double](repeating: 0, count: count)
        forEachFeatures(of: among, margins: margins) { logits[$0] = model.logit($1) }
        return logits
    }

    fileprivate func rows(_ pairs: [Int], margins: [Double]) -> FeatureRows {
        var rows = FeatureRows(features: textModel.features.count)
        forEachFeatures(of: pairs, margins: margins) { rows.append($1) }
        return rows
    }
}
