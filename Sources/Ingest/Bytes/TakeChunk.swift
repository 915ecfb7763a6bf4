import Synchronization

/// The next chunk that nobody has taken, and its number; nil where the source has ended.
///
/// - Parameter next: how many were taken; whoever asks shares it.
func takeChunk(
    _ next: borrowing Atomic<Int>, of chunkBytes: Int, in store: any ByteStore
) throws -> (number: Int, place: Range<UInt64>)? {
    let number = next.add(1, ordering: .relaxed).oldValue
    let start = UInt64(number) * UInt64(chunkBytes)
    let end = try store.reach(start + UInt64(chunkBytes))
    return end > start ? (number, start..<end) : nil
}
