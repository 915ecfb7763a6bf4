import CKernels
import Records

/// What the heads of one field say about the pairs of a chunk, as columns.
struct HeadColumns: ~Copyable {
    /// Pairs in a chunk: few enough that their rows stay in the nearest caches from field to field.
    static let most = 256

    /// The pairs of the chunk that are still in question.
    let pairs = UnsafeMutablePointer<tieout_row_pair>.allocate(capacity: most)
    /// `tieout_head_state` of each pair.
    let states = UnsafeMutablePointer<UInt8>.allocate(capacity: most)
    /// Lengths in bytes.
    let leftLengths: UnsafeMutablePointer<Float>
    let rightLengths: UnsafeMutablePointer<Float>
    /// Signature bits that the other value lacks.
    let leftOnly: UnsafeMutablePointer<Float>
    let rightOnly: UnsafeMutablePointer<Float>
    /// Bytes in common at the start, 0…4.
    let starts: UnsafeMutablePointer<Float>
    /// The hashes of both values, added.
    let hashSums = UnsafeMutablePointer<UInt32>.allocate(capacity: most)
    /// Neither signature has bit 62, and neither value is a single byte.
    let plain = UnsafeMutablePointer<Bool>.allocate(capacity: most)
    /// log2 of the larger term count, or a little less.
    let rarity: UnsafeMutablePointer<Float>
    /// The bound of one comparison.
    let bounds: UnsafeMutablePointer<Float>

    private let numbers: UnsafeMutablePointer<Float>

    init() {
        let most = HeadColumns.most
        let numbers = UnsafeMutablePointer<Float>.allocate(capacity: 7 * most)
        numbers.initialize(repeating: 0, count: 7 * most)
        self.numbers = numbers
        leftLengths = numbers
        rightLengths = numbers + most
        leftOnly = numbers + 2 * most
        rightOnly = numbers + 3 * most
        starts = numbers + 4 * most
        rarity = numbers + 5 * most
        bounds = numbers + 6 * most
    }

    deinit {
        pairs.deallocate()
        states.deallocate()
        hashSums.deallocate()
        plain.deallocate()
        numbers.deallocate()
    }

    /// The columns as the kernels know them.
    var columns: tieout_head_columns {
        tieout_head_columns(
            states: states, left_lengths: leftLengths, right_lengths: rightLengths, left_only: leftOnly,
            right_only: rightOnly, starts: starts, hash_sums: hashSums,
            plain: UnsafeMutableRawPointer(plain).assumingMemoryBound(to: UInt8.self), rarity: rarity)
    }

    /// Reads the heads of a field for the first `count` pairs; `starts` are left as they are unless asked for.
    func read(field: Int, fieldCount: Int, count: Int, withStarts: Bool) {
        var columns = columns
        if !withStarts { columns.starts = nil }
        tieout_read_heads(pairs, count, UInt32(field), UInt32(fieldCount), &columns)
    }

    /// The signatures of a pair, for kinds whose signature is the value.
    @inline(__always)
    func values(_ place: Int, field: Int, fieldCount: Int) -> (UInt64, UInt64) {
        let head = field &* Row.headSize &+ 12
        let pair = pairs[place]
        return (
            (pair.left.unsafelyUnwrapped + head).loadUnaligned(as: UInt64.self),
            (pair.right.unsafelyUnwrapped + head).loadUnaligned(as: UInt64.self)
        )
    }
}
