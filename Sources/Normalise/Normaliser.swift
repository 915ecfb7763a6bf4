import Records

/// Turns raw batches into rows, by recipe. One for each thread: it keeps scratch space and a memo between
/// batches, and what it returns does not depend on them.
public struct Normaliser: ~Copyable {
    private let plans: [FieldPlan]
    private let idColumn: Int?
    private let columns: [Int]
    private let folding = Folding()
    private var scratch: [UInt8] = []
    private var joined: [UInt8] = []
    private let memo = ValueMemo()
    private let arena: RowArena
    private let idArena: RowArena

    /// A normaliser for one source.
    ///
    /// - Parameters:
    ///   - recipes: the fields of a row, in order; at least one.
    ///   - idColumn: the raw column that holds the records' ids; nil where records are numbered.
    ///   - arena: where the rows go; no other normaliser should use it.
    ///   - idArena: the same for the ids.
    public init(
        recipes: [FieldRecipe], idColumn: Int?, arena: RowArena = RowArena(), idArena: RowArena = RowArena()
    ) {
        precondition(!recipes.isEmpty, "a row needs a field")
        self.arena = arena
        self.idArena = idArena
        self.idColumn = idColumn
        columns = recipes.flatMap(\.source.columns)
        var next = 0
        plans = recipes.enumerated().map { number, recipe in
            let count = recipe.source.columns.count
            defer { next += count }
            return FieldPlan(recipe, number: number, columns: next..<(next + count))
        }
    }

    /// The rows of one batch.
    ///
    /// - Precondition: every column of the recipes and the id column are columns of the batch.
    /// - Complexity: O(bytes of the columns read)
    public mutating func normalise(_ batch: RawBatch) -> SealedSegment {
        precondition(
            columns.allSatisfy { $0 < batch.columnCount }, "a recipe reads a column that is not there")
        precondition(idColumn.map { $0 < batch.columnCount } ?? true, "there is no such id column")
        var rows = RowSegment(
            sequence: batch.sequence, signatures: plans.map(\.kind.signature), capacity: expectedBytes(batch),
            records: batch.recordCount, idBytes: idBytes(batch), arena: arena, idArena: idArena)
        let plans = plans
        for record in 0..<batch.recordCount {
            rows.openRow()
            for plan in plans { write(plan, record, batch, into: &rows) }
            rows.closeRow(id: idColumn.map { batch.field(record, $0) } ?? Bytes(start: nil, count: 0))
        }
        return rows.seal()
    }

    private func idBytes(_ batch: RawBatch) -> Int {
        guard let idColumn else { return 0 }
        return (0..<batch.recordCount).reduce(0) { $0 + batch.field($1, idColumn).count }
    }

    /// Room for rows whose canonical values are no longer than the raw ones; what is too much goes back.
    private func expectedBytes(_ batch: RawBatch) -> Int {
        let numbers = plans.count { $0.kind.isNumeric }
        return batch.bytes.count + batch.recordCount * (plans.count * Row.headSize + numbers * 8 + 8)
            + Folding.slack
    }

    @inline(__always)
    private mutating func write(
        _ plan: FieldPlan, _ record: Int, _ batch: RawBatch, into rows: inout RowSegment
    ) {
        let raw = batch.field(record, plan.column)
        switch plan.shape {
        case .column: writeValue(raw, plan, into: &rows)
        case .signed: writeSigned(raw, batch.field(record, plan.direction), plan, into: &rows)
        case .joined:
            join(plan, record, batch)
            writeJoined(plan, into: &rows)
        }
    }

    @inline(__always)
    private mutating func writeValue(_ raw: Bytes, _ plan: FieldPlan, into rows: inout RowSegment) {
        let out = rows.roomForField(canonicalRoom(raw.count))
        let length = writeCanonical(raw, kind: plan.kind, format: plan.format, to: out, folding: folding)
        if length >= 0 { return rows.closeField(length: length) }
        writeSlowly(raw, plan, into: &rows)
    }

