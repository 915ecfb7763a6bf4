/// Memory that holds where the fields and records of a batch stand: 32-bit numbers from its first byte on.
public struct FieldPlaces {
    /// Where each field starts.
    public var starts: UnsafeMutableRawBufferPointer
    /// How long it is.
    public var lengths: UnsafeMutableRawBufferPointer
    /// Where each record starts.
    public var offsets: UnsafeMutableRawBufferPointer

    /// Takes three blocks; whoever gets the places owns them.
    public init(
        starts: UnsafeMutableRawBufferPointer, lengths: UnsafeMutableRawBufferPointer,
        offsets: UnsafeMutableRawBufferPointer
    ) {
        self.starts = starts
        self.lengths = lengths
        self.offsets = offsets
    }

    /// Copies of numbers, in memory of their own.
    init(starts: [UInt32], lengths: [UInt32], offsets: [UInt32]) {
        self.init(starts: Self.copy(starts), lengths: Self.copy(lengths), offsets: Self.copy(offsets))
    }

    static func copy(_ numbers: [UInt32]) -> UnsafeMutableRawBufferPointer {
        let memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: numbers.count * MemoryLayout<UInt32>.stride, alignment: 16)
        numbers.withUnsafeBytes { memory.copyMemory(from: $0) }
        return memory
    }

    /// The first `count` numbers of a block.
    static func numbers(_ memory: UnsafeMutableRawBufferPointer, _ count: Int) -> UnsafeBufferPointer<UInt32>
    {
        precondition(memory.count >= count * MemoryLayout<UInt32>.stride)
        return UnsafeBufferPointer(
            start: memory.baseAddress?.bindMemory(to: UInt32.self, capacity: count), count: count)
    }
}
