import Blocking
import Linkage
import Records
import ResultStore
import Scoring

/// Why a pair is a match, or why it is not.
public struct Explanation: Codable, Sendable {
    /// One step of the waterfall.
    public struct Step: Codable, Sendable {
        /// Name of the comparison; `related pairs` for what those take away.
        public var comparison: String
        /// The level the pair is at, as results name it.
        public var level: String
        /// Bits this step adds to the match weight.
        public var weight: Double
        /// Of these, bits for how common the value is.
        public var termFrequency: Double
        /// Match weight after this step.
        public var total: Double
        /// Canonical value of the left record (in a dedupe, of the earlier); nil where values are left out.
        public var left: String?
        /// Canonical value of the right record (in a dedupe, of the later), likewise.
        public var right: String?
    }

    /// Id of the left record, as it was asked for.
    public var left: String
    /// Id of the right record, as it was asked for.
    public var right: String
    /// Match weight before looking at the values, in bits.
    public var priorWeight: Double
    /// What each comparison adds, in the order of the model, then what related pairs take away.
    public var steps: [Step]
    /// Match weight after all steps, in bits.
    public var weight: Double
    /// Match probability of that weight, 0…1.
    public var probability: Double
    /// Rules that hold for the pair.
    public var rules: [String]
    /// What became of it, a sentence.
    public var verdict: String
    /// The link of either record that stands in the way, by ids and weight.
    public var rivals: [String]
}

/// Explains a pair of a result by reading its sources again.
///
/// - Throws: `TieoutError` for unknown ids, and for sources that have changed.
public func explain(_ path: String, left leftID: String, right rightID: String, noValues: Bool) throws
    -> Explanation
{
    let run = try ReopenedRun(path)
    let tables = run.loaded.tables
    guard var left = RecordFinder(tables.left).find(leftID) else { throw unknownID(leftID, run.options.left) }
    guard var right = RecordFinder(tables.right).find(rightID) else {
        throw unknownID(rightID, run.options.right ?? run.options.left)
    }
    if tables.isDedupe && left == right {
        throw TieoutError(
            "'\(leftID)' and '\(rightID)' are the same record", at: path, remedy: "name two records")
    }
    let swapped = tables.isDedupe && left > right
    if swapped { swap(&left, &right) }
    if let text = run.plan.text {
        return try explainText(text, run, (left, right), ids: (leftID, rightID), noValues: noValues)
    }
    let steps = weightSteps(run, left, right, noValues: noValues)
    let total = steps.last?.total ?? run.plan.model.priorWeight
    let probe = try RuleProbe(run.plan.rules, tables: tables)
    let rules = probe.rules(left, right).map { run.plan.rules[$0].name }
    let (verdict, rivals) = try fate(
        run, left: left, right: right, weight: total, isCandidate: !rules.isEmpty)
    return Explanation(
        left: swapped ? rightID : leftID, right: swapped ? leftID : rightID,
        priorWeight: run.plan.model.priorWeight, steps: steps, weight: total,
        probability: probability(weight: total), rules: rules, verdict: verdict, rivals: rivals)
}

/// How the weight of a pair comes about, comparison by comparison.
func weightSteps(_ run: ReopenedRun, _ left: RecordIndex, _ right: RecordIndex, noValues: Bool)
    -> [Explanation.Step]
{
    let tables = run.loaded.tables
    var scorer = PairScorer(run.plan.comparisons, terms: run.plan.terms, tables: tables)
    scorer.score(left: [left], right: [right])
    let pattern = scorer.patterns[0]
    var total = run.plan.model.priorWeight
    var steps: [Explanation.Step] = []
    for (index, comparison) in run.plan.model.comparisons.enumerated() {
        let code = AgreementPattern(bits: pattern)[index]
        let term = termAdjustment(index, run.plan, tables: tables, left: left, right: right)
        total += comparison.weight(code) + term
        let field = run.plan.comparisons[index].field
        steps.append(
            .init(
                comparison: comparison.name, level: comparison.labels[code],
                weight: comparison.weight(code) + term,
                termFrequency: term, total: total,
                left: noValues ? nil : readable(tables.left[left], field, run.plan.fields[field].kind),
                right: noValues ? nil : readable(tables.right[right], field, run.plan.fields[field].kind)))
    }
    let odds = run.plan.model.relatedOdds(ofPattern: pattern)
    if odds > 0 {
        let lowered = withRelated(total, odds: odds)
        steps.append(
            .init(
                comparison: "related pairs", level: "alike without being the same", weight: lowered - total,
                termFrequency: 0, total: lowered, left: nil, right: nil))
        total = lowered
    }
    return steps
}

/// Bits that term frequencies add in one comparison.
private func termAdjustment(
    _ index: Int, _ plan: MatchPlan, tables: TablePair, left: RecordIndex, right: RecordIndex
) -> Double {
    guard let terms = plan.terms[index] else { return 0 }
    var scorer = PairScorer([plan.comparisons[index]], terms: [terms], tables: tables)
    scorer.score(left: [left], right: [right])
    return Double(scorer.adjustments[0])
}

private func unknownID(_ id: String, _ source: String) -> TieoutError {
    TieoutError("no record has the id '\(id)'", at: source, remedy: "give an id as the source has it")
}

/// A canonical value for a person.
func readable(_ row: Row, _ field: Int, _ kind: FieldKind) -> String {
    guard row.length(field) > 0 else { return "" }
    return kind.isNumeric ? "\(row.number(field))" : String(decoding: row.bytes(field), as: UTF8.self)
}

/// Whether either record is without a link because a person decided so.
private func wasDecidedApart(_ run: ReopenedRun, _ left: RecordID, _ right: RecordID) throws -> Bool {
    let sides: (Side, Side) = run.loaded.tables.isDedupe ? (.source, .source) : (.left, .right)
    return try run.reader.unmatchedReason(left, side: sides.0) == .decidedApart
        || run.reader.unmatchedReason(right, side: sides.1) == .decidedApart
}

/// What became of the pair, from the result itself.
func fate(
    _ run: ReopenedRun, left: RecordIndex, right: RecordIndex, weight: Double, isCandidate: Bool
) throws -> (verdict: String, rivals: [String]) {
    let tables = run.loaded.tables
    let (leftID, rightID) = (RecordID(bytes: tables.left.id(left)), RecordID(bytes: tables.right.id(right)))
    if let link = try run.reader.link(leftID, rightID) {
        return ("in the result: band \(link.band.rawValue)", [])
    }
    var others = try run.reader.links(left: leftID) + run.reader.links(right: rightID)
    if tables.isDedupe { others += try run.reader.links(right: leftID) + run.reader.links(left: rightID) }
    let rivals = others.map {
        "\($0.left) – \($0.right): weight \((($0.weight * 100).rounded()) / 100), \($0.band.rawValue)"
    }
    if !isCandidate {
        return (
            run.plan.text == nil
                ? "not a candidate: no blocking rule holds for the pair"
                : "not a candidate: neither record is among the nearest of the other", rivals
        )
    }
    if weight < Linkage.weight(probability: run.run.review) {
        return ("below the review threshold of probability \(run.run.review)", rivals)
    }
    if try wasDecidedApart(run, leftID, rightID) { return ("decided apart: a person said no match", rivals) }
    if rivals.isEmpty { return ("kept out by a decision, or by the cut of its cluster", rivals) }
    return ("lost to a rival: one of the records was given to another", rivals)
}
