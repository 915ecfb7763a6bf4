import Neighbours

/// How nearest neighbours are looked for.
public struct NeighbourSearch: Sendable, Hashable {
    /// A way to cut texts. Runs of three characters stand up to typing errors, those within words to another order,
    /// words to other endings that are common.
    public enum Way: String, Sendable, CaseIterable {
        /// Runs of three characters of the whole text.
        case grams = "3-grams"
        /// Runs of three characters of each word.
        case wordGrams = "3-grams of words"
        /// What stands between spaces.
        case words
    }

    /// What tokens weigh.
    public enum Weights: String, Sendable, CaseIterable {
        /// How rare they are; of 3-grams a logarithm of how often they stand in a text as well.
        case tfidf
        /// As in Okapi BM25, of every way: how rare they are, and how often they stand in a text for its length.
        case bm25
    }

    /// Whose neighbours are looked for.
    public enum Directions: String, Sendable, CaseIterable {
        /// Those of the records of either source in the other.
        case both
        /// Those of the left records on the right.
        case left
        /// Those of the right records on the left.
        case right
    }

    /// The ways, in the order of all, at least one: what one of them brings is a candidate.
    public var ways = Way.allCases
    /// What tokens weigh.
    public var weights = Weights.tfidf
    /// Neighbours of each record that become candidates, by each way, 1…160; nil: five, and within one source more
    /// where a model of texts finds groups that are larger.
    public var count: Int?
    /// Cosine from which a neighbour becomes a candidate, 0…1; records that share nothing never do. Nil: 0.001.
    public var least: Double?
    /// Whose neighbours; of one source always those of all records.
    public var directions = Directions.both
    /// The field that is looked at; nil: all that a record says.
    public var field: String?

    /// As `match` and `dedupe` do.
    public init() {}

    /// Neighbours of each record where nothing else is told.
    static let usualCount = 5
    /// Neighbours beyond which no more are looked for: a group of more hangs together by those.
    static let mostCount = 160

    /// The least cosine for the search.
    var minimum: Float { Float(least ?? 0.001) }

    func weighting(of way: Way) -> Weighting {
        guard weights == .tfidf else { return .bm25 }
        // An occurrence counts whole or not at all, but of runs of the whole text.
        return Weighting(occurrences: way == .grams ? .sublinear : .saturating(k1: 0, b: 0))
    }
}

extension NeighbourSearch.Way {
    var tokeniser: Tokeniser {
        switch self {
        case .grams: .grams(3)
        case .wordGrams: .wordGrams(3)
        case .words: .words
        }
    }

    /// Its bit among those of a candidate.
    var bit: UInt32 { 1 << UInt32(Self.allCases.firstIndex(of: self) ?? 0) }
}

extension NeighbourSearch.Directions {
    var searched: NeighbourDirections {
        switch self {
        case .both: .both
        case .left: .leftToRight
        case .right: .rightToLeft
        }
    }
}

extension NeighbourSearch: CustomStringConvertible {
    /// What it does, for a person: `nearest by words of title (20 of each, BM25)`.
    public var description: String {
        let all = ways == Way.allCases
        let by = all ? field ?? "text" : ways.map(\.rawValue).joined(separator: ", ")
        let of = all ? "" : field.map { " of \($0)" } ?? ""
        let told = [
            count.map { "\($0) of each" }, weights == .bm25 ? "BM25" : nil,
            least.map { "from \(Float($0)) on" },
            directions == .both ? nil : "of \(directions.rawValue) records",
        ].compactMap { $0 }
        return "nearest by \(by)\(of)" + (told.isEmpty ? "" : " (\(told.joined(separator: ", ")))")
    }
}
