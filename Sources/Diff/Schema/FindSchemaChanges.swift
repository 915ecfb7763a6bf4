import Records

/// The columns of both sources, as far as they are looked at.
public struct ColumnLists: Sendable {
    /// Names of the left columns.
    public var left: [String]
    /// Names of the right columns.
    public var right: [String]
    /// Columns that belong together, by name or as told.
    public var pairs: [ComparedColumns.Pair]
    /// Left columns without a counterpart, by index.
    public var onlyLeft: [Int]
    /// Right columns without a counterpart, by index.
    public var onlyRight: [Int]

    /// Takes each of its facts.
    public init(
        left: [String], right: [String], pairs: [ComparedColumns.Pair], onlyLeft: [Int], onlyRight: [Int]
    ) {
        self.left = left
        self.right = right
        self.pairs = pairs
        self.onlyLeft = onlyLeft
        self.onlyRight = onlyRight
    }
}

/// What became of the columns: added, dropped, and by what they hold, renamed and shifted.
///
/// - Parameter sample: pairs of records with the same key; of an empty one, nothing is recognised by content.
/// - Returns: the changes in the order of the left columns, then what was added; and which columns belong
///   together if renamed and shifted ones are followed.
public func findSchemaChanges(
    _ columns: ColumnLists, sample: PairSample
) -> (changes: [SchemaChange], followed: [ComparedColumns.Pair]) {
    var changes: [(order: Int, change: SchemaChange)] = []
    var followed = columns.pairs
    var onlyRight = columns.onlyRight
    for left in columns.onlyLeft {
        let candidates = onlyRight.map { ($0, sample.agreement(left, $0)) }.filter { $0.1.isConvincing }
        // The first of the best: a dropped column whose values two columns hold takes the earlier.
        if let best = candidates.max(by: { ($0.1.share, $1.0) < ($1.1.share, $0.0) }) {
            changes.append(
                (
                    left,
                    SchemaChange(
                        .renamed, left: columns.left[left], right: columns.right[best.0],
                        evidence: evidence(best.1))
                ))
            followed.append(ComparedColumns.Pair(left: left, right: best.0))
            onlyRight.removeAll { $0 == best.0 }
        } else {
            changes.append(
                (
                    left,
                    SchemaChange(
                        .dropped, left: columns.left[left], evidence: "no right column has this name")
                )
            )
        }
    }
    for index in followed.indices {
        let pair = followed[index]
        guard columns.pairs.contains(pair), let (neighbour, agreement) = shift(pair, columns, sample) else {
            continue
        }
        changes.append(
            (
                pair.left,
                SchemaChange(
                    .shifted, left: columns.left[pair.left], right: columns.right[neighbour],
                    evidence: evidence(agreement))
            ))
        followed[index].right = neighbour
    }
    changes.sort { $0.order < $1.order }
    let added = onlyRight.map {
        SchemaChange(.added, right: columns.right[$0], evidence: "no left column has this name")
    }
    return (changes.map(\.change) + added, withoutRepeats(followed))
}

/// The neighbour under which a column's values are found, if they are not where they should be.
private func shift(
    _ pair: ComparedColumns.Pair, _ columns: ColumnLists, _ sample: PairSample
) -> (Int, ColumnAgreement)? {
    let own = sample.agreement(pair.left, pair.right)
    guard own.share < 0.5, own.records >= ColumnAgreement.fewest else { return nil }
    let neighbours = [pair.right - 1, pair.right + 1].filter { columns.right.indices.contains($0) }
    return neighbours.map { ($0, sample.agreement(pair.left, $0)) }
        .filter { $0.1.isConvincing && $0.1.share > own.share + 0.3 }
        .max { $0.1.share < $1.1.share }
}

private func evidence(_ agreement: ColumnAgreement) -> String {
    "values agree in \(Int((100 * agreement.share).rounded(.down))) % of \(agreement.records) records with the same key"
}

/// Of several left columns with one right column, the one that was recognised last keeps it.
private func withoutRepeats(_ pairs: [ComparedColumns.Pair]) -> [ComparedColumns.Pair] {
    var last: [Int: Int] = [:]
    for (index, pair) in pairs.enumerated() { last[pair.right] = index }
    return pairs.indices.filter { last[pairs[$0].right] == $0 }.map { pairs[$0] }
}
