import Blocking
import Linkage
import Normalise
import Scoring

/// What a run has decided to do: fields, comparisons, rules and model.
struct MatchPlan: Sendable {
    var fields: [ColumnPair]
    var comparisons: [Comparison]
    var terms: [TermScale?]
    var rules: [BlockingRule]
    var model: LinkageModel
    /// Pairs of each rule among the sampled records.
    var samplePairs: [Int] = []
    /// Share of the likely matches that the rules cover, as far as the rules that were tried can tell.
    var coverage: Double?
    /// The rule that would add the most to that, and was not worth its pairs.
    var further: RunSummary.FurtherRule?
    /// Expected matches among all pairs there are.
    var expectedMatches: Double
    var warnings: [String] = []
    /// Set where records were compared as texts; there are no comparisons and rules then.
    var text: TextPlan?
}
