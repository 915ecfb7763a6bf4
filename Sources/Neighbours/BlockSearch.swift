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
    private var postings: [tieout_postings] = []
    /// The weights of the present query by token, all 0 between queries.
    private let weights: UnsafeMutablePointer<Float>
    /// The highest sums of a block while likely neighbours are looked for, in order.
    private var likeliest: [Float] = []
    private static let mostLikely = 64
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
        weights = .allocate(capacity: queries.rarities.count)
        weights.initialize(repeating: 0, count: queries.rarities.count)
    }

    deinit {
        sums.deallocate()
        reached.deallocate()
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
        let isNew = nearest.isEmpty(query)
        let likely = isNew ? usualThreshold : 0
        var cut = chooseCut(max(nearest.threshold(query), likely), unit, block, group, query)
        add(group, group.firsts[query * QueryGroup.cuts + cut]..<plan.end, .all, block)
        add(group, group.lists(query, beforeCut: cut), .few, block)
        var isLoaded = false
        if isNew {
            load(plan.record)
            isLoaded = true
            compareLikeliest(block, group, query, unit, &nearest)
            let better = min(cut, chooseCut(nearest.threshold(query), unit, block, group, query))
            cut = deepen(to: better, from: cut, block, group, query)
        }
        var count = reach(block, group, query, cut: cut, unit: unit, least: nearest.threshold(query))
        while cut > 0, count * 16 > block.range.count {
            // Too many to look at: fewer tokens are left to the bound.
            cut = deepen(to: cut - 1, from: cut, block, group, query)
            count = reach(block, group, query, cut: cut, unit: unit, least: nearest.threshold(query))
        }
        if cut > 0, count > 0 {
            count = refine(count, block, group, query, cut: cut, unit: unit, least: nearest.threshold(query))
        }
        if count > 0 {
            if !isLoaded { load(plan.record) }
            isLoaded = true
            compareReached(count, block, plan.record, query, &nearest)
        }
        if isLoaded { unload(plan.record) }
        sums.update(repeating: 0, count: block.groupCount * TIEOUT_SCALE_GROUP)
    }

    /// Compares the records with the highest sums of a block, of which there are as many as neighbours are
    /// wanted if possible, so that the query has a threshold to begin with.
    private mutating func compareLikeliest(
        _ block: IndexBlock, _ group: borrowing QueryGroup, _ query: Int, _ unit: Float,
        _ nearest: inout NearestSoFar
    ) {
        tieout_group_maxima(sums, block.groupCount, reached)
        likeliest.removeAll(keepingCapacity: true)
        let wanted = min(nearest.limit, block.groupCount / 2 + 1, BlockSearch.mostLikely)
        let factor = unit / group.queries[query].unit
        for (place, scale) in block.scales.enumerated() {
            let part = Float(reached[place]) * scale * factor
            if likeliest.count == wanted, part <= likeliest[wanted - 1] { continue }
            if likeliest.count == wanted { likeliest.removeLast() }
            likeliest.insert(part, at: likeliest.firstIndex { $0 < part } ?? likeliest.count)
        }
        let least = (likeliest.last ?? 0) / unit
        if least <= 0 { return }
        let count = reach(block, group, query, cut: 0, unit: unit, least: least)
        compareReached(min(count, 4 * wanted), block, group.queries[query].record, query, &nearest)
    }

    /// How much of a query can be left to the bound: so much that the bound alone stays well below the
    /// threshold for most records.
    private func chooseCut(
        _ aim: Float, _ unit: Float, _ block: IndexBlock, _ group: borrowing QueryGroup, _ query: Int
    ) -> Int {
        if aim * unit < 8 { return 0 }
        var cut = RestCuts.count
        while cut > 0, group.rests[query * QueryGroup.cuts + cut] * block.meanRests[cut - 1] > 0.4 * aim {
            cut -= 1
        }
        return cut
    }

    /// Adds what lies between two cuts.
    private mutating func deepen(
        to cut: Int, from last: Int, _ block: IndexBlock, _ group: borrowing QueryGroup, _ query: Int
    ) -> Int {
        let (first, end) = (
            group.firsts[query * QueryGroup.cuts + cut], group.firsts[query * QueryGroup.cuts + last]
        )
        add(group, first..<end, .many, block)
        return cut
    }

    /// Lists by how many places of a block they hold. Before the cut those of few are added all the same: it
    /// costs little, and the others have bits, which tell exactly what they would add to one record.
    private enum Lists { case all, few, many }

    /// Adds some lists of a query.
    private mutating func add(
        _ group: borrowing QueryGroup, _ range: Range<Int>, _ wanted: Lists, _ block: IndexBlock
    ) {
        collect(group, range, wanted, block)
        postings.withUnsafeBufferPointer {
            tieout_add_postings($0.baseAddress, $0.count, sums, block.groupCount)
        }
    }

    private mutating func collect(
        _ group: borrowing QueryGroup, _ range: Range<Int>, _ wanted: Lists, _ block: IndexBlock
    ) {
        postings.removeAll(keepingCapacity: true)
        for place in range {
            let list = Int(group.lists[place])
            let (start, end) = (block.starts[list], block.starts[list + 1])
            if start == end { continue }
            let bits = block.bits(list)
            if wanted == .few && bits != nil || wanted == .many && bits == nil { continue }
            postings.append(
                tieout_postings(
                    places: block.postings + Int(start), bits: bits, count: end - start,
                    value: group.values[place]))
        }
    }

    /// Finds the records of a block whose bound reaches a threshold.
    private func reach(
        _ block: IndexBlock, _ group: borrowing QueryGroup, _ query: Int, cut: Int, unit: Float,
        least: Float
    ) -> Int {
        withTerms(block, group, query, cut: cut, unit: unit, least: least) {
            tieout_reach_bounds($0, block.groupCount, reached)
        }
    }

    /// Keeps those of the records reached that reach the threshold by what they really hold before the cut.
    private mutating func refine(
        _ count: Int, _ block: IndexBlock, _ group: borrowing QueryGroup, _ query: Int, cut: Int, unit: Float,
        least: Float
    ) -> Int {
        collect(group, group.lists(query, beforeCut: cut), .many, block)
        return withTerms(block, group, query, cut: cut, unit: unit, least: least) { terms in
            postings.withUnsafeBufferPointer {
                tieout_refine_bounds(terms, $0.baseAddress, $0.count, reached, count)
            }
        }
    }

    @inline(__always)
    private func withTerms(
        _ block: IndexBlock, _ group: borrowing QueryGroup, _ query: Int, cut: Int, unit: Float, least: Float,
        _ body: (UnsafePointer<tieout_bound_terms>) -> Int
    ) -> Int {
        let rest = group.rests[query * QueryGroup.cuts + cut] * unit * (256.0 / 255)
        return block.scales.withUnsafeBufferPointer { scales in
            var terms = tieout_bound_terms(
                sums: sums, rests: block.rests(max(cut - 1, 0)), scales: scales.baseAddress,
                scale_factor: unit / group.queries[query].unit * 65_536,
                rest_factor: cut == 0 ? 0 : UInt16(rest.rounded(.up)) + 1,
                least: UInt16(max((least * unit).rounded(.down) - 2, 1)))
            return body(&terms)
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
