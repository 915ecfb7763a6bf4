import CLinux
import FileRecords
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reads small files of one size side by side, all of them at once: they are hashed, and those with the same
/// hash compared byte by byte, without a second reading. What is not in the page cache is left for another
/// look, which does not wait for the disk file by file.
struct SideBySide {
    /// Bytes that are held at a time; they stay in the second-level cache.
    static let room = 1 << 20

    private let thread: ReadingThread
    private var hashes: [(hash: Hash128, place: Int)] = []

    /// - Parameter thread: with pieces of `room` bytes.
    init(_ thread: ReadingThread) { self.thread = thread }

    /// Whether a class of one size can be read at once.
    static func takes(_ inodes: Range<Int>, size: Int64) -> Bool {
        size <= ReadingSizes.whole && inodes.count > 1 && inodes.count * Int(size) <= room
    }

    /// Reads the inodes of a class, of which nothing is known.
    ///
    /// - Returns: whether all of them were read, or cannot be, and all with the same hash are the same.
    mutating func look(at inodes: Range<Int>) -> Bool {
        let run = thread.run
        let size = Int(run.size(inodes.lowerBound))
        hashes.removeAll(keepingCapacity: true)
        for (place, inode) in inodes.enumerated() {
            if run.mustStop { return false }
            guard let file = thread.open(inode, checking: false) else { continue }
            defer { file.end() }
            let bytes = thread.buffer + place * size
            guard tieout_read_cached(file.descriptor, bytes, size, 0) == size else { return false }
            guard file.isUnchanged(run.files) else {
                thread.fail(inode, file, .changed, code: 0)
                continue
            }
            var evidence = run.evidence(of: inode)
            evidence.prefix = xxh3Wide(bytes, size)
            evidence.covered = Int64(size)
            evidence.origin = .read
            thread.settle(inode, evidence)
            thread.bytes += size
            thread.units += size
            hashes.append((evidence.prefix, place))
        }
        return areEqual(size)
    }

    /// Whether files with the same hash hold the same.
    private mutating func areEqual(_ size: Int) -> Bool {
        hashes.sort { ($0.hash.high, $0.hash.low, $0.place) < ($1.hash.high, $1.hash.low, $1.place) }
        var first = 0
        for next in hashes.indices.dropFirst() {
            guard hashes[next].hash == hashes[first].hash else {
                first = next
                continue
            }
            let (one, other) = (hashes[first].place, hashes[next].place)
            if memcmp(thread.buffer + one * size, thread.buffer + other * size, size) != 0 { return false }
        }
        return true
    }
}
