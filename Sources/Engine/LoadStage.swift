import Normalise
import Records
import Synchronization

/// Reads a source wholly and normalises it: raw batches in, a table out.
///
/// - Parameters:
///   - recipes: the fields, in the order of the rows.
///   - idColumn: column of the record ids, if there is one.
/// - Complexity: O(bytes); holds the rows, and of the raw bytes only what is being read.
func load(
    _ source: any RecordSource, recipes: [FieldRecipe], idColumn: Int?, threads: Int, monitor: RunMonitor
) throws -> (table: Table, summary: ReadSummary) {
    let segments = SegmentList()
    let normalisers = NormaliserPool(recipes: recipes, idColumn: idColumn)
    let summary = try source.read(threads: threads, monitor: monitor) { batch in
        segments.append(normalisers.normalise(batch))
    }
    let table = Table(segments: segments.all, fieldCount: recipes.count, hasIds: idColumn != nil)
    return (table, summary)
}

/// Segments as the threads finish them.
private final class SegmentList: Sendable {
    private let segments = Mutex<[SealedSegment]>([])

    func append(_ segment: SealedSegment) { segments.withLock { $0.append(segment) } }
    var all: [SealedSegment] { segments.withLock { $0 } }
}

/// Normalisers, as many as there are threads at work: what one has learnt serves the next batch.
private final class NormaliserPool: Sendable {
    private final class Box: @unchecked Sendable {
        // In one thread's hands at a time.
        var normaliser: Normaliser

        init(_ normaliser: consuming Normaliser) { self.normaliser = normaliser }
    }

    private let recipes: [FieldRecipe]
    private let idColumn: Int?
    private let arena = RowArena()
    private let idle = Mutex<[Box]>([])

    init(recipes: [FieldRecipe], idColumn: Int?) {
        self.recipes = recipes
        self.idColumn = idColumn
    }

    func normalise(_ batch: RawBatch) -> SealedSegment {
        let box =
            idle.withLock { $0.popLast() }
            ?? Box(Normaliser(recipes: recipes, idColumn: idColumn, arena: arena))
        defer { idle.withLock { $0.append(box) } }
        return box.normaliser.normalise(batch)
    }
}

/// Checks that no id stands twice.
///
/// - Throws: `TieoutError` that names the first id, in record order, that repeats.
/// - Complexity: O(records).
func requireUniqueIDs(_ table: Table, source: String, column: String, option: String) throws {
    guard table.hasIds else { return }
    var size = 1024
    while size < table.count * 2 { size *= 2 }
    let slots = UnsafeMutablePointer<(hash: UInt64, record: RecordIndex)>.allocate(capacity: size)
    slots.initialize(repeating: (0, 0), count: size)
    defer { slots.deallocate() }
    for record in 0..<RecordIndex(table.count) {
        let hash = table.withIdBytes(record) { max(xxh3($0), 1) }
        var place = Int(truncatingIfNeeded: hash) & (size - 1)
        while slots[place].hash != 0 {
            if slots[place].hash == hash, table.id(slots[place].record) == table.id(record) {
                let id = String(decoding: table.id(record), as: UTF8.self)
                throw TieoutError(
                    "the id '\(id)' in column '\(column)' stands in records \(slots[place].record + 1) and \(record + 1)",
                    at: source, remedy: "name a column with unique values by \(option)")
            }
            place = (place + 1) & (size - 1)
        }
        slots[place] = (hash, record)
    }
}
