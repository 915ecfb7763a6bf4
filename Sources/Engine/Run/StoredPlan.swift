import Blocking
import Foundation
import Ingest
import Linkage
import Normalise
import Records
import ResultStore
import Scoring

/// The plan of a run as its result keeps it, to go back to pairs later: the job that says the same
/// thing, and the model.
struct StoredPlan: Codable, Sendable {
    var job: JobFile
    var model: LinkageModel
    var cardinality: Cardinality
    /// Set where records were compared as texts.
    var text: TextPlan?

    init(_ outcome: RunOutcome) throws {
        job = outcome.job
        model = outcome.plan.model
        text = outcome.plan.text
        cardinality = outcome.resolution.cardinality
    }
}

extension RunOutcome {
    /// The job that says what this run did.
    var job: JobFile { makeJob(options, sources: sources, plan: plan) }
}

/// The job that says what a plan does: fields with their columns, kinds and ladders, and the rules.
func makeJob(_ options: MatchOptions, sources: OpenedSources, plan: MatchPlan) -> JobFile {
    var job = JobFile()
    job.left = options.left
    job.right = options.right
    job.leftID = sources.leftID.map { sources.left.columns[$0] }
    job.rightID = sources.rightID.flatMap { id in sources.right.map { $0.columns[id] } }
    job.exclude = options.exclude.isEmpty ? nil : options.exclude
    job.method = plan.text == nil ? nil : MatchMethod.text.rawValue
    job.threshold = options.threshold
    job.review = options.review
    job.cardinality = options.cardinality?.rawValue
    job.prior = options.prior
    job.reading = options.told.both
    job.leftReading = options.told.left
    job.rightReading = options.told.right
    // Of texts the columns follow from what is excluded.
    guard plan.text == nil else { return job }
    let ofWords = sources.fieldsOfWords
    job.fields = plan.fields.enumerated().map { index, pair in
        var field = JobField(pair, leftColumns: sources.left.columns, rightColumns: sources.right?.columns)
        if let comparison = plan.comparisons.first(where: { $0.field == index }) {
            let automatic = automaticLevels(of: index, in: plan.fields, ofWords: ofWords).levels
            let isAutomatic = comparison.levels.map(\.test) == automatic.map(\.test)
            field.levels = isAutomatic ? nil : comparison.levels.map(\.test.description)
            field.weights = options.fields?[index].weights
            field.termFrequency = options.fields?[index].termFrequency
        } else {
            field.compare = false
        }
        return field
    }
    job.rules = plan.rules.map { rule in
        JobRule(
            all: rule.expressions.map { expression in
                .init(
                    field: plan.fields[expression.field].name,
                    take: expression.part == .value ? nil : expression.part.description)
            })
    }
    return job
}
