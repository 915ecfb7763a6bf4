import Ingest
import Normalise
import Records

/// The sources of a run, looked at but not yet read.
struct OpenedSources {
    var left: any RecordSource
    /// Nil in a dedupe.
    var right: (any RecordSource)?
    var leftID: Int?
    var rightID: Int?
    /// Which ids were taken, a sentence a source.
    var idSentences: [String]
    var fields: [ColumnPair]
    var leftProfiles: [ColumnProfile]
    var rightProfiles: [ColumnProfile]
    /// Columns that are not looked at: ids, and what was excluded.
    var leftExcluded: Set<Int> = []
    var rightExcluded: Set<Int> = []
    /// Columns that are not compared, and why.
    var unused: [String]
    var warnings: [String]
}

/// Records that are looked at to judge a source.
private let profileRecords = 8_000

/// Opens the sources, profiles a sample of each, takes their ids and pairs their columns. What is wrong with the left
/// source is said first.
func openSources(_ options: MatchOptions) throws -> OpenedSources {
    let (left, right) = try together(threads: options.threads) {
        try openSource(options.left, options: options.leftReading)
    } _: {
        try options.right.map { try openSource($0, options: options.rightReading) }
    }
    return try openSources(left: left, right: right, options: options)
}

/// The same for sources that are open already.
func openSources(
    left: any RecordSource, right: (any RecordSource)?, options: MatchOptions
) throws -> OpenedSources {
    let (leftSide, rightSide) = try lookAtBoth(left, right, options)

    var fields: [ColumnPair]
    var unused: [String] = []
    if let given = options.fields {
        try requireDistinctNames(given)
        let rightColumns = right?.columns ?? left.columns
        fields = try given.map {
            try $0.columnPair(
                left: left.columns, right: rightColumns, sources: (left.name, right?.name ?? left.name))
        }
    } else if let rightSide {
        let alignment = alignColumns(
            left: leftSide.profiles, right: rightSide.profiles, excludedLeft: leftSide.excluded,
            excludedRight: rightSide.excluded)
        fields = alignment.pairs
        unused = alignment.unpaired.map { "\($0.isLeft ? "left" : "right") column \($0.name): \($0.reason)" }
    } else {
        fields = selfFields(leftSide.profiles, excluded: leftSide.excluded)
    }
    guard !fields.isEmpty else {
        throw TieoutError(
            right == nil
                ? "no column is fit to be compared"
                : "no column of one source can be compared with one of the other",
            at: options.left, remedy: "name the fields in a job file (tieout init writes one to start from)")
    }
    return OpenedSources(
        left: left, right: right, leftID: leftSide.id, rightID: rightSide?.id,
        idSentences: [leftSide.idSentence] + (rightSide.map { [$0.idSentence] } ?? []), fields: fields,
        leftProfiles: leftSide.profiles, rightProfiles: rightSide?.profiles ?? leftSide.profiles,
        leftExcluded: leftSide.excluded, rightExcluded: rightSide?.excluded ?? leftSide.excluded,
        unused: unused,
        warnings: left.warnings + (right?.warnings ?? []))
}

/// Looks at both sources at once, each on half of the threads.
private func lookAtBoth(
    _ left: any RecordSource, _ right: (any RecordSource)?, _ options: MatchOptions
) throws -> (Side, Side?) {
    let threads = right == nil ? options.threads : max(1, options.threads / 2)
    return try together(threads: options.threads) {
        try look(
            at: left, id: options.leftID, exclude: options.exclude, other: right?.columns, threads: threads)
    } _: {
        try right.map {
            try look(
                at: $0, id: options.rightID, exclude: options.exclude, other: left.columns, threads: threads)
        }
    }
}

private struct Side {
    var profiles: [ColumnProfile]
    var id: Int?
    var idSentence: String
    var excluded: Set<Int>
}

private func look(
    at source: any RecordSource, id: String?, exclude: [String], other: [String]?, threads: Int
) throws -> Side {
    let batches = try source.sample(records: profileRecords)
    let sampled = batches.reduce(0) { $0 + $1.recordCount }
    guard sampled > 0 else {
        let whole = try source.read(threads: 1, monitor: RunMonitor(run: "look")) { _ in }
        throw noRecords(in: source, rejects: whole.rejects)
    }
    let profiles = profileColumns(batches, names: source.columns, threads: threads)
    var column: Int?
    var sentence: String
    if let id {
        column = try findColumn(id, in: source.columns, source: source.name)
        sentence = "\(source.name): ids from column '\(source.columns[column ?? 0])', as told"
    } else {
        switch chooseID(profiles, sampleIsWhole: sampled < profileRecords) {
        case .column(let index, let reason):
            column = index
            sentence = "\(source.name): ids from column '\(source.columns[index])', \(reason)"
        case .recordNumber(let reason):
            sentence = "\(source.name): ids are record numbers from 1, \(reason)"
        }
    }
    var excluded = Set(column.map { [$0] } ?? [])
    for name in exclude {
        if let index = try? findColumn(name, in: source.columns, source: source.name) {
            excluded.insert(index)
        } else if other?.contains(where: { $0.lowercased() == name.lowercased() }) != true {
            _ = try findColumn(name, in: source.columns + (other ?? []), source: source.name)
        }
    }
    return Side(profiles: profiles, id: column, idSentence: sentence, excluded: excluded)
}

/// Rules and results call a field by its name, so that no two may share one.
private func requireDistinctNames(_ fields: [JobField]) throws {
    var names: Set<String> = []
    for field in fields where !names.insert(field.name).inserted {
        throw TieoutError(
            "two fields are called '\(field.name)'", at: "fields", remedy: "give each field a name of its own"
        )
    }
}

/// What is said of a source that gives no record.
func noRecords(in source: any RecordSource, rejects: [RejectedRecord]) -> TieoutError {
    guard let first = rejects.first else {
        return TieoutError(
            "has a header but no records", at: source.name,
            remedy: "check that the export was complete, or say --no-header if its first record is data")
    }
    return TieoutError(
        "its first records cannot be read, \(rejects.count) in all: \(first.reason)", at: source.name,
        line: Int(first.firstLine), remedy: "mend the source, or give its delimiter with --delimiter")
}
