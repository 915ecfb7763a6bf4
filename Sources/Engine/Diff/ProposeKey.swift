import Diff
import Records

/// Records that are looked at to find a key.
private let keySampleRecords = 8_000

/// Columns that may be the key, best first: unique and never empty in samples of both sources.
///
/// Of several, the one whose values are most in common comes first, names that say "id" before others, then
/// the one that stands further left.
func proposeKeys(
    _ lists: ColumnLists, left: any RecordSource, right: any RecordSource
) throws -> [ComparedColumns.Pair] {
    let lefts = try left.sample(records: keySampleRecords)
    let rights = try right.sample(records: keySampleRecords)
    var candidates: [(pair: ComparedColumns.Pair, common: Double, isID: Bool)] = []
    for pair in lists.pairs {
        guard let one = uniqueValues(lefts, pair.left), let other = uniqueValues(rights, pair.right) else {
            continue
        }
        let fewer = min(one.count, other.count)
        let common = fewer == 0 ? 0 : Double(one.intersection(other).count) / Double(fewer)
        // Samples of files in another order have less in common than the files: differences of a few
        // hundredths say nothing.
        candidates.append((pair, (common * 20).rounded() / 20, looksLikeID(lists.left[pair.left])))
    }
    candidates.sort {
        if $0.common != $1.common { return $0.common > $1.common }
        if $0.isID != $1.isID { return $0.isID }
        return $0.pair.left < $1.pair.left
    }
    return candidates.map(\.pair)
}

/// Hashes of a column's values; nil where one repeats or is empty.
private func uniqueValues(_ batches: [RawBatch], _ column: Int) -> Set<UInt64>? {
    var values: Set<UInt64> = []
    for batch in batches {
        for record in 0..<batch.recordCount {
            let field = batch.field(record, column)
            guard !field.isEmpty, values.insert(xxh3(field)).inserted else { return nil }
        }
    }
    return values
}

private func looksLikeID(_ name: String) -> Bool {
    let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }
    let known: Set<Substring> = ["id", "key", "uuid", "guid", "code", "no", "nr", "number", "symbol"]
    return words.contains(where: known.contains) || name.hasSuffix("ID") || name.hasSuffix("Id")
}
