/// What a decoder has read of its feed and not yet used.
struct FeedInput: ~Copyable {
    private let feed: any ByteFeed
    private let buffer: UnsafeMutableRawBufferPointer
    private var start = 0
    private var end = 0
    /// The feed has given all it has.
    private(set) var ended = false

    init(_ feed: any ByteFeed, byteCount: Int = 256 << 10) {
        self.feed = feed
        buffer = .allocate(byteCount: byteCount, alignment: 16)
    }

    deinit { buffer.deallocate() }

    /// The bytes at hand.
    var bytes: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(rebasing: buffer[start..<end]) }

    var isEmpty: Bool { start == end }

    mutating func use(_ count: Int) { start += count }

    /// Reads on until `count` bytes are at hand or the feed ends.
    mutating func fill(atLeast count: Int = 1) throws {
        precondition(count <= buffer.count)
        while end - start < count && !ended {
            if start > 0 {
                buffer.copyMemory(from: UnsafeRawBufferPointer(bytes))
                end -= start
                start = 0
            }
            let got = try feed.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[end...]))
            ended = got == 0
            end += got
        }
    }
}
