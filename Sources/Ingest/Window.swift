import CKernels
import Records

/// A stretch of a source in memory, with room behind it that the scan may read.
///
/// ```
///   file    ─── origin ──────────────── origin + count ───
///   bytes      │ chunk, then some more │ LF │ padding │
/// ```
/// The LF stands only where the window reaches the end of the source: it ends the last record.
final class Window {
    /// File offset of the first byte.
    let origin: UInt64
    private(set) var bytes: UnsafeMutablePointer<UInt8>
    private(set) var count: Int
    private let store: any ByteStore
    /// Where the source ends, as soon as that is known.
    private var sourceEnd: UInt64?
    private var owned: UnsafeMutableRawBufferPointer
    private let pool: MemoryPool

    private static let padding = Int(TIEOUT_SCAN_PADDING) + 64

    /// Reads `origin ..< end`, or up to the end of the source, which is at `origin` or behind it.
    init(
        _ store: any ByteStore, from origin: UInt64, to end: UInt64, in pool: MemoryPool = MemoryPool()
    ) throws {
        self.store = store
        self.pool = pool
        self.origin = origin
        sourceEnd = nil
        let length = Int(try Self.reach(end, store, &sourceEnd) - origin)
        owned = pool.take(length + Self.padding)
        bytes = owned.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)
        count = 0
        try fill(length)
    }

    /// Reads stretches of the source, all of which it has, one behind the other; they have no place there
    /// together.
    init(_ store: any ByteStore, _ stretches: [Range<UInt64>], in pool: MemoryPool) throws {
        self.store = store
        self.pool = pool
        origin = 0
        sourceEnd = nil
        let length = stretches.reduce(0) { $0 + $1.count }
        owned = pool.take(length + Self.padding)
        bytes = owned.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)
        count = 0
        var start = 0
        var next = stretches.startIndex
        while next < stretches.endIndex {
            // Those that touch are read at once.
            let from = stretches[next].lowerBound
            var end = stretches[next].upperBound
            next += 1
            while next < stretches.endIndex && stretches[next].lowerBound == end {
                end = stretches[next].upperBound
                next += 1
            }
            let room = UnsafeMutableRawBufferPointer(rebasing: owned[start..<start + Int(end - from)])
            try store.read(at: from, into: room)
            start += room.count
        }
        finish(length)
    }

    deinit {
        if owned.baseAddress != nil { pool.give(owned) }
    }

    /// No byte of the source lies behind the window.
    var reachesEnd: Bool { origin + UInt64(count) == sourceEnd }

    /// File offset of the first byte behind the window.
    var end: UInt64 { origin + UInt64(count) }

    /// Looks a byte further than is read, so that a window that reaches the end of the source knows it.
    private static func reach(
        _ end: UInt64, _ store: any ByteStore, _ sourceEnd: inout UInt64?
    ) throws -> UInt64 {
        let reached = try store.reach(end + 1)
        guard reached <= end else { return end }
        sourceEnd = reached
        return reached
    }

    /// How far the scan may look: over the LF at the source's end; elsewhere not at a CR that may be
    /// half a CRLF.
    var scanEnd: Int {
        if reachesEnd { return count + 1 }
        return count > 0 && bytes[count - 1] == carriageReturn ? count - 1 : count
    }

    /// Reads as much again, and at least `minimum` bytes, where the source has them.
    func extend(minimum: Int = 4096) throws {
        let length = Int(try Self.reach(end + UInt64(max(count, minimum)), store, &sourceEnd) - origin)
        let larger = pool.take(length + Self.padding)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: owned[..<count]))
        pool.give(owned)
        owned = larger
        bytes = owned.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)
        try fill(length)
    }

    /// A copy of some of the bytes.
    func copy(_ range: Range<Int>) -> [UInt8] {
        precondition(range.upperBound <= count)
        return Array(UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count))
    }

    /// Gives away the memory, a block of the pool; the window is empty afterwards.
    func release() -> UnsafeMutableRawBufferPointer {
        defer {
            owned = UnsafeMutableRawBufferPointer(start: nil, count: 0)
            count = 0
        }
        return owned
    }

    private func fill(_ length: Int) throws {
        try store.read(
            at: origin + UInt64(count), into: UnsafeMutableRawBufferPointer(rebasing: owned[count..<length]))
        finish(length)
    }

    /// So many bytes were read.
    private func finish(_ length: Int) {
        count = length
        // Reading uninitialised memory is harmless to the scan, which masks it, but not to the checkers.
        UnsafeMutableRawBufferPointer(rebasing: owned[length..<length + Self.padding]).initializeMemory(
            as: UInt8.self, repeating: 0)
        bytes[length] = lineFeed
    }
}
