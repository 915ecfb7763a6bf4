import CKernels

/// Reused buffers of one thread: comparing allocates only while they grow.
public struct TextScratch: ~Copyable {
    let kernels: OpaquePointer
    var grams = GramCounts()
    var charactersA = GrowingBuffer<UInt32>()
    var charactersB = GrowingBuffer<UInt32>()
    var gramsA = GrowingBuffer<UInt64>()
    var gramsB = GrowingBuffer<UInt64>()
    var runLengths = GrowingBuffer<UInt16>()
    var wordsA = WordSet()
    var wordsB = WordSet()
    var soft = SoftWords()
    var quantitiesA = QuantitySet()
    var quantitiesB = QuantitySet()
    var ordinalsA = KnownOrdinals()
    var ordinalsB = KnownOrdinals()
    var wordValues = GrowingBuffer<TextValue>()
    var wordSimilarities = GrowingBuffer<Float>()

    /// Empty buffers.
    public init() { kernels = tieout_text_scratch_create() }

    deinit { tieout_text_scratch_free(kernels) }
}

/// Memory that grows and keeps nothing.
struct GrowingBuffer<Element: BitwiseCopyable>: ~Copyable {
    private var memory = UnsafeMutableBufferPointer<Element>(start: nil, count: 0)

    deinit { memory.deallocate() }

    /// Room for `count` elements, uninitialised; valid until the next call.
    mutating func room(_ count: Int) -> UnsafeMutableBufferPointer<Element> {
        if count > memory.count || memory.baseAddress == nil {
            let capacity = max(count, memory.count * 2, 64)
            memory.deallocate()
            memory = .allocate(capacity: capacity)
        }
        return UnsafeMutableBufferPointer(rebasing: memory[..<count])
    }
}
