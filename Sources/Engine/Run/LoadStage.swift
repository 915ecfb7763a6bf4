import Normalise
import Records
import Synchronization

/// Reads a source wholly and normalises it: raw batches in, a table out.
///
/// - Parameters:
///   - recipes: the fields, in the order of the rows.
///   - idColumn: column of the record ids, if there is one.
///   - terms: counts what it can on the way.
/// - Complexity: O(bytes); holds the rows, and of the raw bytes only what is being read.
func load(
    _ source: any RecordSource, recipes: [FieldRecipe], idColumn: Int?, terms: TermCounter, threads: Int,
    monitor: RunMonitor
) throws -> (table: Table, summary: ReadSummary) {
    let segments = SegmentList()
    let normalisers = NormaliserPool(recipes: recipes, idColumn: idColumn)
    let summary = try source.read(threads: threads, monitor: monitor) { batch in
        let segment = normalisers.normalise(batch)
        terms.add(segment)
        segments.append(segment)
    }
    let table = Table(
        segments: segments.all, fieldCount: recipes.count, hasIds: idColumn != nil, threads: threads)
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
    private let idle = Mutex<[Box]>([])

    init(recipes: [FieldRecipe], idColumn: Int?) {
        self.recipes = recipes
        self.idColumn = idColumn
    }

    func normalise(_ batch: RawBatch) -> SealedSegment {
        let box =
            idle.withLock { $0.popLast() }
            ?? Box(Normaliser(recipes: recipes, idColumn: idColumn))
        defer { idle.withLock { $0.append(box) } }
        return box.normaliser.normalise(batch)
    }
}
