import CKernels
import Records
import Synchronization

/// The vectors of a source by token: which records hold it. Made once, searched by any number of queries.
///
/// ```
///   order    records by scale ─► [ block 0 ][ block 1 ] … of at most 16,384 places
///   lists    token ─► one list, or a few where records hold it several times;
///            frequent tokens that mostly stand together share theirs
///   block    list ─► places of the records in it                  2 bytes a posting
///            and, for lists of many, a bit for each place of the block
/// ```
///
/// Postings carry no weight: a weight is rarity times scale, and the scale is multiplied in once a group of
/// records of nearly the same, when their sums are looked at. `BlockSearch` says how they are used.
public final class NeighbourIndex: Sendable {
    let vectors: TextVectors
    let order: ScaleOrder
    let lists: ImpactLists
    let blocks: [IndexBlock]

    /// Turns vectors over.
    ///
    /// - Complexity: O(entries + records log records), most of it on `threads` threads; about 3 bytes an entry and
    ///   8 a record.
    public convenience init(_ vectors: TextVectors, threads: Int, monitor: RunMonitor) throws {
        try self.init(vectors, placesOfBlock: IndexBlock.mostPlaces, threads: threads, monitor: monitor)
    }

    init(_ vectors: TextVectors, placesOfBlock: Int, threads: Int, monitor: RunMonitor) throws {
        let order = try ScaleOrder(vectors, threads: threads, monitor: monitor)
        let lists = try ImpactLists(vectors, order, threads: threads, monitor: monitor)
        // Blocks of whole lines of bits, as far as they are that large.
        let step = TIEOUT_SCALE_GROUP * min(IndexBlock.groupsOfLine, placesOfBlock / TIEOUT_SCALE_GROUP)
        let steps = (order.records.count + step - 1) / step
        let most = placesOfBlock / step
        let blockCount = (steps + most - 1) / most
        let made = Mutex<[Int: IndexBlock]>([:])
        let work = WorkCounter(total: blockCount, step: 1)
        try onThreads(threads) { _ in
            while let range = work.take() {
                for block in range {
                    try monitor.checkStop()
                    let first = steps * block / blockCount * step
                    let end = min(steps * (block + 1) / blockCount * step, order.records.count)
                    let filled = IndexBlock(first..<end, of: vectors, order: order, lists: lists)
                    made.withLock { $0[block] = filled }
                }
            }
        }
        let blocks = made.withLock { made in (0..<blockCount).compactMap { made[$0] } }
        precondition(blocks.count == blockCount)
        (self.vectors, self.order, self.lists, self.blocks) = (vectors, order, lists, blocks)
    }
}
