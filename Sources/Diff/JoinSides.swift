import Records
import Synchronization

/// Finds the counterparts of all records, partition by partition, on all threads.
///
/// - Returns: what was found, ordered by place: the left one where there is one.
/// - Complexity: O(entries) time and, beside the stores, a partition of each side for each thread.
func joinSides(
    left: EntryStore, right: EntryStore, isKeyless: Bool, keepsPairs: Bool, sampleMask: UInt64, threads: Int,
    monitor: RunMonitor
) throws -> JoinedRecords {
    let all = Mutex(JoinedRecords())
    let work = WorkCounter(total: RecordEntry.partitions, step: 1)
    try onThreads(threads) { _ in
        var join = PartitionJoin(isKeyless: isKeyless, keepsPairs: keepsPairs, sampleMask: sampleMask)
        var lefts = PartitionEntries()
        var rights = PartitionEntries()
        var own = JoinedRecords()
        while let partition = work.take()?.lowerBound {
            try monitor.checkStop()
            try left.lend(partition: partition, to: &lefts)
            try right.lend(partition: partition, to: &rights)
            join.join(lefts, rights, into: &own)
            left.drop(partition: partition)
            right.drop(partition: partition)
            monitor.unitsDone.add(lefts.count + rights.count, ordering: .relaxed)
        }
        // What each thread has sorted is only merged below: the sort finds runs that ascend.
        own.sort()
        let found = own
        all.withLock { $0.append(found) }
    }
    var joined = all.withLock { $0 }
    joined.sort()
    return joined
}

extension JoinedRecords {
    /// Puts everything in the order of the sources, whichever thread found it.
    fileprivate mutating func sort() {
        changed.sort { $0.left < $1.left }
        pairs.sort { $0.left < $1.left }
        sample.sort { $0.left < $1.left }
        removed.sort()
        added.sort()
        // A group without left records stands behind all others, in the order of its right ones.
        duplicates.sort {
            ($0.lefts.first?.place ?? .max, $0.rights.first?.place ?? .max)
                < ($1.lefts.first?.place ?? .max, $1.rights.first?.place ?? .max)
        }
    }
}
