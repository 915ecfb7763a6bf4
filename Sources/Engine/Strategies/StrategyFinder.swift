import Records
import Resolve

/// Finds, weighs and decides the pairs of strategies; what several need is done once.
struct StrategyFinder {
    /// Match weight from which a pair is kept.
    let floor: Float
    let monitor: RunMonitor
    private var tables: StrategyTables
    private var weighed: [(Strategy, WeighedPairs)] = []

    init(floor: Float, monitor: RunMonitor) {
        self.floor = floor
        self.monitor = monitor
        tables = StrategyTables(monitor)
    }

    /// What a strategy comes to. The automatic one chooses between fields and text as a match does.
    mutating func find(_ strategy: Strategy, _ options: MatchOptions) throws -> StrategyOutcome {
        guard strategy.isAutomatic && options.leavesMethodOpen else { return try take(strategy, options) }
        let sources = try tables.tables(for: options).sources
        let method = try firstMethod(sources, options)
        let first = try take(strategy.by(method), options)
        guard options.canReadAgain, sources.areDoubtful(method, first.resolution, first.quality)
        else { return first }
        do {
            let other = try take(strategy.by(method.other), options)
            let isBetter = EstimatedQuality.prefers(
                other.quality, by: method.other, to: first.quality, isDedupe: options.isDedupe)
            return isBetter ? other : first
        } catch let error as TieoutError where !error.isInterruption {
            return first
        }
    }

    private mutating func take(_ strategy: Strategy, _ options: MatchOptions) throws -> StrategyOutcome {
        var own = options
        let read = try tables.tables(for: own, asText: strategy.scoring == .text)
        try fillIn(&own, strategy, read)
        let pairs: WeighedPairs
        if let known = weighed.first(where: { $0.0.weighsLike(strategy) })?.1 {
            pairs = known
        } else {
            let texts = try searchedTexts(strategy, options, read)
            pairs = try weighPairs(
                strategy, read, in: texts, options: own, floor: floor, monitor: monitor)
            weighed.append((strategy, pairs))
        }
        return try outcome(strategy, own, read, pairs, monitor: monitor)
    }

    /// Where pairs are looked for in texts: all that records say, or one of their fields. Nil where they are not.
    ///
    /// - Parameter read: the records as the strategy weighs them.
    private mutating func searchedTexts(
        _ strategy: Strategy, _ options: MatchOptions, _ read: StrategyTables.Read
    ) throws -> SearchedTexts? {
        guard let key = strategy.candidates.searchKey else { return nil }
        let isText = strategy.scoring == .text
        guard let name = strategy.candidates.searchedField else {
            let texts = isText ? read : try tables.tables(for: options, asText: true)
            return SearchedTexts(texts.loaded.tables)
        }
        let byFields = isText ? try tables.tables(for: options) : read
        let fields = byFields.sources.fields
        guard let field = fields.firstIndex(where: { $0.name == name }) else {
            throw unknown("field in '\(key.rawValue)'", name, among: fields.map(\.name))
        }
        guard !fields[field].kind.isNumeric else {
            throw TieoutError(
                "'\(key.rawValue)' looks in text, and field '\(name)' holds numbers (\(fields[field].kind))",
                remedy: "name another field, or leave 'field' out to look in all that records say")
        }
        return SearchedTexts(byFields.loaded.tables, field: field)
    }
}

/// Ladders and weights where a strategy fixes them by kind.
private func fillIn(_ own: inout MatchOptions, _ strategy: Strategy, _ read: StrategyTables.Read) throws {
    guard strategy.scoring != .trained && strategy.scoring != .text else { return }
    let pairs = read.sources.fields
    let compared = Set(try makeComparisons(pairs, given: own.fields).map(\.field))
    let fields =
        own.fields
        ?? pairs.map {
            JobField($0, leftColumns: read.sources.left.columns, rightColumns: read.sources.right?.columns)
        }
    own.fields = handFields(
        fields, of: pairs, compared: pairs.indices.map(compared.contains), strategy.scoring)
}

/// Decides about the pairs, as the strategy's thresholds and cardinality say.
private func outcome(
    _ strategy: Strategy, _ options: MatchOptions, _ read: StrategyTables.Read, _ weighed: WeighedPairs,
    monitor: RunMonitor
) throws -> StrategyOutcome {
    var clock = StageClock(monitor)
    let options = strategy.scoring == .text ? options.forTexts(read.loaded.tables) : options
    let thresholds = try Thresholds(matchProbability: options.threshold, reviewProbability: options.review)
    let resolution = try clock.run(.resolving, into: weighed.edges.count) {
        try decide(
            weighed.edges.filter { $0.weight >= thresholds.review }, tables: read.loaded.tables,
            options: ResolveOptions(thresholds: thresholds, cardinality: options.cardinality))
    } out: {
        $0.links.count
    }
    return StrategyOutcome(
        strategy: strategy, options: options, read: read, weighed: weighed, resolution: resolution,
        found: FoundPairs(resolution, tables: read.loaded.tables),
        stages: read.stages + weighed.stages + clock.stages, peakMemory: weighed.peakMemory)
}

extension Strategy {
    /// The same by a method: by text with all that records say in the place of their fields.
    fileprivate func by(_ method: MatchMethod) -> Strategy {
        guard method == .text else { return self }
        var text = self
        (text.candidates, text.scoring) = (.neighbours(NeighbourSearch()), .text)
        return text
    }

    /// Finds the same pairs and gives them the same weights, whatever is decided about them then.
    fileprivate func weighsLike(_ other: Strategy) -> Bool {
        candidates == other.candidates && scoring == other.scoring && job.fields == other.job.fields
            && job.rules == other.job.rules && job.model == other.job.model && job.prior == other.job.prior
    }
}
