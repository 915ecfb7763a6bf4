import Normalise
import Records

/// The sources as the strategies need them: read once for each way of normalising them.
struct StrategyTables {
    /// Sources that were read, with what reading them took.
    struct Read {
        var sources: OpenedSources
        var loaded: LoadedTables
        var stages: [RunSummary.Stage]
    }

    private var read: [Read] = []
    private var automatic: OpenedSources?
    let monitor: RunMonitor

    init(_ monitor: RunMonitor) { self.monitor = monitor }

    /// The tables that options ask for.
    ///
    /// - Parameter asText: of one field, all that a record says.
    /// - Complexity: that of reading the sources, the first time these fields are asked for.
    mutating func tables(for options: MatchOptions, asText: Bool = false) throws -> Read {
        var sources: OpenedSources
        if options.fields == nil || asText, let automatic {
            sources = automatic
        } else {
            try requireSecondReading(options)
            sources = try openSources(options)
            if options.fields == nil { automatic = sources }
        }
        if asText { sources = sources.asText() }
        if let known = read.first(where: { hasSameRows($0.sources, sources) }) {
            // Its own names and reasons, over the rows that are there.
            return Read(sources: sources, loaded: known.loaded, stages: known.stages)
        }
        try requireSecondReading(options)
        try requireMemoryToRead(sources, options: options)
        if read.isEmpty { for warning in sources.warnings { monitor.warn(warning) } }
        var clock = StageClock(monitor)
        let loaded = try clock.run(.reading, units: sources.byteCount) {
            try loadTables(sources, options: options, monitor: monitor)
        } out: {
            $0.tables.recordCount
        }
        let fresh = Read(sources: sources, loaded: loaded, stages: clock.stages)
        read.append(fresh)
        return fresh
    }

    /// What flows in can be read once.
    private func requireSecondReading(_ options: MatchOptions) throws {
        guard !read.isEmpty, [options.left, options.right].contains("-") else { return }
        throw TieoutError(
            "its fields need the sources to be read again, and stdin can be read once",
            remedy: "save it to a file first")
    }

    private func hasSameRows(_ a: OpenedSources, _ b: OpenedSources) -> Bool {
        a.leftID == b.leftID && a.rightID == b.rightID && a.fields.count == b.fields.count
            && zip(a.fields, b.fields).allSatisfy {
                isSameRecipe($0.left, $1.left) && isSameRecipe($0.right, $1.right)
            }
    }

    private func isSameRecipe(_ a: FieldRecipe, _ b: FieldRecipe) -> Bool {
        a.kind == b.kind && a.source == b.source && a.format == b.format
    }
}
