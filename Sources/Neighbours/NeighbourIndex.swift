import CKernels
import Records
import Synchronization

/// The vectors of a source by token: which records hold it. Made once, searched by any number of queries.
///
/// ```
///   order    records by scale ─► [ block 0 ][ block 1 ] … of at most 16,384 places
///   lists    token ─► one list, or a few where records hold it several times
///   block    list ─► places of the records that hold the token        2 bytes a posting
///            cut  ─► rest of each place: length of its frequent part    1 byte each, 16 cuts
/// ```
///
/// Postings carry no weight: a weight is rarity times scale, and the scale is multiplied in once a record, when
/// its sum is looked at.
public final class NeighbourIndex: Sendable {
    let vectors: TextVectors
    let order: ScaleOrder
    let lists: ImpactLists
    let cuts: RestCuts
    let blocks: [IndexBlock]

    /// Turns vectors over.
    ///
    /// - Complexity: O(entries + records log records), most of it on `threads` threads; about 2 bytes an entry and
    ///   24 a record.
    public convenience init(_ vectors: TextVectors, threads: Int, monitor: RunMonitor) throws {
        try self.init(vectors, placesOfBlock: IndexBlock.mostPlaces, threads: threads, monitor: monitor)
    }

    init(_ vectors: TextVectors, placesOfBlock: Int, threads: Int, monitor: RunMonitor) throws {
        let order = try ScaleOrder(vectors, threads: threads, monitor: monitor)
        let lists = try ImpactLists(vectors, order, threads: threads, monitor: monitor)
        let cuts = RestCuts(lists.squares)
        let groupSize = TIEOUT_SCALE_GROUP
        let groups = (order.records.count + groupSize - 1) / groupSize
        let mostGroups = placesOfBlock / groupSize
        let blockCount = (groups + mostGroups - 1) / mostGroups
        let made = Mutex<[Int: IndexBlock]>([:])
        let work = WorkCounter(total: blockCount, step: 1)
        try onThreads(threads) { _ in
            while let range = work.take() {
                for block in range {
                    try monitor.checkStop()
                    let first = groups * block / blockCount * groupSize
                    let end = min(groups * (block + 1) / blockCount * groupSize, order.records.count)
                    let filled = IndexBlock(first..<end, of: vectors, order: order, lists: lists, cuts: cuts)
                    made.withLock { $0[block] = filled }
                }
            }
        }
        let blocks = made.withLock { made in (0..<blockCount).compactMap { made[$0] } }
        precondition(blocks.count == blockCount)
        (self.vectors, self.order, self.lists, self.cuts, self.blocks) = (vectors, order, lists, cuts, blocks)
    }
}
