import Normalise
import Records

/// The sources in memory, with what reading them found.
struct LoadedTables {
    var tables: TablePair
    var left: ReadSummary
    /// Nil in a dedupe.
    var right: ReadSummary?
    /// Fields whose values were counted for term-frequency adjustments.
    var counted: [Bool]
}

extension TablePair {
    /// Records of all sources.
    var recordCount: Int { left.count + (isDedupe ? 0 : right.count) }
}

extension OpenedSources {
    /// Bytes to read.
    var byteCount: Int { Int(left.byteCount ?? 0) + Int(right?.byteCount ?? 0) }
}

/// Reads the sources, checks their ids, and counts the values that repeat.
func loadTables(_ sources: OpenedSources, options: MatchOptions, monitor: RunMonitor) throws -> LoadedTables {
    let terms = TermCounter(early: sources.fields.map(repeatsMuch))
    let (left, leftSummary) = try load(
        sources.left, recipes: sources.fields.map(\.left), idColumn: sources.leftID, terms: terms,
        threads: options.threads, monitor: monitor)
    try accept(
        leftSummary, of: sources.left, table: left, idColumn: sources.leftID, option: "--left-id", options,
        monitor)
    var tables = TablePair(deduping: left)
    var rightSummary: ReadSummary?
    if let source = sources.right {
        let (right, summary) = try load(
            source, recipes: sources.fields.map(\.right), idColumn: sources.rightID, terms: terms,
            threads: options.threads, monitor: monitor)
        try accept(
            summary, of: source, table: right, idColumn: sources.rightID, option: "--right-id", options,
            monitor)
        tables = TablePair(left: left, right: right)
        rightSummary = summary
    }
    let isSmall = tables.recordCount <= 100_000
    let counted = sources.fields.map { repeatsMuch($0) || isSmall && canRepeat($0) }
    try terms.finish(tables, fields: counted, threads: options.threads)
    return LoadedTables(tables: tables, left: leftSummary, right: rightSummary, counted: counted)
}

private func accept(
    _ summary: ReadSummary, of source: any RecordSource, table: Table, idColumn: Int?, option: String,
    _ options: MatchOptions, _ monitor: RunMonitor
) throws {
    guard table.count > 0 else { throw noRecords(in: source, rejects: summary.rejects) }
    if let idColumn {
        try requireUniqueIDs(
            table, source: source.name, column: source.columns[idColumn],
            option: options.isDedupe ? "--id" : option,
            threads: options.threads)
    }
    if !summary.rejects.isEmpty {
        monitor.warn(
            "\(source.name): \(Format.count(summary.rejects.count, "record")) could not be read, to be found in the view 'rejects'"
        )
    }
    if summary.strayQuotes > 0 {
        monitor.warn(
            "\(source.name): \(summary.strayQuotes) quotes inside unquoted fields were kept as they are")
    }
}

/// Counting pays where values repeat; what can repeat is always counted in small sources.
private func repeatsMuch(_ field: ColumnPair) -> Bool {
    canRepeat(field) && max(field.left.repeatShare, field.right.repeatShare) > 0.3
}

private func canRepeat(_ field: ColumnPair) -> Bool { !field.kind.isNumeric || field.kind == .number }
