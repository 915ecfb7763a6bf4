import Records

/// The columns of two sources on their way to an alignment.
struct ColumnMatching {
    let left: [ColumnProfile]
    let right: [ColumnProfile]
    private let likeness: [[Likeness]]
    private var found: [Match] = []

    /// Columns, by place in `left` and `right`, that were found to be one field.
    private struct Match {
        var left: [Int]
        var right: [Int]
        /// Column of debit and credit words on that side, and whether debits add.
        var leftDirection: Int?
        var rightDirection: Int?
        var debitPositive = false
        var evidence: String
    }

    init(left: [ColumnProfile], right: [ColumnProfile]) {
        self.left = left
        self.right = right
        likeness = left.indices.map { i in
            right.indices.map { j in
                Likeness(
                    left[i], right[j],
                    positions: (
                        Double(i) / Double(max(1, left.count)), Double(j) / Double(max(1, right.count))
                    ))
            }
        }
    }

    /// Pairs columns one to one.
    mutating func assign() {
        let weights = likeness.map { $0.map { $0.total >= Likeness.floor ? $0.total : 0 } }
        for (i, j) in assignment(weights).enumerated() {
            guard let j else { continue }
            found.append(Match(left: [i], right: [j], evidence: likeness[i][j].evidence))
        }
    }

    /// Adds the columns that hold the rest of the words where one side writes in one column what the
    /// other writes in several.
    mutating func joinParts() {
        for place in found.indices {
            let match = found[place]
            guard let i = match.left.first, let j = match.right.first else { continue }
            let freeRight = unread(right, \.right)
            let freeLeft = unread(left, \.left)
            if let parts = partsOf(left[i], first: j, among: freeRight, in: right) {
                found[place].right = parts
                found[place].evidence = "the words of \(left[i].name) stand in \(parts.count) columns"
            } else if let parts = partsOf(right[j], first: i, among: freeLeft, in: left) {
                found[place].left = parts
                found[place].evidence = "the words of \(right[j].name) stand in \(parts.count) columns"
            }
        }
    }

    /// Gives unsigned amounts the sign of a debit or credit column where the other side's amounts have
    /// signs of their own.
    mutating func joinDirections() {
        for place in found.indices {
            guard let i = found[place].left.first, let j = found[place].right.first else { continue }
            if let view = signedView(
                left[i], against: right[j], among: unread(left, \.left).map { left[$0].index })
            {
                found[place].leftDirection = view.direction
                found[place].debitPositive = view.debitPositive
                found[place].evidence += ", signs from a debit or credit column"
            } else if let view = signedView(
                right[j], against: left[i], among: unread(right, \.right).map { right[$0].index })
            {
                found[place].rightDirection = view.direction
                found[place].debitPositive = view.debitPositive
                found[place].evidence += ", signs from a debit or credit column"
            }
        }
    }

    /// Raw columns that the fields read.
    var readLeft: Set<Int> {
        Set(
            found.flatMap { match in
                match.left.map { left[$0].index } + [match.leftDirection].compactMap { $0 }
            })
    }
    var readRight: Set<Int> {
        Set(
            found.flatMap { match in
                match.right.map { right[$0].index } + [match.rightDirection].compactMap { $0 }
            })
    }

    private func unread(_ columns: [ColumnProfile], _ side: KeyPath<Match, [Int]>) -> [Int] {
        let read = Set(found.flatMap { $0[keyPath: side] })
        return columns.indices.filter { !read.contains($0) }
    }

    func pairs() -> [ColumnPair] { found.map(pair) }

    private func pair(_ match: Match) -> ColumnPair {
        let l = match.left.map { left[$0] }
        let r = match.right.map { right[$0] }
        let name = fieldName(l, r)
        let isJoined = l.count + r.count > 2
        let isSigned = match.leftDirection != nil || match.rightDirection != nil
        let whole = l.count == 1 ? l[0] : r[0]
        var kind =
            isJoined
            ? (whole.kind.isWords && whole.kind != .category ? whole.kind : .text) : pairedKind(l[0], r[0])
        if isSigned, !kind.isNumeric { kind = .number }
        let formats = agreedFormats(l[0], r[0])
        return ColumnPair(
            name: name, kind: kind,
            left: recipe(l, name, kind, formats.0, direction: match.leftDirection, match.debitPositive),
            right: recipe(r, name, kind, formats.1, direction: match.rightDirection, match.debitPositive),
            evidence: match.evidence)
    }

    private func recipe(
        _ columns: [ColumnProfile], _ name: String, _ kind: FieldKind, _ format: ValueFormat, direction: Int?,
        _ debitPositive: Bool
    ) -> FieldRecipe {
        var format = format
        var source = FieldSource.column(columns[0].index)
        if let direction {
            source = .signed(amount: columns[0].index, direction: direction)
            format.debitPositive = debitPositive
        } else if columns.count > 1 {
            source = .joined(columns.map(\.index))
        }
        let repeats = columns.count > 1 || direction != nil ? 0 : columns[0].repeatShare
        return FieldRecipe(name: name, kind: kind, source: source, format: format, repeatShare: repeats)
    }

    /// The left name if it says something, else the right one if that does.
    private func fieldName(_ l: [ColumnProfile], _ r: [ColumnProfile]) -> String {
        let whole = l.count <= r.count ? l[0] : r[0]
        let other = l.count <= r.count ? r[0] : l[0]
        return ColumnName(whole.name).isTelling || !ColumnName(other.name).isTelling ? whole.name : other.name
    }

    /// What one sample leaves open the other may show.
    private func agreedFormats(_ l: ColumnProfile, _ r: ColumnProfile) -> (ValueFormat, ValueFormat) {
        var (lf, rf) = (l.format, r.format)
        if !l.dayOrderIsKnown, r.dayOrderIsKnown { lf.dayFirst = rf.dayFirst }
        if !r.dayOrderIsKnown, l.dayOrderIsKnown { rf.dayFirst = lf.dayFirst }
        if !l.decimalMarkIsKnown, r.decimalMarkIsKnown { lf.decimalComma = rf.decimalComma }
        if !r.decimalMarkIsKnown, l.decimalMarkIsKnown { rf.decimalComma = lf.decimalComma }
        return (lf, rf)
    }
}
