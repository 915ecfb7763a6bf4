import CKernels
import Records

/// Searches the blocks of an index for the neighbours of a group of queries. One for each thread.
///
/// For each query the records of a block get a sum in whole numbers, a little too high: place by place for the
/// tokens that few of them hold, and by bits, 64 records an instruction, for those that many hold. Times the
/// largest scale of its group the sum bounds the cosine of a record. Those whose bound reaches the threshold of
/// the query, which rises with every neighbour found, are compared exactly, the highest bounds first: little more
/// than are neighbours in the end. The result is the same whatever the roundings and the order of the blocks.
///
/// What it costs, measured: some two cycles for each place of a list of few, one and a half for each 64 places of a
/// block and list of many, and ten for each 64 places of a block.
struct BlockSearch: ~Copyable {
    private let index: NeighbourIndex
    private let vectors: TextVectors
    private let excludingSelf: Bool
    /// The sums of a block, all 0 between queries.
    private let sums: UnsafeMutablePointer<UInt16>
    private let maxima: UnsafeMutablePointer<UInt16>
    /// Places and their bounds, as kernels give them.
    private let reached: UnsafeMutablePointer<UInt32>
    private let products: UnsafeMutablePointer<Double>
    /// The lists of the present query in the present block.
    private var lists = BlockLists()
    /// Those of the next.
    private var coming = BlockLists()
    /// The weights of the present query by token, all 0 between queries.
    private let weights: UnsafeMutablePointer<Float>
    /// The highest sums or bounds while likely neighbours are looked for, in order.
    private let likeliest: UnsafeMutablePointer<Float>
    private static let mostLikely = 64
    /// Places reached that are more than are sorted one by one.
    private static let many = 48
    /// Of places reached, how many have bounds of each class.
    private let classes: UnsafeMutablePointer<UInt16>
    private static let classCount = 1 << 10
    /// Records compared before the threshold is asked for again.
    private static let compared = 8

    /// Bounds that are written down are in units of so many to 1.
    private static let boundUnit: Float = 32_768

    init(_ index: NeighbourIndex, queries: TextVectors, excludingSelf: Bool) {
        self.index = index
        vectors = queries
        self.excludingSelf = excludingSelf
        sums = .allocate(capacity: IndexBlock.mostPlaces)
        sums.initialize(repeating: 0, count: IndexBlock.mostPlaces)
        reached = .allocate(capacity: IndexBlock.mostPlaces)
        reached.initialize(repeating: 0, count: IndexBlock.mostPlaces)
        maxima = .allocate(capacity: IndexBlock.mostPlaces / TIEOUT_SCALE_GROUP)
        maxima.initialize(repeating: 0, count: IndexBlock.mostPlaces / TIEOUT_SCALE_GROUP)
        likeliest = .allocate(capacity: BlockSearch.mostLikely)
        likeliest.initialize(repeating: 0, count: BlockSearch.mostLikely)
        classes = .allocate(capacity: BlockSearch.classCount)
        classes.initialize(repeating: 0, count: BlockSearch.classCount)
        products = .allocate(capacity: BlockSearch.compared)
        products.initialize(repeating: 0, count: BlockSearch.compared)
        weights = .allocate(capacity: queries.rarities.count)
        weights.initialize(repeating: 0, count: queries.rarities.count)
    }

    deinit {
        sums.deallocate()
        reached.deallocate()
        maxima.deallocate()
        likeliest.deallocate()
        classes.deallocate()
        products.deallocate()
        weights.deallocate()
    }

    /// Finds the neighbours of all queries of a group.
    ///
    /// - Parameter home: the block of records most like them in scale, where the nearest are likeliest.
    mutating func search(_ group: borrowing QueryGroup, home: Int, nearest: inout NearestSoFar) {
        nearest.removeAll()
        let blocks = index.blocks
        // From the home block outwards.
        var (before, after) = (home, home + 1)
        while before >= 0 || after < blocks.count {
            if before >= 0 { search(blocks[before], group, &nearest) }
            if after < blocks.count { search(blocks[after], group, &nearest) }
            (before, after) = (before - 1, after + 1)
        }
    }

