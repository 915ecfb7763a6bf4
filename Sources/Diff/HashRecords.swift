import Records

/// Hashes records: the columns that name them to 128 bits, the others to 64.
///
/// The fields of a group of columns are hashed as one run of bytes, the separator between them: in most records
/// of a file they lie in its bytes just so, and are hashed where they are. Equal fields give equal hashes on both
/// sides, whatever places the columns have and however the fields were quoted; but for cells that are hashed as they
/// were written. Different fields never do: `FieldRuns` keeps them apart.
struct RecordHashing {
    private let naming: HashedColumns
    private let compared: HashedColumns
    private let separator: UInt8
    /// What encloses fields, where cells are hashed as they were written.
    private let quote: UInt8?

    /// Columns in which quotes may stay doubled (`RecordSource.read`). A key that lies between them is halved; it
    /// is so in all records of that key, which could not be written otherwise.
    var verbatim: Set<Int> { quote == nil ? [] : Set(compared.columns).subtracting(naming.columns) }

    /// - Parameters:
    ///   - separators: of both sides (`RecordSource.separator`).
    ///   - quote: `commonQuote` of both sides. With it the cells of a record are hashed as they were written: what is
    ///     quoted otherwise though it is the same costs a second look, and nothing else. Keys are always those of
    ///     their fields.
    init(
        _ columns: ComparedColumns, _ side: DiffSide, separators: (left: UInt8?, right: UInt8?),
        quote: UInt8? = nil
    ) {
        self.quote = quote
        let shared = separators.left == separators.right ? separators.left : nil
        separator = shared ?? separators.left ?? separators.right ?? UInt8(ascii: ",")
        let own = side == .left ? separators.left : separators.right
        let hasRuns = own == separator
        naming = HashedColumns(columns.isKeyless ? columns.cells : columns.keys, side, hasRuns: hasRuns)
        compared = HashedColumns(
            columns.isKeyless ? [] : columns.cellsAndKeysBetween, side, hasRuns: hasRuns)
        precondition(quote == nil || compared.isRun && compared.count > 1, "what was written is a run")
    }

    /// Hands each record of a batch to `writer`.
    func hash(_ batch: RawBatch, into writer: EntryWriter) {
        forEachHash(batch, soon: { writer.prepare(RecordEntry.partition($0)) }) { record, key, row in
            writer.append(
                RecordEntry(
                    key: key, row: row, place: batch.byteOffset &+ UInt64(batch.recordOffsets[record])))
        }
    }

    /// Finds the runs of sixteen records before it hashes the first: what was just written cannot be read at
    /// once, and hashing would wait for it. All keys are hashed before the first row for the sake of `soon`.
    ///
    /// - Parameter soon: is told of each key some time before `body` is.
    @inline(__always)
    func forEachHash(
        _ batch: RawBatch, soon: (Hash128) -> Void = { _ in },
        _ body: (_ record: Int, _ key: Hash128, _ row: UInt64) -> Void
    ) {
        precondition(batch.recordOffsets.count == batch.recordCount, "every record has a place")
        guard batch.recordCount > 0 else { return }
        guard let starts = batch.starts.baseAddress, let lengths = batch.lengths.baseAddress else { return }
        var runs = FieldRuns(
            bytes: batch.bytes, starts: starts, lengths: lengths, separator: separator, quote: quote)
        var unusual = batch.unusual.makeIterator()
        var nextUnusual = unusual.next().map(Int.init)
        let width = batch.columnCount
        let hasRow = !compared.columns.isEmpty
        for start in stride(from: 0, to: batch.recordCount, by: FieldRuns.records) {
            let records = start..<min(start &+ FieldRuns.records, batch.recordCount)
            runs.clear()
            for record in records {
                runs.add(naming, record &* width)
                if quote == nil {
                    if hasRow { runs.add(compared, record &* width) }
                } else if record != nextUnusual {
                    runs.addAsWritten(compared, record &* width)
                } else {
                    runs.addUnusual(compared, record &* width)
                    nextUnusual = unusual.next().map(Int.init)
                }
            }
            let step = hasRow ? 2 : 1
            for index in 0..<records.count {
                runs.keys[index] = runs.hashWide(index &* step)
                soon(runs.keys[index])
            }
            for (index, record) in records.enumerated() {
                body(record, runs.keys[index], hasRow ? runs.hash(index &* step &+ 1) : 0)
            }
        }
    }
}

/// Columns of one side whose fields are hashed together, in the order of the left side.
struct HashedColumns {
    let columns: [Int]
    /// The columns stand side by side in the source, in this order.
    let isRun: Bool
    /// Index of the first of them in the source; 0 where there is none.
    let first: Int
    let count: Int

    init(_ pairs: [ComparedColumns.Pair], _ side: DiffSide, hasRuns: Bool) {
        let columns = pairs.map { side == .left ? $0.left : $0.right }
        self.columns = columns
        first = columns.first ?? 0
        count = columns.count
        isRun = hasRuns && zip(columns, columns.dropFirst()).allSatisfy { $0 + 1 == $1 }
    }
}

extension ComparedColumns {
    /// The cells, and the columns of the key that stand between them on the left side: records are only compared
    /// with those of the same key, so its fields change nothing, and without them the bytes of a record would
    /// fall into two runs.
    var cellsAndKeysBetween: [Pair] {
        guard let first = cells.map(\.left).min(), let last = cells.map(\.left).max() else { return [] }
        let between = keys.filter { (first...last).contains($0.left) }
        return (cells + between).sorted { ($0.left, $0.right) < ($1.left, $1.right) }
    }
}
