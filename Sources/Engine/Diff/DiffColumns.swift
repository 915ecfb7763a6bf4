import Diff
import Records

/// Which columns of two sources belong together, before anything is read.
struct DiffColumns {
    var lists: ColumnLists
    /// Columns of the key, as indices into both sources; nil: not told.
    var keys: [ComparedColumns.Pair]?
    /// Pairs that are not compared.
    private var isCompared: Set<Int>

    /// - Throws: `TieoutError` for names that no source has, or a key column that the right one lacks.
    init(_ options: DiffOptions, left: any RecordSource, right: any RecordSource) throws {
        var pairs: [ComparedColumns.Pair] = []
        var taken: Set<Int> = []
        var mapped: [Int: Int] = [:]
        for (one, other) in options.map {
            let pair = ComparedColumns.Pair(
                left: try findColumn(one, in: left.columns, source: left.name),
                right: try findColumn(other, in: right.columns, source: right.name))
            guard mapped[pair.left] == nil, taken.insert(pair.right).inserted else {
                throw TieoutError("a column is mapped twice", at: "--map", remedy: "name each column once")
            }
            mapped[pair.left] = pair.right
        }
        for (index, name) in left.columns.enumerated() {
            if let other = mapped[index] {
                pairs.append(.init(left: index, right: other))
            } else if let other = right.columns.firstIndex(of: name), !taken.contains(other) {
                pairs.append(.init(left: index, right: other))
                taken.insert(other)
            }
        }
        let ignored = try Self.ignored(options, left: left, right: right)
        let only = try options.only.map {
            try Set($0.map { try findColumn($0, in: left.columns, source: left.name) })
        }
        let paired = Set(pairs.map(\.left))
        isCompared = Set(
            pairs.map(\.left).filter {
                !ignored.left.contains($0) && (only?.contains($0) ?? true)
            })
        lists = ColumnLists(
            left: left.columns, right: right.columns, pairs: pairs,
            onlyLeft: left.columns.indices.filter {
                !paired.contains($0) && !ignored.left.contains($0) && (only?.contains($0) ?? true)
            },
            onlyRight: right.columns.indices.filter {
                !taken.contains($0) && !ignored.right.contains($0) && only == nil
            })
        keys = try options.key.map { names in
            try names.map { name in
                let index = try findColumn(name, in: left.columns, source: left.name)
                guard let pair = pairs.first(where: { $0.left == index }) else {
                    throw TieoutError(
                        "has no column '\(left.columns[index])', which is part of the key", at: right.name,
                        remedy: "say --map \(left.columns[index])=COLUMN, or choose another key")
                }
                return pair
            }
        }
    }

    /// What is compared under a key; without one, whole rows.
    func compared(keys: [ComparedColumns.Pair]) -> ComparedColumns {
        let keyColumns = Set(keys.map(\.left))
        return ComparedColumns(
            keys: keys,
            cells: lists.pairs.filter { isCompared.contains($0.left) && !keyColumns.contains($0.left) })
    }

    /// Follows columns to where their values went. Mapped and key columns stay as they are.
    mutating func follow(_ pairs: [ComparedColumns.Pair], keys: [ComparedColumns.Pair]) {
        let fixed = Set(keys.map(\.left))
        let rights = Set(keys.map(\.right))
        let before = Set(lists.pairs.map(\.left))
        lists.pairs =
            (lists.pairs.filter { fixed.contains($0.left) }
            + pairs.filter { !fixed.contains($0.left) && !rights.contains($0.right) })
            .sorted { $0.left < $1.left }
        for pair in lists.pairs where !before.contains(pair.left) { isCompared.insert(pair.left) }
        lists.onlyLeft.removeAll { left in lists.pairs.contains { $0.left == left } }
        lists.onlyRight.removeAll { right in lists.pairs.contains { $0.right == right } }
    }

    private static func ignored(
        _ options: DiffOptions, left: any RecordSource, right: any RecordSource
    ) throws -> (left: Set<Int>, right: Set<Int>) {
        var found = (left: Set<Int>(), right: Set<Int>())
        for name in options.ignore {
            let one = try? findColumn(name, in: left.columns, source: left.name)
            let other = try? findColumn(name, in: right.columns, source: right.name)
            if one == nil && other == nil {
                _ = try findColumn(name, in: left.columns + right.columns, source: "--ignore")
            }
            if let one { found.left.insert(one) }
            if let other { found.right.insert(other) }
        }
        return found
    }
}
