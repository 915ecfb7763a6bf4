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

/// Opens the sources, profiles a sample of each, takes their ids and pairs their columns.
func openSources(_ options: MatchOptions) throws -> OpenedSources {
    let left = try openSource(options.left, options: options.leftReading)
    let right = try options.right.map { try openSource($0, options: options.rightReading) }
    return try openSources(left: left, right: right, options: options)
}

/// The same for sources that are open already.
func openSources(
    left: any RecordSource, right: (any RecordSource)?, options: MatchOptions
) throws -> OpenedSources {
    let namedLeft = try NamedSource(left, id: options.leftID, options, otherColumns: right?.columns)
    let namedRight = try right.map {
        try NamedSource($0, id: options.rightID, options, otherColumns: left.columns)
    }
    // One source after the other: a second one may be slow, or never come, and what is wrong with the first be known.
    let leftSample = try SampledSource(namedLeft)
    let rightSample = try namedRight.map { try SampledSource($0) }
    let (leftSide, rightSide) = try profiled(leftSample, rightSample, threads: options.threads)

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

/// Rules and results call a field by its name, so that no two may share one.
private func requireDistinctNames(_ fields: [JobField]) throws {
    var names: Set<String> = []
    for field in fields where !names.insert(field.name).inserted {
        throw TieoutError(
            "two fields are called '\(field.name)'", at: "fields", remedy: "give each field a name of its own"
        )
    }
}
