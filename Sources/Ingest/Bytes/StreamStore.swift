import Records
import Synchronization

/// A source that flows: decoded by a thread of its own, beside those that read it.
final class StreamStore: ByteStore, @unchecked Sendable {
    // `ring` changes only in `beginPass`, before threads read.
    private var ring: BlockRing
    private let again: (@Sendable () throws -> any ByteFeed)?
    private let progress: StoredProgress
    private let path: String
    let storedBytes: UInt64?

    /// - Parameters:
    ///   - feed: the decoded bytes, from the first on.
    ///   - again: gives them once more; nil where they come only once.
    ///   - progress: how much of the stored bytes the feed has read.
    init(
        _ feed: any ByteFeed, again: (@Sendable () throws -> any ByteFeed)?, path: String,
        storedBytes: UInt64?,
        progress: StoredProgress
    ) throws {
        self.again = again
        self.progress = progress
        self.path = path
        self.storedBytes = storedBytes
        ring = try Self.flowing(feed, path: path)
    }

    deinit { ring.abandon() }

    private static func flowing(_ feed: any ByteFeed, path: String) throws -> BlockRing {
        let ring = BlockRing()
        nonisolated(unsafe) let feed = feed
        guard detachThread({ ring.fill(from: feed) }) else {
            throw TieoutError("no thread to be had to decode it", at: path)
        }
        return ring
    }

    func beginPass() throws {
        guard !ring.isWhole else { return }
        guard let again else {
            throw TieoutError("can be read only once", at: path, remedy: "save it to a file, and name that")
        }
        ring.abandon()
        progress.bytes.store(0, ordering: .relaxed)
        ring = try Self.flowing(again(), path: path)
    }

    func reach(_ end: UInt64) throws -> UInt64 { try ring.reach(end) }
    func read(at offset: UInt64, into target: UnsafeMutableRawBufferPointer) {
        ring.read(at: offset, into: target)
    }
    func release(before offset: UInt64) { ring.release(before: offset) }

    func storedBytes(before offset: UInt64) -> UInt64 { UInt64(progress.bytes.load(ordering: .relaxed)) }
    var isSeekable: Bool { false }
    var hashesItself: Bool { true }
    var fingerprint: String? { ring.fingerprint }
}
