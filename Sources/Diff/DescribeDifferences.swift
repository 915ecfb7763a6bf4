import Records

/// Turns items into differences, one after the other.
struct DifferenceDescription {
    let columns: ComparedColumns
    let rules: [CellRule]
    let noValues: Bool
    let left: FetchedSide
    let right: FetchedSide
    private(set) var batch = DifferenceBatch()
    private(set) var counts: CellCounts
    private let leftNames: [Int]
    private let rightNames: [Int]

    init(columns: ComparedColumns, rules: [CellRule], noValues: Bool, left: FetchedSide, right: FetchedSide) {
        precondition(rules.count == columns.cells.count)
        self.columns = columns
        self.rules = rules
        self.noValues = noValues
        self.left = left
        self.right = right
        counts = CellCounts(columns: columns.cells.count)
        leftNames = columns.naming(.left)
        rightNames = columns.naming(.right)
    }

    /// - Parameters:
    ///   - one: index of the left record among those fetched, where the item has one.
    ///   - other: index of the right record.
    mutating func describe(_ item: CompareItem, _ one: Int, _ other: Int) {
        switch item.reason {
        case .removed: appendRecord(.removed, item, one, nil)
        case .added: appendRecord(.added, item, nil, other)
        case .moved: appendRecord(.moved, item, one, other)
        case .rekeyed:
            appendRekeyed(item, one, other)
            compareCells(item, one, other)
        case .changed:
            guard haveEqualKeys(one, other) else {
                // Two keys of one hash: the bytes decide.
                counts.strangers += 1
                appendRecord(.removed, item, one, nil)
                return appendRecord(.added, item, nil, other)
            }
            compareCells(item, one, other)
        }
    }

    private func haveEqualKeys(_ one: Int, _ other: Int) -> Bool {
        for key in columns.keys where !equalBytes(left.field(one, key.left), right.field(other, key.right)) {
            return false
        }
        return true
    }

    private mutating func compareCells(_ item: CompareItem, _ one: Int, _ other: Int) {
        var key: Difference.Text?
        for (place, column) in columns.cells.enumerated() {
            let leftValue = left.field(one, column.left)
            let rightValue = right.field(other, column.right)
            if equalBytes(leftValue, rightValue) { continue }
            if !rules[place].isExact && rules[place].agree(leftValue, rightValue) { continue }
            let name = key ?? appendKey(one, of: left, columns: leftNames, to: &batch)
            key = name
            var difference = Difference(
                .changed, isDuplicate: item.isDuplicate, column: place, key: name)
            if !noValues {
                difference.leftValue = batch.add(leftValue)
                difference.rightValue = batch.add(rightValue)
            }
            locate(&difference, one, other)
            batch.rows.append(difference)
            if item.isDuplicate { counts.duplicateCells[place] += 1 } else { counts.cells[place] += 1 }
        }
        guard item.reason == .changed else { return }
        switch (item.isDuplicate, key != nil) {
        case (false, true): counts.rowsChanged += 1
        case (false, false): counts.rowsAgreeing += 1
        case (true, true): counts.duplicateRowsChanged += 1
        case (true, false): counts.duplicateRowsAgreeing += 1
        }
    }

    private mutating func appendRecord(
        _ kind: DifferenceKind, _ item: CompareItem, _ one: Int?, _ other: Int?
    ) {
        let key: Difference.Text
        if let one {
            key = appendKey(one, of: left, columns: leftNames, to: &batch)
        } else if let other {
            key = appendKey(other, of: right, columns: rightNames, to: &batch)
        } else {
            preconditionFailure("a difference is about a record")
        }
        var difference = Difference(kind, isDuplicate: item.isDuplicate, key: key)
        locate(&difference, one, other)
        batch.rows.append(difference)
    }

    private mutating func appendRekeyed(_ item: CompareItem, _ one: Int, _ other: Int) {
        let key = appendKey(one, of: left, columns: leftNames, to: &batch)
        var difference = Difference(.rekeyed, isDuplicate: item.isDuplicate, key: key)
        difference.leftValue = key
        difference.rightValue = appendKey(other, of: right, columns: rightNames, to: &batch)
        locate(&difference, one, other)
        batch.rows.append(difference)
    }

    private func locate(_ difference: inout Difference, _ one: Int?, _ other: Int?) {
        if let one {
            difference.leftRecord = left.number(one)
            difference.leftLine = left.line(one)
        }
        if let other {
            difference.rightRecord = right.number(other)
            difference.rightLine = right.line(other)
        }
    }
}
