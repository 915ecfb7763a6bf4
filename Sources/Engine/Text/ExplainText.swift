import Linkage
import Records

/// The candidates of a past run on texts, looked for again: what speaks for a pair is measured by its rivals.
struct TextExplainer {
    let candidates: TextCandidates
    private let text: TextPlan
    private let tables: TablePair
    private let margins: [Double]

    /// - Complexity: that of finding and comparing the candidates.
    init(_ text: TextPlan, _ tables: TablePair) throws {
        let monitor = RunMonitor(run: "explain")
        var candidates = try text.candidates(tables, monitor: monitor)
        try candidates.compare(threads: coreCount(), monitor: monitor)
        // Within one source nothing is weighed against rivals.
        margins =
            tables.isDedupe
            ? [Double](repeating: 0, count: candidates.count)
            : candidates.margins(among: Array(0..<candidates.count))
        self.candidates = candidates
        self.text = text
        self.tables = tables
    }

    /// Match weight of a pair of which nothing is known, in bits.
    var priorWeight: Double { text.model.constant * bitsPerNat }

    /// What each feature of a pair adds; none for a pair that is no candidate.
    func steps(_ left: RecordIndex, _ right: RecordIndex, noValues: Bool) -> [Explanation.Step] {
        guard let place = candidates.place(of: left, right) else { return [] }
        var total = priorWeight
        var features: [Double] = []
        candidates.forEachFeatures(of: [place], margins: margins) { features = Array($1) }
        var steps = zip(features, text.summary).map {
            value, feature in
            total += value * feature.weight
            return Explanation.Step(
                comparison: feature.name, level: "\((value * 1000).rounded() / 1000)",
                weight: value * feature.weight, termFrequency: 0, total: total, left: nil, right: nil)
        }
        // By the logit itself: one a little off might fall on the other side of a step.
        let logit = features.withUnsafeBufferPointer { text.model.logit($0) }
        if let believed = text.chance?.believed(logit), believed < logit {
            let weight = (believed - logit) * bitsPerNat
            steps.append(
                Explanation.Step(
                    comparison: "as chance finds", level: "as alike as different records of one source are",
                    weight: weight, termFrequency: 0, total: total + weight, left: nil, right: nil))
        }
        if !noValues {
            steps[0].left = String(decoding: tables.left[left].bytes(0), as: UTF8.self)
            steps[0].right = String(decoding: tables.right[right].bytes(0), as: UTF8.self)
        }
        return steps
    }
}

/// Why a pair of texts is a match, or why it is not.
func explainText(
    _ text: TextPlan, _ run: ReopenedRun, _ pair: (left: RecordIndex, right: RecordIndex),
    ids: (left: String, right: String), noValues: Bool
) throws -> Explanation {
    let explainer = try TextExplainer(text, run.loaded.tables)
    let place = explainer.candidates.place(of: pair.left, pair.right)
    let steps = explainer.steps(pair.left, pair.right, noValues: noValues)
    let weight = steps.last?.total ?? explainer.priorWeight
    let rules = TextCandidates.wayNames.indices
        .filter { way in place.map { explainer.candidates.ways[$0] >> UInt32(way) & 1 == 1 } ?? false }
        .map { "nearest by \(TextCandidates.wayNames[$0])" }
    let (verdict, rivals) = try fate(
        run, left: pair.left, right: pair.right, weight: weight, isCandidate: place != nil)
    return Explanation(
        left: ids.left, right: ids.right, priorWeight: explainer.priorWeight, steps: steps, weight: weight,
        probability: place == nil ? 0 : probability(weight: weight), rules: rules, verdict: verdict,
        rivals: rivals)
}

extension TextCandidates {
    /// The number of a pair; nil where it is no candidate.
    func place(of one: RecordIndex, _ other: RecordIndex) -> Int? {
        PairList(left: left, right: right).place(of: one, other)
    }
}
