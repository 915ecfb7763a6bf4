import Ingest
import Normalise
import Records

/// Records that are looked at to judge a source.
private let profileRecords = 8_000

/// A source, with its columns that options name.
struct NamedSource {
    let source: any RecordSource
    /// The column of the ids; nil where nobody said.
    let id: Int?
    let excluded: Set<Int>

    /// - Parameters:
    ///   - id: the name of the column of ids, if one was given.
    ///   - otherColumns: those of the other source, which names to exclude may also mean.
    /// - Throws: `TieoutError` where there is no such column.
    init(_ source: any RecordSource, id: String?, _ options: MatchOptions, otherColumns: [String]?) throws {
        self.source = source
        self.id = try id.map { try findColumn($0, in: source.columns, source: source.name) }
        var excluded: Set<Int> = []
        for name in options.exclude {
            if let index = try? findColumn(name, in: source.columns, source: source.name) {
                excluded.insert(index)
            } else if otherColumns?.contains(where: { $0.lowercased() == name.lowercased() }) != true {
                _ = try findColumn(name, in: source.columns + (otherColumns ?? []), source: source.name)
            }
        }
        self.excluded = excluded
    }
}

/// A source of which some records were read.
struct SampledSource {
    let named: NamedSource
    let batches: [RawBatch]

    /// - Throws: `TieoutError` where there is no record.
    init(_ named: NamedSource) throws {
        self.named = named
        batches = try named.source.sample(records: profileRecords)
        guard records > 0 else {
            let whole = try source.read(threads: 1, monitor: RunMonitor(run: "look")) { _ in }
            throw noRecords(in: source, rejects: whole.rejects)
        }
    }

    var source: any RecordSource { named.source }
    var records: Int { batches.reduce(0) { $0 + $1.recordCount } }
    var isWhole: Bool { records < profileRecords }

    func profiled(threads: Int) -> ProfiledSource {
        ProfiledSource(self, profileColumns(batches, names: source.columns, threads: threads))
    }
}

/// What the sample of a source shows.
struct ProfiledSource {
    let profiles: [ColumnProfile]
    let id: Int?
    let idSentence: String
    /// The ids among them.
    let excluded: Set<Int>

    fileprivate init(_ sample: SampledSource, _ profiles: [ColumnProfile]) {
        let reason: String
        if let named = sample.named.id {
            (id, reason) = (named, "as told")
        } else {
            switch chooseID(profiles, sampleIsWhole: sample.isWhole) {
            case .column(let index, let why): (id, reason) = (index, why)
            case .recordNumber(let why): (id, reason) = (nil, why)
            }
        }
        let source = sample.source
        let ids = id.map { "ids from column '\(source.columns[$0])'" } ?? "ids are record numbers from 1"
        idSentence = "\(source.name): \(ids), \(reason)"
        excluded = sample.named.excluded.union(id.map { [$0] } ?? [])
        self.profiles = profiles
    }
}

/// Both sources side by side, each on half of the threads.
func profiled(
    _ left: SampledSource, _ right: SampledSource?, threads: Int
) throws -> (left: ProfiledSource, right: ProfiledSource?) {
    guard let right else { return (left.profiled(threads: threads), nil) }
    let half = max(1, threads / 2)
    return try together(threads: threads) {
        left.profiled(threads: half)
    } _: {
        right.profiled(threads: half)
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
