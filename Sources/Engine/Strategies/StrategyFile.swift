import Records
import Yams

extension Strategy {
    /// Reads strategies from a file: parts of jobs, each with a name.
    ///
    /// ```yaml
    /// strategies:
    /// - name: careful
    ///   based_on: automatic
    ///   threshold: 0.95
    /// ```
    /// - Parameter known: those that a strategy may be based on, besides the ones above it.
    /// - Throws: `TieoutError` that names the file, the strategy, and the nearest known name.
    public static func read(_ text: String, path: String, known: [Strategy]) throws -> [Strategy] {
        let root = try JobFile.mapping(text, path: path)
        try JobFile.requireKnownKeys(root, ["strategies"], path: path)
        guard let nodes = root["strategies"]?.sequence, !nodes.isEmpty else {
            throw TieoutError(
                "names no strategy", at: path, remedy: "give a list under 'strategies', each with a 'name'")
        }
        var strategies: [Strategy] = []
        for (number, node) in nodes.enumerated() {
            guard let mapping = node.mapping, let name = mapping["name"]?.string, !name.isEmpty else {
                throw TieoutError(
                    "strategy \(number + 1) has no name", at: path, line: node.mark?.line,
                    remedy: "begin it with 'name: …'")
            }
            try naming(name, of: path) {
                let known = known + strategies
                guard !known.contains(where: { $0.name == name }) else {
                    throw TieoutError("there is another of that name", remedy: "give it a name of its own")
                }
                strategies.append(try Strategy(name, mapping, path: path, known: known))
            }
        }
        return strategies
    }

    private init(_ name: String, _ mapping: Node.Mapping, path: String, known: [Strategy]) throws {
        try JobFile.requireKnownKeys(
            mapping, StrategyEntry.CodingKeys.allCases.map(\.rawValue) + SearchKey.allCases.map(\.rawValue),
            path: path)
        try JobFile.requireKnownFields(mapping, path: path)
        try JobFile.requireKnownRules(mapping, path: path)
        let entry = try JobFile.decode(
            StrategyEntry.self, from: try Yams.serialize(node: .mapping(mapping)), path: path)
        func other(_ name: String?, _ what: String) throws -> Strategy? {
            guard let name else { return nil }
            guard let found = known.first(where: { $0.name == name }) else {
                throw unknown(what, name, among: known.map(\.name))
            }
            return found
        }
        let base = try other(entry.basedOn, "strategy in 'based_on'")
        let pairs = try other(entry.candidates, "strategy in 'candidates'")
        let weights = try other(entry.scoring, "strategy in 'scoring'")
        let start = base ?? Strategy("", candidates: .keys, scoring: .trained)
        self.init(
            name, candidates: (pairs ?? start).candidates, scoring: (weights ?? start).scoring, job: start.job
        )
        job.cardinality = entry.cardinality ?? start.job.cardinality
        job.rules = entry.rules ?? (pairs ?? start).job.rules
        job.fields = entry.fields ?? weights?.job.fields ?? start.job.fields
        job.model = entry.model ?? (weights ?? start).job.model
        job.prior = entry.prior ?? (weights ?? start).job.prior
        job.threshold = entry.threshold ?? start.job.threshold
        job.review = entry.review ?? start.job.review
        // Rules of one's own are keys, and weights of one's own are no others.
        if entry.rules != nil { candidates = .keys }
        let isSearch = try takeSearch(mapping, over: pairs, path: path)
        if entry.fields?.contains(where: { $0.weights != nil }) == true || entry.model != nil {
            scoring = .trained
        }
        isAutomatic =
            start.isAutomatic && pairs == nil && weights == nil && entry.rules == nil && entry.fields == nil
            && entry.model == nil && entry.prior == nil && !isSearch
        guard scoring != .text || candidates.search != nil else {
            throw TieoutError(
                "the weights of text are learnt from neighbours, and these are other pairs",
                remedy: "say 'neighbours: {}', or leave 'scoring' out")
        }
        file = path
    }

    /// What says how pairs are found, on top of how the strategy that it is based on, or whose pairs it takes, finds
    /// them.
    ///
    /// - Parameter pairs: the strategy in `candidates`.
    /// - Returns: whether anything does.
    private mutating func takeSearch(_ mapping: Node.Mapping, over pairs: Strategy?, path: String) throws
        -> Bool
    {
        let told = mapping.filter { SearchKey(rawValue: $0.key.string ?? "") != nil }
        guard let (node, settings) = told.first, let key = SearchKey(rawValue: node.string ?? "") else {
            return false
        }
        let others = told.dropFirst().compactMap(\.key.string) + (mapping["rules"] == nil ? [] : ["rules"])
        if let other = others.first {
            throw TieoutError(
                "'\(key.rawValue)' and '\(other)' both say which pairs are looked at", line: node.mark?.line,
                remedy: "leave one of the two out")
        }
        if let pairs, pairs.candidates.searchKey != key {
            throw TieoutError(
                "'\(key.rawValue)' says how pairs are found, and those of '\(pairs.name)' are others",
                line: node.mark?.line, remedy: "leave 'candidates' out, or '\(key.rawValue)'")
        }
        candidates = try candidates.taking(key, settings, path: path)
        job.rules = nil
        return true
    }
}

/// Runs `body`; what is wrong is said to be wrong with this strategy, and in which file it stands.
func naming<Result>(_ strategy: String, of file: String?, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch var error as TieoutError where error.exitCode == 2 {
        let place = error.place == file ? "" : error.place.map { "\($0): " } ?? ""
        error.what = "strategy '\(strategy)': \(place)\(error.what)"
        error.place = file
        throw error
    }
}

/// A strategy as a file gives it.
private struct StrategyEntry: Codable {
    var name: String
    /// Strategies whose parts it takes: all, the pairs, the weights.
    var basedOn: String?
    var candidates: String?
    var scoring: String?
    var fields: [JobField]?
    var rules: [JobRule]?
    var model: String?
    var prior: Double?
    var threshold: Double?
    var review: Double?
    var cardinality: String?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case name, candidates, scoring, fields, rules, model, prior, threshold, review, cardinality
        case basedOn = "based_on"
    }
}
