import CKernels
import Records

/// Searches the blocks of an index for the neighbours of a group of queries. One for each thread.
///
/// The sum of a record over the rare tokens of a query, and a bound for what the frequent ones can add (the
/// length of either vector's part, multiplied: Cauchy–Schwarz), tell whether the record can reach the query's
/// threshold, which rises with every neighbour found. The few that can are compared exactly. Which tokens are
/// left to the bound is a matter of cost alone: the result is the same whatever is chosen.
struct BlockSearch: ~Copyable {
    private let index: NeighbourIndex
    private let vectors: TextVectors
    private let excludingSelf: Bool
    /// The sums of a block, all 0 between queries.
    private let sums: UnsafeMutablePointer<UInt16>
    private let reached: UnsafeMutablePointer<UInt16>
    private let products: UnsafeMutablePointer<Double>
    private let slices: UnsafeMutablePointer<Int16>
    private var postings: [tieout_postings] = []
    /// The weights of the present query by token, all 0 between queries.
    private let weights: UnsafeMutablePointer<Float>
    /// The threshold that queries before reached in the end, on average.
    private var usualThreshold: Float = 0

    /// A bound is in units of at most this many to 1.
    private static let boundUnit: Float = 20_000

    init(_ index: NeighbourIndex, queries: TextVectors, excludingSelf: Bool) {
        self.index = index
        vectors = queries
        self.excludingSelf = excludingSelf
        sums = .allocate(capacity: IndexBlock.mostPlaces)
        sums.initialize(repeating: 0, count: IndexBlock.mostPlaces)
        reached = .allocate(capacity: IndexBlock.mostPlaces)
        reached.initialize(repeating: 0, count: IndexBlock.mostPlaces)
        products = .allocate(capacity: IndexBlock.mostPlaces)
        products.initialize(repeating: 0, count: IndexBlock.mostPlaces)
        slices = .allocate(capacity: RestCuts.count)
        slices.initialize(repeating: 0, count: RestCuts.count)
        weights = .allocate(capacity: queries.rarities.count)
        weights.initialize(repeating: 0, count: queries.rarities.count)
    }

    deinit {
        sums.deallocate()
        reached.deallocate()
        products.deallocate()
        slices.deallocate()
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
        for query in group.queries.indices where nearest.isFull(query) {
            usualThreshold += (nearest.threshold(query) - usualThreshold) * 0.01
        }
    }

    private mutating func search(
        _ block: IndexBlock, _ group: borrowing QueryGroup, _ nearest: inout NearestSoFar
    ) {
        for query in group.queries.indices {
            if group.queries[query].unit > 0 {
                searchByBounds(block, group, query, &nearest)
            } else {
                load(group.queries[query].record)
                for place in 0..<block.range.count { reached[place] = UInt16(place) }
                compareReached(block.range.count, block, group.queries[query].record, query, &nearest)
                unload(group.queries[query].record)
            }
        }
    }

    private mutating func searchByBounds(
        _ block: IndexBlock, _ group: borrowing QueryGroup, _ query: Int, _ nearest: inout NearestSoFar
    ) {
        let plan = group.queries[query]
        let unit = min(BlockSearch.boundUnit, plan.unit / block.scales[0])
        var threshold = nearest.threshold(query)
        // As long as the list is not full, as if it were already what lists usually become.
        var aim = nearest.isFull(query) ? threshold : max(threshold, usualThreshold)
        var cut = chooseCut(aim, unit, block, group, query)
        add(group, from: group.firsts[query * QueryGroup.cuts + cut], to: plan.end, block)
        var isLoaded = false
        while true {
            let least = UInt16(max((aim * unit).rounded(.down) - 2, 1))
            let count = reach(block, group, query, cut: cut, unit: unit, least: least)
            if cut > 0, count * 32 > block.range.count {
                // Too many to compare: fewer tokens are left to the bound.
                cut = deepen(to: cut - 1, from: cut, block, group, query)
                continue
            }
            if count > 0 {
                if !isLoaded { load(plan.record) }
                isLoaded = true
                compareReached(count, block, plan.record, query, &nearest)
            }
            threshold = nearest.threshold(query)
            if threshold >= aim { break }
            // It was too high: what lies below is looked at too. The few from before are compared again.
            aim = aim * 0.85 < max(threshold, 0.1) ? threshold : aim * 0.85
            let better = chooseCut(aim, unit, block, group, query)
            if better < cut {
                cut = deepen(to: better, from: cut, block, group, query)
            }
        }
        if isLoaded { unload(plan.record) }
        sums.update(repeating: 0, count: block.groupCount * TIEOUT_SCALE_GROUP)
    }

