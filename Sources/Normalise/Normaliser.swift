import Records

/// Turns raw batches into rows, by recipe. One for each thread: it keeps scratch space and memory of
/// values between batches, and what it returns does not depend on either.
public struct Normaliser: ~Copyable {
    private let recipes: [FieldRecipe]
    private let idColumn: Int?
    private let columns: [Int]
    private var scratch: [UInt8] = []
    private var joined: [UInt8] = []

    /// - Parameters:
    ///   - recipes: the fields of a row, in order; at least one.
    ///   - idColumn: the raw column that holds the records' ids; nil where records are numbered.
    public init(recipes: [FieldRecipe], idColumn: Int?) {
        precondition(!recipes.isEmpty, "a row needs a field")
        self.recipes = recipes
        self.idColumn = idColumn
        columns = recipes.flatMap(\.source.columns)
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
            sequence: batch.sequence, fieldCount: recipes.count, capacity: expectedBytes(batch))
        for record in 0..<batch.recordCount {
            rows.openRow()
            recipes.withUnsafeBufferPointer { recipes in
                for recipe in recipes { write(recipe, record, batch, into: &rows) }
            }
            rows.closeRow(id: idColumn.map { batch.field(record, $0) } ?? Bytes(start: nil, count: 0))
        }
        return rows.seal()
    }

    /// Room for rows whose canonical values are no longer than the raw ones.
    private func expectedBytes(_ batch: RawBatch) -> Int {
        var bytes = batch.recordCount * (recipes.count * Row.headSize + 8) + 64
        for recipe in recipes where recipe.kind.isNumeric { bytes += 8 * batch.recordCount }
        batch.lengths.withUnsafeBufferPointer { lengths in
            for column in columns {
                for record in 0..<batch.recordCount {
                    bytes += Int(lengths[record * batch.columnCount + column])
                }
            }
        }
        return bytes
    }

    @inline(__always)
    private mutating func write(
        _ recipe: borrowing FieldRecipe, _ record: Int, _ batch: RawBatch, into rows: inout RowSegment
    ) {
        switch recipe.source {
        case .column(let column):
            writeValue(batch.field(record, column), recipe.kind, recipe.format, into: &rows)
        case .joined(let parts):
            join(parts, record, batch)
            writeJoined(recipe.kind, recipe.format, into: &rows)
        case .signed(let amount, let direction):
            writeSigned(
                batch.field(record, amount), batch.field(record, direction), recipe.format, into: &rows)
        }
    }

    @inline(__always)
    private mutating func writeValue(
        _ raw: Bytes, _ kind: FieldKind, _ format: ValueFormat, into rows: inout RowSegment
    ) {
        let out = rows.roomForField(canonicalRoom(raw.count))
        let length = writeCanonical(raw, kind: kind, format: format, to: out, table: ByteClass.words)
        if length >= 0 { return rows.closeField(length: length) }
        writeCanonicalUnicode(raw, kind: kind, into: &scratch)
        let room = rows.roomForField(scratch.count)
        scratch.withUnsafeBufferPointer { bytes in
            if let base = bytes.baseAddress { room.update(from: base, count: bytes.count) }
        }
        rows.closeField(length: scratch.count)
    }

    /// Joins columns into `joined`, a space between them.
    private mutating func join(_ parts: [Int], _ record: Int, _ batch: RawBatch) {
        joined.removeAll(keepingCapacity: true)
        for column in parts {
            let part = batch.field(record, column).trimmed
            if part.count == 0 { continue }
            if !joined.isEmpty { joined.append(ByteClass.space) }
            joined.append(contentsOf: part)
        }
    }

    private mutating func writeJoined(_ kind: FieldKind, _ format: ValueFormat, into rows: inout RowSegment) {
        // Lent out while it is read, so that `self` stays free for the scratch space.
        let lent = joined
        joined = []
        lent.withUnsafeBufferPointer { writeValue($0, kind, format, into: &rows) }
        joined = lent
    }

    private mutating func writeSigned(
        _ amount: Bytes, _ direction: Bytes, _ format: ValueFormat, into rows: inout RowSegment
    ) {
        let out = rows.roomForField(8)
        guard let value = signedAmount(amount, direction, format) else { return rows.closeField(length: 0) }
        rows.closeField(length: writeNumber(value, to: out))
    }
}

/// An amount with the sign that its debit or credit word gives it; its own sign where the word says
/// nothing. A negative debit is a reversal, and so a credit.
func signedAmount(_ amount: Bytes, _ direction: Bytes, _ format: ValueFormat) -> Double? {
    guard let number = parseNumber(amount, decimalComma: format.decimalComma) else { return nil }
    guard let direction = parseDirection(direction) else { return number.value }
    let isNegative = (direction == .debit) != format.debitPositive
    return isNegative ? 0 - number.value : number.value
}
