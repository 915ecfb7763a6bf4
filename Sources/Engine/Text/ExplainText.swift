import Linkage
import Records

/// Why a pair of texts is a match, or why it is not: what each feature adds. Candidates are looked for again, since
/// what speaks for a pair is measured by its rivals.
func explainText(
    _ text: TextPlan, _ run: ReopenedRun, _ pair: (left: RecordIndex, right: RecordIndex),
    ids: (left: String, right: String), noValues: Bool
) throws -> Explanation {
    let tables = run.loaded.tables
    let monitor = RunMonitor(run: "explain")
    var candidates = try TextCandidates(tables, threads: coreCount(), monitor: monitor)
    try candidates.compare(threads: coreCount(), monitor: monitor)
    let place = candidates.place(of: pair.left, pair.right)
    var explanation = Explanation(
        left: ids.left, right: ids.right, priorWeight: text.model.constant * bitsPerLogit, steps: [],
        weight: 0,
        probability: 0, rules: [], verdict: "", rivals: [])
    explanation.weight = explanation.priorWeight
    if let place {
        let margins = candidates.margins(among: Array(0..<candidates.count))
        let features = candidates.features(place, margin: margins[place])
        for (index, value) in features.enumerated() {
            let weight = value * text.summary[index].weight
            explanation.weight += weight
            explanation.steps.append(
                .init(
                    comparison: text.model.features[index],
                    level: "\((value * 1000).rounded() / 1000)", weight: weight, termFrequency: 0,
                    total: explanation.weight, left: nil, right: nil))
        }
        explanation.probability = probability(weight: explanation.weight)
        explanation.rules = TextCandidates.wayNames.indices
            .filter { candidates.ways[place] >> UInt32($0) & 1 == 1 }
            .map { "nearest by \(TextCandidates.wayNames[$0])" }
    }
    if !noValues, !explanation.steps.isEmpty {
        explanation.steps[0].left = String(decoding: tables.left[pair.left].bytes(0), as: UTF8.self)
        explanation.steps[0].right = String(decoding: tables.right[pair.right].bytes(0), as: UTF8.self)
    }
    (explanation.verdict, explanation.rivals) = try fate(
        run, left: pair.left, right: pair.right, weight: explanation.weight, isCandidate: place != nil)
    return explanation
}

extension TextCandidates {
    /// The number of a pair; nil where it is no candidate.
    func place(of one: RecordIndex, _ other: RecordIndex) -> Int? {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if (left[middle], right[middle]) < (one, other) { low = middle + 1 } else { high = middle }
        }
        return low < count && left[low] == one && right[low] == other ? low : nil
    }
}
