import CKernels
import Records

/// The pairs of a batch for which one comparison is still open, and their way through the kernels.
struct KernelBatch: ~Copyable {
    /// Places in the batch of the pairs still open.
    private(set) var open = UnsafeMutableBufferPointer<Int32>(start: nil, count: 0)
    private var places = GrowingBuffer<Int32>()
    private var pairs = GrowingBuffer<TextPair>()
    private var similarity = GrowingBuffer<Float>()
    private var distance = GrowingBuffer<UInt32>()
    private var scratch = TextScratch()

    init() {}

    /// Pairs still open.
    var count: Int { open.count }

    /// Empties the batch and makes room for so many pairs.
    mutating func begin(_ pairs: Int) {
        open = UnsafeMutableBufferPointer(rebasing: places.room(pairs)[..<0])
    }

    mutating func removeAll() { keepFirst(0) }

    @inline(__always)
    mutating func append(_ place: Int) {
        let count = open.count
        let base = open.baseAddress.unsafelyUnwrapped
        base[count] = Int32(truncatingIfNeeded: place)
        open = UnsafeMutableBufferPointer(start: base, count: count &+ 1)
    }

    mutating func keepFirst(_ count: Int) {
        open = UnsafeMutableBufferPointer(start: open.baseAddress, count: count)
    }

    /// Similarities of the open pairs in a field, in their order; valid until the next call.
    mutating func similarities(
        _ measure: TextMeasure, cutoff: Float, of field: Int, rarities: WordRarities?,
        in batch: borrowing ScoredBatch
    ) -> UnsafeMutableBufferPointer<Float> {
        let texts = collect(field, batch)
        let results = similarity.room(count)
        Scoring.similarities(
            measure, texts, cutoff: cutoff, rarities: rarities, into: results.baseAddress.unsafelyUnwrapped,
            scratch: &scratch)
        return results
    }

    /// Edit distances of the open pairs in a field, in their order; valid until the next call.
    mutating func distances(
        _ measure: TextMeasure, cutoff: UInt32, of field: Int, in batch: borrowing ScoredBatch
    ) -> UnsafeMutableBufferPointer<UInt32> {
        let texts = collect(field, batch)
        let results = distance.room(count)
        Scoring.distances(
            measure, texts, cutoff: cutoff, into: results.baseAddress.unsafelyUnwrapped, scratch: &scratch)
        return results
    }

    private mutating func collect(_ field: Int, _ batch: borrowing ScoredBatch) -> UnsafeBufferPointer<
        TextPair
    > {
        let texts = pairs.room(count)
        for index in 0..<count {
            let pair = batch.rows[Int(open[index])]
            let (l, r) = (pair.left.bytes(field), pair.right.bytes(field))
            texts[index] = TextPair(
                a: l.baseAddress, b: r.baseAddress, a_length: UInt32(l.count), b_length: UInt32(r.count))
        }
        return UnsafeBufferPointer(texts)
    }
}