    /// How much of a query can be left to the bound: so much that the bound alone stays well below the
    /// threshold for most records.
    private func chooseCut(
        _ aim: Float, _ unit: Float, _ block: IndexBlock, _ group: borrowing QueryGroup, _ query: Int
    ) -> Int {
        if aim * unit < 8 { return 0 }
        var cut = RestCuts.count
        while cut > 0, group.rests[query * QueryGroup.cuts + cut] * block.meanRests[cut - 1] > 0.45 * aim {
            cut -= 1
        }
        return cut
    }

    /// Adds what lies between two cuts.
    private mutating func deepen(
        to cut: Int, from last: Int, _ block: IndexBlock, _ group: borrowing QueryGroup, _ query: Int
    ) -> Int {
        add(
            group, from: group.firsts[query * QueryGroup.cuts + cut],
            to: group.firsts[query * QueryGroup.cuts + last], block)
        return cut
    }

    private mutating func add(
        _ group: borrowing QueryGroup, from first: Int, to end: Int, _ block: IndexBlock
    ) {
        postings.removeAll(keepingCapacity: true)
        for place in first..<end {
            let list = Int(group.lists[place])
            let (start, end) = (block.starts[list], block.starts[list + 1])
            if start == end { continue }
            postings.append(
                tieout_postings(
                    places: block.postings + Int(start), bits: block.bits(list), count: end - start,
                    value: group.values[place]))
        }
        postings.withUnsafeBufferPointer {
            tieout_add_postings($0.baseAddress, $0.count, sums, block.groupCount)
        }
    }

    private func reach(
        _ block: IndexBlock, _ group: borrowing QueryGroup, _ query: Int, cut: Int, unit: Float,
        least: UInt16
    ) -> Int {
        let rest = group.rests[query * QueryGroup.cuts + cut] * unit * (256.0 / 255)
        return block.scales.withUnsafeBufferPointer { scales in
            var terms = tieout_bound_terms(
                sums: sums, rests: block.rests(max(cut - 1, 0)), scales: scales.baseAddress,
                scale_factor: unit / group.queries[query].unit * 65_536,
                rest_factor: cut == 0 ? 0 : UInt16(rest.rounded(.up)) + 1, least: least)
            let count = tieout_reach_bounds(&terms, block.groupCount, reached)
            if cut == 0 || count == 0 { return count }
            // Only slices before the cut: what comes after is in the sums.
            for slice in 0..<RestCuts.count {
                slices[slice] = slice < cut ? group.slices[query * RestCuts.count + slice] : 0
            }
            return tieout_refine_bounds(
                &terms, block.slices, slices, 255 * QueryGroup.sliceUnit / unit, reached, count)
        }
    }

    private func load(_ record: Int) {
        for entry in vectors.entries(record) { weights[Int(vectors.tokens[entry])] = vectors.weights[entry] }
    }

    private func unload(_ record: Int) {
        for entry in vectors.entries(record) { weights[Int(vectors.tokens[entry])] = 0 }
    }

    /// Compares the present query with the first `count` records reached, exactly. Tokens that the query lacks
    /// add 0, which changes no bit: the sum is that of `product`.
    private func compareReached(
        _ count: Int, _ block: IndexBlock, _ query: Int, _ slot: Int, _ nearest: inout NearestSoFar
    ) {
        var rows = tieout_sparse_rows(
            starts: index.vectors.starts, tokens: index.vectors.tokens, weights: index.vectors.weights)
        index.order.records.withUnsafeBufferPointer { records in
            let records = records.baseAddress.unsafelyUnwrapped + block.range.lowerBound
            tieout_row_products(weights, &rows, records, reached, count, products)
            for place in 0..<count {
                let record = records[Int(reached[place])]
                if excludingSelf && Int(record) == query { continue }
                nearest.offer(slot, Neighbour(record: record, cosine: cosine(ofSum: products[place])))
            }
        }
    }
}