    private mutating func search(
        _ block: IndexBlock, _ group: borrowing QueryGroup, _ nearest: inout NearestSoFar
    ) {
        coming.collect(block, group, 0)
        for query in group.queries.indices {
            swap(&lists, &coming)
            let plan = group.queries[query]
            if plan.unit > 0 {
                lists.addSparse(to: sums)
                if nearest.isEmpty(query) { compareLikeliest(block, plan, query, &nearest) }
                let count = reach(block, plan, least: nearest.threshold(query))
                sums.update(repeating: 0, count: block.groupCount * TIEOUT_SCALE_GROUP)
                fetchReached(count, block)
                if query + 1 < group.queries.count { coming.collect(block, group, query + 1) }
                compareReached(count, block, plan.record, query, &nearest)
            } else {
                if query + 1 < group.queries.count { coming.collect(block, group, query + 1) }
                for place in 0..<block.range.count { reached[place] = .max << 16 | UInt32(place) }
                compareReached(block.range.count, block, plan.record, query, &nearest)
            }
        }
    }

    /// The highest bounds of some places first.
    private func sortReached(_ range: Range<Int>) {
        var places = UnsafeMutableBufferPointer(start: reached + range.lowerBound, count: range.count)
        if places.count > BlockSearch.many { return places.sort(by: >) }
        for end in stride(from: 1, to: places.count, by: 1) {
            let key = places[end]
            var place = end
            while place > 0, places[place - 1] < key {
                places[place] = places[place - 1]
                place -= 1
            }
            places[place] = key
        }
    }

    /// Brings the highest bounds of some places to their front, about as many as are wanted: few are compared before
    /// the threshold has risen above all others, and sorting those would cost more than comparing.
    ///
    /// - Returns: how many.
    private func selectHighest(_ wanted: Int, of range: Range<Int>) -> Int {
        if range.count <= max(wanted, BlockSearch.many) { return range.count }
        classes.update(repeating: 0, count: BlockSearch.classCount)
        for place in range { classes[BlockSearch.boundClass(reached[place])] += 1 }
        var (lowest, some) = (BlockSearch.classCount, 0)
        while some < wanted {
            lowest -= 1
            some += Int(classes[lowest])
        }
        var moved = range.lowerBound
        for place in range where BlockSearch.boundClass(reached[place]) >= lowest {
            (reached[moved], reached[place]) = (reached[place], reached[moved])
            moved += 1
        }
        assert(moved - range.lowerBound == some)
        return some
    }

    /// Leaves out of some places those whose bounds do not reach a threshold.
    ///
    /// - Returns: where they end now.
    private func keepReaching(_ threshold: Float, of range: Range<Int>) -> Int {
        let least = threshold * BlockSearch.boundUnit * 0.999_99
        var end = range.lowerBound
        for place in range where Float(reached[place] >> 16) >= least {
            reached[end] = reached[place]
            end += 1
        }
        return end
    }

    /// The upper ten bits of a bound.
    @inline(__always)
    private static func boundClass(_ reached: UInt32) -> Int { Int(reached >> 22) }

    /// Compares the records with the highest sums of a block, of which there are as many as neighbours are
    /// wanted if possible, so that the query has a threshold to begin with.
    private mutating func compareLikeliest(
        _ block: IndexBlock, _ plan: QueryGroup.Query, _ query: Int, _ nearest: inout NearestSoFar
    ) {
        if !lists.isMostlySparse { return }
        tieout_group_maxima(sums, block.groupCount, maxima)
        let wanted = min(nearest.limit, block.groupCount / 2 + 1, BlockSearch.mostLikely)
        let least = leastLikely(block, wanted)
        if least <= 0 { return }
        var count = 0
        block.scales.withUnsafeBufferPointer { scales in
            for group in 0..<block.groupCount where Float(maxima[group]) * scales[group] >= least {
                let first = group * TIEOUT_SCALE_GROUP
                for place in first..<first + TIEOUT_SCALE_GROUP
                where Float(sums[place]) * scales[group] >= least && count < 2 * wanted {
                    reached[count] = .max << 16 | UInt32(place)
                    count += 1
                }
            }
        }
        fetchReached(count, block)
        compareReached(count, block, plan.record, query, &nearest)
    }

