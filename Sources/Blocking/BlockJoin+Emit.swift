import Records

extension BlockJoin {
    /// Emits every candidate pair once, with all rules that hold for it, in batches of about `batchSize`,
    /// from `threads` threads at once. Which batch a pair is in depends on the threads; the set of pairs
    /// and their rule bits do not.
    ///
    /// The pairs of all rules are collected by runs of left records. There those that several rules bring
    /// meet, so that neither a set of pairs nor a look at the keys is needed; and they come out by left and
    /// then right record, so that whoever looks at the rows finds the left ones in a row. What one
    /// thread gets, it gets in that order.
    ///
    /// The monitor's units are the pairs of `counts`: a pair counts for each rule that brings it.
    ///
    /// - Parameters:
    ///   - pairsInHand: pairs that may be collected at a time, 8 bytes each; nil for some ten million, or as
    ///     many as there are keys. One run of left records may bring more.
    ///   - makeState: called once a thread.
    ///   - consume: called with full batches, and with the rest.
    /// - Returns: the states of the threads.
    public func emit<State>(
        threads: Int, batchSize: Int = 1024, pairsInHand: Int? = nil, monitor: RunMonitor?,
        makeState: @Sendable () -> State, consume: @Sendable (inout State, CandidateBatch) throws -> Void
    ) throws -> [State] {
        let slots = UnsafeMutablePointer<State?>.allocate(capacity: threads)
        slots.initialize(repeating: nil, count: threads)
        defer {
            slots.deinitialize(count: threads)
            slots.deallocate()
        }
        nonisolated(unsafe) let states = slots
        let slices = slices(pairsInHand: pairsInHand)
        let spare = spareMemory.withLock { $0.take() }
        defer { if let spare { spareMemory.withLock { $0 = spare } } }
        let buckets = PairBuckets(runs, slices, pairs: pairsByRun, in: spare)
        for slice in slices {
            try monitor?.checkStop()
            try collect(slice, into: buckets, threads: threads, monitor: monitor)
            let work = WorkCounter(total: slice.count, step: 1)
            try onThreads(threads) { thread in
                var state = states[thread].take() ?? makeState()
                var batch = CandidateBatch(capacity: batchSize)
                var sorter = PairSorter(records: runs.length)
                while let range = work.take() {
                    for run in range.lazy.map({ slice.lowerBound + $0 }) {
                        try sorter.sort(buckets.bucket(run)) {
                            try emit(
                                $0, from: run << runs.shift, into: &batch, limit: batchSize, monitor: monitor
                            ) {
                                try consume(&state, $0)
                            }
                        }
                    }
                }
                if batch.count > 0 { try consume(&state, batch) }
                states[thread] = state
            }
        }
        return (0..<threads).compactMap { states[$0] }
    }

    /// Runs of left records that bring no more than so many pairs, unless a single one does.
    func slices(pairsInHand: Int?) -> [Range<Int>] {
        let pairsInHand = pairsInHand ?? max(1 << 24, byteCount / 32)
        var slices: [Range<Int>] = []
        var start = 0
        var pairs = 0
        for run in pairsByRun.indices {
            if pairs + pairsByRun[run] > pairsInHand, run > start {
                slices.append(start..<run)
                (start, pairs) = (run, 0)
            }
            pairs += pairsByRun[run]
        }
        return pairs > 0 ? slices + [start..<pairsByRun.count] : slices
    }

    /// Puts the pairs of all rules into the buckets of a slice.
    private func collect(
        _ slice: Range<Int>, into buckets: PairBuckets, threads: Int, monitor: RunMonitor?
    ) throws {
        buckets.begin(slice, pairs: pairsByRun)
        let isWhole = slice.count == pairsByRun.count
        let work = WorkCounter(total: partitions * rules.rules.count, step: 16)
        try onThreads(threads) { _ in
            let writer = BucketWriter(buckets)
            while let range = work.take() {
                try monitor?.checkStop()
                for task in range {
                    let (rule, partition) = (task / partitions, task % partitions)
                    try forEachMeeting(
                        leftKeys[rule].partition(partition), rightKeys[rule].partition(partition)
                    ) { lefts, right in
                        // A large block takes long by itself.
                        if lefts.count > 4096 { try monitor?.checkStop() }
                        for left in lefts where isWhole || slice.contains(runs.run(of: left.record)) {
                            writer.append(left.record, right, rule: rule)
                        }
                    }
                }
            }
            writer.flush()
        }
    }

    /// Calls `body` with each right record of a partition and the left entries that it meets: in a dedupe
    /// those of its own block that stand before it.
    @inline(__always)
    private func forEachMeeting(
        _ lefts: UnsafeBufferPointer<KeyEntry>, _ rights: UnsafeBufferPointer<KeyEntry>,
        _ body: (UnsafeBufferPointer<KeyEntry>, RecordIndex) throws -> Void
    ) rethrows {
        if isDedupe {
            return try lefts.forEachBlock { block in
                for place in block.indices.dropFirst() {
                    try body(UnsafeBufferPointer(rebasing: block[..<place]), block[place].record)
                }
            }
        }
        for right in rights {
            let start = Int(right.bits)
            let end = lefts.endOfBlock(from: start)
            try body(UnsafeBufferPointer(rebasing: lefts[start..<end]), right.record)
        }
    }

    /// Emits the pairs of a bucket, each with the rules that bring it.
    private func emit(
        _ pairs: UnsafeBufferPointer<BlockPair>, from first: Int, into batch: inout CandidateBatch,
        limit: Int,
        monitor: RunMonitor?, consume: (CandidateBatch) throws -> Void
    ) throws {
        var place = 0
        var passed = 0
        while place < pairs.count {
            let pair = pairs[place]
            var mask = pair.rule
            place &+= 1
            while place < pairs.count, pairs[place].isSamePair(pair) {
                mask |= pairs[place].rule
                place &+= 1
            }
            batch.append(RecordIndex(truncatingIfNeeded: first &+ pair.left), pair.right, rules: mask)
            if batch.count >= limit {
                try monitor?.pass(place - passed)
                passed = place
                try consume(batch)
                batch.removeAll()
            }
        }
        try monitor?.pass(place - passed)
    }
}
