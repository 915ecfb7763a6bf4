import FileRecords
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Hashes files whole, one after the other.
struct WholeReading: ~Copyable {
    private let thread: ReadingThread
    private var hasher = ContentHasher()

    init(_ thread: ReadingThread) { self.thread = thread }

    /// Hashes one inode whole.
    mutating func hash(_ inode: Int) {
        guard var file = thread.open(inode, checking: true) else { return }
        defer { file.end() }
        let size = thread.run.size(inode)
        if size > ReadingSizes.whole { file.lookAtCache() }
        hasher.restart()
        var offset: Int64 = 0
        while offset < size {
            if thread.run.mustStop { return }
            let count = Int(min(Int64(thread.pieceSize), size - offset))
            if file.wasAbsent {
                file.announce(from: offset + Int64(count), length: 4 * Int64(thread.pieceSize))
            }
            let got = file.read(thread.buffer, count, at: offset)
            guard got == count else {
                return thread.fail(inode, file, .read, code: got < 0 ? errno : 0)
            }
            hasher.add(thread.buffer, count)
            file.leaveCache(from: offset, length: Int64(count))
            offset += Int64(count)
            thread.bytes += count
            if thread.bytes >= Crew.bytesBetween { thread.deliver() }
        }
        guard file.isUnchanged(thread.run.files) else {
            return thread.fail(inode, file, .changed, code: 0)
        }
        let hash = hasher.sum
        thread.run.audit(inode, hash, file.file)
        var evidence = thread.run.evidence(of: inode)
        evidence.prefix = hash
        evidence.covered = size
        thread.units += Int(size)
        evidence.origin = .read
        thread.settle(inode, evidence)
    }
}
