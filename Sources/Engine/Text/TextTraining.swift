import Linkage
import Records
import Resolve

/// Learns from the candidates themselves which of them match, and scores them.
///
/// In each round every record gets at most one partner; then, as if those pairs were not there, every record gets
/// another. The second choices are the decoys (`DecoyModel`).
///
/// - Returns: the model, and the logit of each candidate.
/// - Complexity: O(candidates · log candidates) a round.
func trainOnText(_ candidates: TextCandidates, monitor: RunMonitor) throws -> (DecoyModel, [Double]) {
    var model = textModel
    let all = Array(0..<candidates.count)
    let margins = candidates.margins(among: all)
    var logits = candidates.logits(model, among: all, margins: margins)
    for _ in 0..<3 {
        try monitor.checkStop()
        let chosen = candidates.choose(among: all, by: logits)
        var isChosen = [Bool](repeating: false, count: candidates.count)
        for pair in chosen { isChosen[pair] = true }
        let rest = all.filter { !isChosen[$0] }
        let restMargins = candidates.margins(among: rest)
        let decoys = candidates.choose(
            among: rest, by: candidates.logits(model, among: rest, margins: restMargins))
        model.learn(
            chosen: candidates.rows(chosen, margins: margins),
            decoys: candidates.rows(decoys, margins: restMargins))
        logits = candidates.logits(model, among: all, margins: margins)
    }
    return (model, logits)
}

extension TextCandidates {
    fileprivate func choose(among: [Int], by logits: [Double]) -> [Int] {
        heaviestFirst(
            left: left, right: right, weights: logits, among: among, leftCount: leftCount,
            rightCount: rightCount)
    }

    fileprivate func logits(_ model: DecoyModel, among: [Int], margins: [Double]) -> [Double] {
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