    /// What the highest sums of as many groups as are wanted are worth at least.
    private func leastLikely(_ block: IndexBlock, _ wanted: Int) -> Float {
        likeliest.update(repeating: 0, count: wanted)
        block.scales.withUnsafeBufferPointer { scales in
            for group in 0..<block.groupCount {
                insertLikely(Float(maxima[group]) * scales[group], wanted)
            }
        }
        return likeliest[wanted - 1]
    }

    /// Keeps a value if it is among the highest.
    @inline(__always)
    private func insertLikely(_ value: Float, _ wanted: Int) {
        if value <= likeliest[wanted - 1] { return }
        var place = wanted - 1
        while place > 0, likeliest[place - 1] < value {
            likeliest[place] = likeliest[place - 1]
            place -= 1
        }
        likeliest[place] = value
    }

    /// Finds the records of a block whose bound reaches a threshold.
    private func reach(_ block: IndexBlock, _ plan: QueryGroup.Query, least: Float) -> Int {
        block.scales.withUnsafeBufferPointer { scales in
            var terms = tieout_bound_terms(
                sums: sums, dense: lists.denseLists, dense_count: lists.denseCount,
                scales: scales.baseAddress,
                // Less what single precision has lost.
                least: least * plan.unit * 0.999_99, factor: BlockSearch.boundUnit / plan.unit)
            return tieout_reach_bounds(&terms, block.groupCount, reached)
        }
    }

    private func load(_ record: Int) {
        for entry in vectors.entries(record) { weights[Int(vectors.tokens[entry])] = vectors.weights[entry] }
    }

    private func unload(_ record: Int) {
        for entry in vectors.entries(record) { weights[Int(vectors.tokens[entry])] = 0 }
    }

    private var rows: tieout_sparse_rows {
        tieout_sparse_rows(
            starts: index.vectors.starts, tokens: index.vectors.tokens, weights: index.vectors.weights)
    }

    /// Fetches what will be compared first.
    private func fetchReached(_ count: Int, _ block: IndexBlock) {
        var rows = rows
        index.order.records.withUnsafeBufferPointer { records in
            let records = records.baseAddress.unsafelyUnwrapped + block.range.lowerBound
            tieout_fetch_starts(&rows, records, reached, min(count, 2 * BlockSearch.compared))
        }
    }

    /// Compares a query with the first `count` records reached, exactly, as long as their bounds reach the
    /// threshold. Tokens that the query lacks add 0, which changes no bit: the sum is that of `product`.
    private func compareReached(
        _ count: Int, _ block: IndexBlock, _ query: Int, _ slot: Int, _ nearest: inout NearestSoFar
    ) {
        if count == 0 { return }
        load(query)
        var (done, end, wanted) = (0, count, BlockSearch.many)
        while done < end {
            let some = selectHighest(wanted, of: done..<end)
            sortReached(done..<done + some)
            if !compareSorted(done..<done + some, block, query, slot, &nearest) { break }
            done += some
            end = keepReaching(nearest.threshold(slot), of: done..<end)
            wanted *= 4
        }
        unload(query)
    }

    /// - Returns: whether the bounds of all of them have reached the threshold.
    private func compareSorted(
        _ range: Range<Int>, _ block: IndexBlock, _ query: Int, _ slot: Int, _ nearest: inout NearestSoFar
    ) -> Bool {
        var rows = rows
        return index.order.records.withUnsafeBufferPointer { records in
            let records = records.baseAddress.unsafelyUnwrapped + block.range.lowerBound
            let reached = reached + range.lowerBound
            let count = range.count
            tieout_fetch_rows(&rows, records, reached, min(count, BlockSearch.compared))
            for first in stride(from: 0, to: count, by: BlockSearch.compared) {
                let least = nearest.threshold(slot) * BlockSearch.boundUnit
                if Float(reached[first] >> 16) < least * 0.999_99 { return false }
                let some = min(count - first, BlockSearch.compared)
                tieout_row_products(weights, &rows, records, reached + first, some, count - first, products)
                for place in 0..<some {
                    let record = records[Int(reached[first + place] & 0xFFFF)]
                    if excludingSelf && Int(record) == query { continue }
                    nearest.offer(slot, Neighbour(record: record, cosine: cosine(ofSum: products[place])))
                }
            }
            return true
        }
    }
}
