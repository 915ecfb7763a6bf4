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
    let leftNames = try namedColumns(of: left, id: options.leftID, options, other: right?.columns)
    let rightNames = try right.map {
        try namedColumns(of: $0, id: options.rightID, options, other: left.columns)
    }
    // One source after the other: a second one may be slow, or never come, and what is wrong with the first be known.
    let leftSample = try sample(of: left)
    let rightSample = try right.map { try sample(of: $0) }
    let (leftProfiles, rightProfiles) = try profiles(of: leftSample, rightSample, threads: options.threads)
    let leftSide = Side(left, leftNames, leftSample, leftProfiles)
    var rightSide: Side?
    if let right, let rightNames, let rightSample, let rightProfiles {
        rightSide = Side(right, rightNames, rightSample, rightProfiles)
    }

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

/// The columns that options name.
private struct NamedColumns {
    var id: Int?
    var excluded: Set<Int>
}

private func namedColumns(
    of source: any RecordSource, id: String?, _ options: MatchOptions, other: [String]?
) throws -> NamedColumns {
    let id = try id.map { try findColumn($0, in: source.columns, source: source.name) }
    var excluded: Set<Int> = []
    for name in options.exclude {
        if let index = try? findColumn(name, in: source.columns, source: source.name) {
            excluded.insert(index)
        } else if other?.contains(where: { $0.lowercased() == name.lowercased() }) != true {
            _ = try findColumn(name, in: source.columns + (other ?? []), source: source.name)
        }
    }
    return NamedColumns(id: id, excluded: excluded)
}

/// The first records of a source, and some from inside it.
private struct SourceSample {
    var batches: [RawBatch]
    var names: [String]

    var records: Int { batches.reduce(0) { $0 + $1.recordCount } }
}

private func sample(of source: any RecordSource) throws -> SourceSample {
    let sample = SourceSample(
        batches: try source.sample(records: profileRecords), names: source.columns)
    guard sample.records > 0 else {
        let whole = try source.read(threads: 1, monitor: RunMonitor(run: "look")) { _ in }
        throw noRecords(in: source, rejects: whole.rejects)
    }
    return sample
}

/// The profiles of the columns of both sources, made side by side on half of the threads each.
private func profiles(
    of left: SourceSample, _ right: SourceSample?, threads: Int
) throws -> (left: [ColumnProfile], right: [ColumnProfile]?) {
    guard let right else {
        return (profileColumns(left.batches, names: left.names, threads: threads), nil)
    }
    let half = max(1, threads / 2)
    return try together(threads: threads) {
        profileColumns(left.batches, names: left.names, threads: half)
    } _: {
        profileColumns(right.batches, names: right.names, threads: half)
    }
}

/// What is known of one source.
private struct Side {
    var profiles: [ColumnProfile]
    var id: Int?
    var idSentence: String
    var excluded: Set<Int>

    init(
        _ source: any RecordSource, _ named: NamedColumns, _ sample: SourceSample, _ profiles: [ColumnProfile]
    ) {
        self.profiles = profiles
        if let index = named.id {
            id = index
            idSentence = "\(source.name): ids from column '\(source.columns[index])', as told"
        } else {
            switch chooseID(profiles, sampleIsWhole: sample.records < profileRecords) {
            case .column(let index, let reason):
                id = index
                idSentence = "\(source.name): ids from column '\(source.columns[index])', \(reason)"
            case .recordNumber(let reason):
                idSentence = "\(source.name): ids are record numbers from 1, \(reason)"
            }
        }
        excluded = named.excluded.union(id.map { [$0] } ?? [])
    }
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
