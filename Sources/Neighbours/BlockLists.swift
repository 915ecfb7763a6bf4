import CKernels

/// The lists of one query in one block: those of few places, which are added up place by place, and the dense
/// ones, which are added as bits.
struct BlockLists: ~Copyable {
    private var sparse: UnsafeMutablePointer<tieout_postings>
    private var dense: UnsafeMutablePointer<tieout_dense_list>
    private var capacity = 0
    private var sparseCount = 0
    private(set) var denseCount = 0
    /// What all lists of either kind add to a record that is in all of them.
    private var sparseSum = 0
    private var denseSum = 0

    init() {
        sparse = .allocate(capacity: 0)
        dense = .allocate(capacity: 0)
    }

    deinit {
        sparse.deallocate()
        dense.deallocate()
    }

    private mutating func reserve(_ count: Int) {
        if count <= capacity { return }
        capacity = 2 * count
        sparse.deallocate()
        dense.deallocate()
        sparse = .allocate(capacity: capacity)
        dense = .allocate(capacity: capacity)
    }

    /// Takes the lists of a query in place of those before, and fetches those that will be added.
    mutating func collect(_ block: IndexBlock, _ group: borrowing QueryGroup, _ query: Int) {
        let range = group.queries[query].lists
        reserve(range.count)
        (sparseCount, denseCount, sparseSum, denseSum) = (0, 0, 0, 0)
        let starts = block.starts
        let (postings, denseLists) = (block.postings, block.denseLists)
        group.lists.withUnsafeBufferPointer { lists in
            group.values.withUnsafeBufferPointer { values in
                for place in range {
                    let list = Int(lists[place])
                    let (start, end) = (starts[list], starts[list + 1])
                    if start == end { continue }
                    let value = values[place]
                    if let bits = denseLists.bits(list), fits(value) {
                        dense[denseCount] = tieout_dense_list(bits: bits, value: value)
                        denseCount += 1
                        denseSum += Int(value)
                    } else {
                        let found = tieout_postings(
                            places: postings + Int(start), count: end - start, value: value)
                        tieout_fetch_postings(found)
                        sparse[sparseCount] = found
                        sparseCount += 1
                        sparseSum += Int(value)
                    }
                }
            }
        }
    }

    /// One more dense list is within what kernels take.
    @inline(__always)
    private func fits(_ value: UInt16) -> Bool {
        let count = denseCount + 1
        return count <= TIEOUT_MOST_DENSE
            && denseSum + Int(value) <= Int(TIEOUT_MOST_DENSE_UNIT) * (255 - count)
    }

    /// Adds the lists of few places.
    func addSparse(to sums: UnsafeMutablePointer<UInt16>) {
        tieout_add_postings(sparse, sparseCount, sums)
    }

    /// The lists of few places say most of what there is to say.
    var isMostlySparse: Bool { sparseSum >= denseSum }

    /// The dense lists.
    var denseLists: UnsafePointer<tieout_dense_list> { UnsafePointer(dense) }
}
