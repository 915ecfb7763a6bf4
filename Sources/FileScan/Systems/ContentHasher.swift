import CXXHash
import Records

/// XXH3-128 of a content that comes in pieces; the same as of the whole at once.
struct ContentHasher: ~Copyable {
    private let state: UnsafeMutableRawPointer
    /// Bytes added so far.
    private(set) var count: Int64 = 0

    init() {
        state = .allocate(byteCount: tieout_xxh3_state_size(), alignment: 64)
        tieout_xxh3_begin(state)
    }

    deinit { state.deallocate() }

    /// Begins anew.
    mutating func restart() {
        tieout_xxh3_begin(state)
        count = 0
    }

    /// Adds a piece.
    @inline(__always)
    mutating func add(_ bytes: UnsafeRawPointer, _ count: Int) {
        tieout_xxh3_add(state, bytes, count)
        self.count += Int64(count)
    }

    /// The hash of what was added so far.
    var sum: Hash128 {
        let sum = tieout_xxh3_sum(state)
        return Hash128(high: sum.high64, low: sum.low64)
    }
}
