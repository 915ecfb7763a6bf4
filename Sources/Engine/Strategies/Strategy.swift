import Records

/// A way of matching, in parts that combine freely: which pairs are looked at, how they are weighed, and
/// what becomes of them.
public struct Strategy: Sendable, Equatable {
    /// Which pairs are looked at.
    public enum Candidates: Sendable, Equatable {
        /// Pairs that share a key: of the job's rules, or of rules chosen from the data.
        case keys
        /// Pairs of records that are equal in every field.
        case equalRecords
        /// Pairs of which one record is among the nearest of the other by what they say.
        case neighbours(NeighbourSearch)
        /// Pairs whose texts have many runs of words in common.
        case minHash(MinHashSearch)

        /// How neighbours are looked for; nil where they are not.
        var search: NeighbourSearch? {
            if case .neighbours(let search) = self { search } else { nil }
        }

        /// The field in which pairs are looked for; nil: all that records say, or none.
        var searchedField: String? {
            switch self {
            case .neighbours(let search): search.field
            case .minHash(let search): search.field
            case .keys, .equalRecords: nil
            }
        }
    }

    /// How a pair is weighed.
    public enum Scoring: String, Sendable, CaseIterable {
        /// By a model trained on the data, or by what the job says: weights by hand, a model file.
        case trained
        /// Every field that both records have must be equal.
        case equal
        /// In every field that both records have, one value must contain the other; numbers and dates are
        /// equal.
        case contains
        /// By how alike the values are, with weights fixed by kind.
        case fuzzy
        /// By what all that they say has in common, with a model that learns from decoys; of neighbours only.
        case text
    }

    /// What reports and files call it.
    public var name: String
    /// Which pairs are looked at.
    public var candidates: Candidates
    /// How they are weighed.
    public var scoring: Scoring
    /// Fields, rules, thresholds and cardinality, as far as they are told; nothing else of a job counts.
    public var job: JobFile
    /// It takes every choice itself, that between fields and text included.
    public internal(set) var isAutomatic = false
    /// The file that tells it; nil for those that are built in.
    var file: String?

    init(
        _ name: String, candidates: Candidates, scoring: Scoring, cardinality: Cardinality? = nil,
        job: JobFile = JobFile()
    ) {
        self.name = name
        self.candidates = candidates
        self.scoring = scoring
        self.job = job
        self.job.cardinality = cardinality?.rawValue
    }

    /// The strategies that are there without being told, from the plainest on. The last is what `tieout
    /// match` and `tieout dedupe` do.
    public static func builtIn(isDedupe: Bool) -> [Strategy] {
        // Every pair above the threshold, as the textbook has it; of one source there are only clusters.
        let all: Cardinality? = isDedupe ? nil : .manyToMany
        var automatic = Strategy(Strategy.automatic, candidates: .keys, scoring: .trained)
        automatic.isAutomatic = true
        return [
            Strategy("exact", candidates: .equalRecords, scoring: .equal, cardinality: all),
            Strategy("contains", candidates: .keys, scoring: .contains),
            Strategy("fuzzy", candidates: .keys, scoring: .fuzzy),
            Strategy("fellegi-sunter", candidates: .keys, scoring: .trained, cardinality: all),
            Strategy("text", candidates: .neighbours(NeighbourSearch()), scoring: .text),
            automatic,
        ]
    }

    /// Name of the strategy that takes every choice itself.
    static let automatic = "automatic"

    /// Of several strategies those that are named, in the order in which they stand.
    ///
    /// - Throws: `TieoutError` for a name that none has.
    public static func chosen(_ names: [String], of all: [Strategy], at place: String) throws -> [Strategy] {
        for name in names where !all.contains(where: { $0.name == name }) {
            throw unknown("strategy", name, among: all.map(\.name), at: place)
        }
        return names.isEmpty ? all : all.filter { names.contains($0.name) }
    }
}
