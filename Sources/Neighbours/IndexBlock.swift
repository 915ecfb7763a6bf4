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
    /// Lists of so many places that it is cheaper to go through the whole block by bits: the number of each
    /// such list, by list, as far as there are any; `notDense` for others.
    private let numberMemory: LargeMemory
    private let numberCount: Int
    private let bitStride: Int
    private let bitMemory: LargeMemory
    private static let notDense = UInt16.max
    /// The largest scale of each group.
    let scales: [Float]

    /// Most places of a block: 32 KB of sums.
    static let mostPlaces = 16384
    /// Groups that have their bits of a list in one line of the cache.
    static let groupsOfLine = 8

    /// Where each list's postings start, and where the last end.
    var starts: UnsafePointer<UInt32> { UnsafePointer(startMemory.base.assumingMemoryBound(to: UInt32.self)) }
    /// Places in the block, ascending in a list.
    var postings: UnsafePointer<UInt16> {
        UnsafePointer(postingMemory.base.assumingMemoryBound(to: UInt16.self))
    }
    /// The lists that are bits as well.
    var denseLists: DenseLists {
        DenseLists(
            numbers: UnsafePointer(numberMemory.base.assumingMemoryBound(to: UInt16.self)),
            count: numberCount,
            bits: UnsafePointer(bitMemory.base.assumingMemoryBound(to: UInt64.self)), stride: bitStride)
    }

    struct DenseLists {
        fileprivate let numbers: UnsafePointer<UInt16>
        fileprivate let count: Int
        fileprivate let bits: UnsafePointer<UInt64>
        fileprivate let stride: Int

        /// The places of a list as one bit each, a word a group; nil for a list of few.
        @inline(__always)
        func bits(_ list: Int) -> UnsafePointer<UInt64>? {
            guard list < count, numbers[list] != IndexBlock.notDense else { return nil }
            return bits + Int(numbers[list]) &* stride
        }
    }

    init(
        _ range: Range<Int>, of vectors: TextVectors, order: ScaleOrder, lists: ImpactLists
    ) {
        let groupSize = TIEOUT_SCALE_GROUP
        precondition(range.count <= IndexBlock.mostPlaces)
        self.range = range
        groupCount = (range.count + groupSize - 1) / groupSize
        scales = (0..<groupCount).map { order.scales[range.lowerBound + $0 * groupSize] }

        let listCount = lists.count
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

        // Measured: a bit costs about a 64th of a place, by vectors.
        let dense = (0..<listCount).filter { Int(starts[$0 + 1] - starts[$0]) * 64 >= range.count }
            .prefix(Int(IndexBlock.notDense))
        numberCount = dense.last.map { $0 + 1 } ?? 0
        numberMemory = LargeMemory(byteCount: numberCount * MemoryLayout<UInt16>.stride)
        let numbers = numberMemory.base.bindMemory(to: UInt16.self, capacity: numberCount)
        numbers.update(repeating: IndexBlock.notDense, count: numberCount)
        let line = IndexBlock.groupsOfLine
        let bitStride = (groupCount + line - 1) / line * line + line
        self.bitStride = bitStride
        bitMemory = LargeMemory(byteCount: dense.count * bitStride * MemoryLayout<UInt64>.stride)
        let bits = bitMemory.base.bindMemory(to: UInt64.self, capacity: dense.count * bitStride)
        bits.update(repeating: 0, count: dense.count * bitStride)
        for (number, list) in dense.enumerated() {
            numbers[list] = UInt16(number)
            for posting in Int(starts[list])..<Int(starts[list + 1]) {
                let place = Int(postings[posting])
                bits[number * bitStride + place / groupSize] |= 1 << UInt64(tieout_lane(place % groupSize))
            }
        }
    }
}

/// Calls `body` with the list and the place of every posting, by place, no place twice for a list.
@inline(__always)
private func forEachPosting(
    _ range: Range<Int>, _ vectors: TextVectors, _ order: ScaleOrder, _ lists: ImpactLists,
    _ body: (Int, Int) -> Void
) {
    var last = [Int32](repeating: -1, count: lists.count)
    for place in 0..<range.count {
        let record = Int(order.records[range.lowerBound + place])
        vectors.forEachMultiple(record, order.scales[range.lowerBound + place]) { entry, multiple in
            let token = Int(vectors.tokens[entry])
            let list = lists.list(token, multiple)
            if token < lists.sharing {
                if last[list] == place { return }
                last[list] = Int32(place)
            }
            body(list, place)
        }
    }
}
