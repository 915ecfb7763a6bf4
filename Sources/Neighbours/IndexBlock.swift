import CKernels
import Records

/// Some thousands of records of an index: as many as have their sums in the first cache together.
final class IndexBlock: @unchecked Sendable {
    // Written while being made, immutable afterwards.

    /// Places of the block in the order of the index.
    let range: Range<Int>
    /// Groups of places that share a scale; the last may have places without a record.
    let groupCount: Int
    private let postingMemory: LargeMemory
    private let startMemory: LargeMemory
    private let restMemory: LargeMemory
    /// Lists of so many places that it is cheaper to go through the whole block by bits: the place of each
    /// among the bitmaps, by list, as far as there are any; `noBits` for others.
    private let bitmaps: [UInt16]
    private let bitMemory: LargeMemory
    private static let noBits = UInt16.max
    /// The largest scale of each group.
    let scales: [Float]
    /// The mean rest at each cut.
    let meanRests: [Float]

    /// Most places of a block: 32 KB of sums.
    static let mostPlaces = 16384

    /// Where each list's postings start, and where the last end.
    var starts: UnsafePointer<UInt32> { UnsafePointer(startMemory.base.assumingMemoryBound(to: UInt32.self)) }
    /// Places in the block, ascending in a list.
    var postings: UnsafePointer<UInt16> {
        UnsafePointer(postingMemory.base.assumingMemoryBound(to: UInt16.self))
    }
    /// The places of a list as one bit each, a word a group; nil for a list of few.
    @inline(__always)
    func bits(_ list: Int) -> UnsafePointer<UInt64>? {
        guard list < bitmaps.count, bitmaps[list] != IndexBlock.noBits else { return nil }
        return UnsafePointer(bitMemory.base.assumingMemoryBound(to: UInt64.self))
            + Int(bitmaps[list]) * groupCount
    }

    /// The rests of all places at a cut, in 255ths, rounded up.
    func rests(_ cut: Int) -> UnsafePointer<UInt8> {
        UnsafePointer(restMemory.base.assumingMemoryBound(to: UInt8.self))
            + cut * groupCount * TIEOUT_SCALE_GROUP
    }

    init(
        _ range: Range<Int>, of vectors: TextVectors, order: ScaleOrder, lists: ImpactLists, cuts: RestCuts
    ) {
        let groupSize = TIEOUT_SCALE_GROUP
        precondition(range.count <= IndexBlock.mostPlaces)
        self.range = range
        groupCount = (range.count + groupSize - 1) / groupSize
        scales = (0..<groupCount).map { order.scales[range.lowerBound + $0 * groupSize] }

        let listCount = lists.multiples.count
        startMemory = LargeMemory(byteCount: (listCount + 2) * MemoryLayout<UInt32>.stride)
        // Counted two places on, so that filling moves each start to its own place.
        let starts = startMemory.base.bindMemory(to: UInt32.self, capacity: listCount + 2)
        starts.update(repeating: 0, count: listCount + 2)
        forEachPosting(range, vectors, order, lists) { list, _ in starts[list + 2] += 1 }
        for list in 0..<listCount { starts[list + 2] += starts[list + 1] }
        let count = Int(starts[listCount + 1])
        postingMemory = LargeMemory(byteCount: count * MemoryLayout<UInt16>.stride)
        let postings = postingMemory.base.bindMemory(to: UInt16.self, capacity: count)
        forEachPosting(range, vectors, order, lists) { list, place in
            postings[Int(starts[list + 1])] = UInt16(place)
            starts[list + 1] += 1
        }

        // Measured: a bit costs about a 32nd of a place, by vectors.
        let dense = (0..<listCount).filter { Int(starts[$0 + 1] - starts[$0]) * 32 >= range.count }
            .prefix(Int(IndexBlock.noBits))
        var bitmaps = [UInt16](repeating: IndexBlock.noBits, count: dense.last.map { $0 + 1 } ?? 0)
        bitMemory = LargeMemory(byteCount: dense.count * groupCount * MemoryLayout<UInt64>.stride)
        let bits = bitMemory.base.bindMemory(to: UInt64.self, capacity: dense.count * groupCount)
        bits.update(repeating: 0, count: dense.count * groupCount)
        for (number, list) in dense.enumerated() {
            bitmaps[list] = UInt16(number)
            for posting in Int(starts[list])..<Int(starts[list + 1]) {
                let place = Int(postings[posting])
                bits[number * groupCount + place / groupSize] |= 1 << UInt64(place % groupSize)
            }
        }
        self.bitmaps = bitmaps

        let places = groupCount * groupSize
        restMemory = LargeMemory(byteCount: places * RestCuts.count)
        let rests = restMemory.base.bindMemory(to: UInt8.self, capacity: places * RestCuts.count)
        rests.update(repeating: 0, count: places * RestCuts.count)
        var sums = [Float](repeating: 0, count: RestCuts.count)
        for place in 0..<range.count {
            let record = Int(order.records[range.lowerBound + place])
            cuts.forEachRest(of: record, in: vectors) { cut, rest in
                rests[cut * places + place] = UInt8(min((rest * 255).rounded(.up), 255))
                sums[cut] += rest
            }
        }
        meanRests = sums.map { $0 / Float(max(range.count, 1)) }
    }
}

/// Calls `body` with the list and the place of every posting, by place.
@inline(__always)
private func forEachPosting(
    _ range: Range<Int>, _ vectors: TextVectors, _ order: ScaleOrder, _ lists: ImpactLists,
    _ body: (Int, Int) -> Void
) {
    for place in 0..<range.count {
        let record = Int(order.records[range.lowerBound + place])
        vectors.forEachMultiple(record, order.scales[range.lowerBound + place]) { entry, multiple in
            let token = Int(vectors.tokens[entry])
            let kind = ImpactLists.kind(multiple)
            body(
                Int(lists.starts[token]) + Int(lists.places[token * ImpactLists.classes + kind]), place)
        }
    }
}
