import Records

/// Columns that may be keys, chosen from a sample; whether they are is counted over all records.
struct KeyChoice {
    /// Places of one or two columns each.
    private(set) var candidates: [[Int]] = []

    private static let mostSingles = 6
    private static let mostPairs = 3
    /// Columns of which pairs are tried.
    private static let pairedColumns = 16
    /// A candidate may repeat in one of so many records of the sample.
    private static let tolerance = 100

    /// Columns that are unique in the sample, or nearly; where there are none, pairs of the others.
    ///
    /// - Complexity: O(columns × records), for pairs O(columns² × records), at most 120 of them.
    init(_ sample: [RawBatch], columns: Int) {
        let records = sample.reduce(0) { $0 + $1.recordCount }
        guard records > 0 else { return }
        let hashes = (0..<columns).map { Self.hashes(sample, column: $0) }
        let repeats = hashes.map { Self.repeats($0) }
        // What has no value names nothing.
        let complete = hashes.indices.filter { column in
            hashes[column].count { $0 == 0 } * Self.tolerance <= records
        }
        let singles = complete.filter { repeats[$0] * Self.tolerance <= records }
        candidates = singles.prefix(Self.mostSingles).map { [$0] }
        guard singles.isEmpty else { return }
        // A column of one value adds nothing to another.
        let parts = complete.filter { repeats[$0] < records - 1 }.prefix(Self.pairedColumns)
        var pairs: [(columns: [Int], repeats: Int)] = []
        for (place, first) in parts.enumerated() {
            for second in parts.dropFirst(place + 1) {
                let both = zip(hashes[first], hashes[second]).map { combine($0, $1) }
                let found = Self.repeats(both)
                if found * Self.tolerance <= records { pairs.append(([first, second], found)) }
            }
        }
        // Stable: of equally good ones, those of earlier columns.
        let ordered = pairs.enumerated().sorted {
            ($0.element.repeats, $0.offset) < ($1.element.repeats, $1.offset)
        }
        candidates = ordered.prefix(Self.mostPairs).map(\.element.columns)
    }

    private static func hashes(_ sample: [RawBatch], column: Int) -> [UInt64] {
        sample.flatMap { batch in
            (0..<batch.recordCount).map { record in
                let field = batch.field(record, column)
                return field.count == 0 ? 0 : max(xxh3(field), 1)
            }
        }
    }

    /// Records whose hash another before them has.
    private static func repeats(_ hashes: [UInt64]) -> Int {
        hashes.count - Set(hashes).count
    }
}
