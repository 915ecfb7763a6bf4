import Records

/// The columns in which the words of `whole` stand, in their order: `first` and one or two others.
///
/// - Parameters:
///   - whole: a column of several words a value.
///   - first: the column that `whole` was paired with, by place in `columns`.
///   - among: columns that are free to join.
/// - Returns: nil where the words of `whole` are in `first` already, or in no other column.
func partsOf(_ whole: ColumnProfile, first: Int, among free: [Int], in columns: [ColumnProfile]) -> [Int]? {
    guard whole.kind.isWords, whole.kind != .category, whole.meanWords >= 1.6 else { return nil }
    guard columns[first].meanWords <= whole.meanWords - 0.6 else { return nil }
    var parts = [first]
    var words = columns[first].words
    var covered = whole.words.share(in: words)
    var meanWords = columns[first].meanWords
    // A part adds a tenth of the words at least, and belongs to them with a fifth of its own.
    while parts.count < 3 {
        var best: (place: Int, covered: Double)?
        for place in free where !parts.contains(place) {
            let part = columns[place]
            guard part.kind.isWords || part.kind == .code,
                meanWords + part.meanWords <= whole.meanWords + 0.8,
                part.words.share(in: whole.words) >= 0.2
            else { continue }
            let more = whole.words.share(in: words.union(part.words))
            if more >= covered + 0.1, more > best?.covered ?? 0 { best = (place, more) }
        }
        guard let best else { break }
        parts.append(best.place)
        words = words.union(columns[best.place].words)
        covered = best.covered
        meanWords += columns[best.place].meanWords
    }
    return parts.count > 1 ? parts.sorted() : nil
}