    @inline(never)
    private mutating func writeSlowly(_ raw: Bytes, _ plan: FieldPlan, into rows: inout RowSegment) {
        let slot = plan.remembers ? memo.slot(raw, field: plan.number) : nil
        if let slot, let form = memo.form(slot, raw, field: plan.number) { return copy(form, into: &rows) }
        writeCanonicalSlowly(raw, kind: plan.kind, format: plan.format, into: &scratch)
        if let slot { memo.keep(slot, raw, field: plan.number, form: scratch) }
        scratch.withUnsafeBufferPointer { copy($0, into: &rows) }
    }

    private func copy(_ form: Bytes, into rows: inout RowSegment) {
        let room = rows.roomForField(form.count)
        if let base = form.baseAddress { room.update(from: base, count: form.count) }
        rows.closeField(length: form.count)
    }

    /// Joins columns into `joined`, a space between them.
    private mutating func join(_ plan: FieldPlan, _ record: Int, _ batch: RawBatch) {
        joined.removeAll(keepingCapacity: true)
        for place in plan.firstColumn..<plan.endColumn {
            let part = batch.field(record, columns[place]).trimmed
            if part.count == 0 { continue }
            if !joined.isEmpty { joined.append(ByteClass.space) }
            joined.append(contentsOf: part)
        }
    }

    private mutating func writeJoined(_ plan: FieldPlan, into rows: inout RowSegment) {
        // Lent out while it is read, so that `self` stays free for the scratch space.
        let lent = joined
        joined = []
        lent.withUnsafeBufferPointer { writeValue($0, plan, into: &rows) }
        joined = lent
    }

    private mutating func writeSigned(
        _ amount: Bytes, _ direction: Bytes, _ plan: FieldPlan, into rows: inout RowSegment
    ) {
        let out = rows.roomForField(8)
        let value = signedAmount(amount, direction, plan.format)
        rows.closeField(length: value.map { writeNumber($0, to: out) } ?? 0)
    }
}

/// A recipe without references, so that reading it counts none.
private struct FieldPlan {
    enum Shape { case column, joined, signed }

    let shape: Shape
    let number: UInt8
    let remembers: Bool
    let kind: FieldKind
    let format: ValueFormat
    /// The raw column; the first of several.
    let column: Int
    /// The column of debit and credit words.
    let direction: Int
    /// The recipe's columns, as a range of the normaliser's list of all columns.
    let firstColumn: Int
    let endColumn: Int

    /// Half of all values came before: below that the memo is mostly filled in vain.
    static let leastRepeats = 0.5

    init(_ recipe: FieldRecipe, number: Int, columns: Range<Int>) {
        self.number = UInt8(truncatingIfNeeded: number)
        // Fields beyond the 256th go without: their numbers would meet in the memo.
        remembers = recipe.repeatShare >= FieldPlan.leastRepeats && number < 256
        kind = recipe.kind
        format = recipe.format
        firstColumn = columns.lowerBound
        endColumn = columns.upperBound
        switch recipe.source {
        case .column(let only): (shape, column, direction) = (.column, only, 0)
        case .joined(let all):
            precondition(!all.isEmpty, "a joined field needs a column")
            (shape, column, direction) = (.joined, all[0], 0)
        case .signed(let amount, let word): (shape, column, direction) = (.signed, amount, word)
        }
    }
}

/// An amount with the sign that its debit or credit word gives it; its own sign where the word says
/// nothing. A negative debit is a reversal, and so a credit.
func signedAmount(_ amount: Bytes, _ direction: Bytes, _ format: ValueFormat) -> Double? {
    let plain = plainNumber(amount, decimalComma: format.decimalComma)
    guard let value = plain ?? parseNumber(amount, decimalComma: format.decimalComma)?.value else {
        return nil
    }
    guard let direction = parseDirection(direction) else { return value }
    let isNegative = (direction == .debit) != format.debitPositive
    return isNegative ? 0 - value : value
}
