import CLinux
import FileRecords
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Opens files for the first time: small ones are read whole, of large ones both ends.
///
/// What is in the page cache is read at once. What is not is announced to the disk and waits in a queue
/// while further files are opened: so a few threads keep a disk busy, and none waits where nothing has to.
struct FirstLook: ~Copyable {
    private let thread: ReadingThread
    private let depth: Int
    private var waiting: [(inode: Int32, file: OpenFile)] = []
    private var firstWaiting = 0

    /// - Parameter depth: files that may wait for the disk at a time.
    init(_ thread: ReadingThread, depth: Int) {
        self.thread = thread
        self.depth = depth
    }

    /// Looks at inodes.
    mutating func look(at inodes: ArraySlice<Int32>) {
        for inode in inodes {
            if thread.run.mustStop { break }
            look(at: Int(inode))
        }
        thread.deliver()
    }

    /// Reads what still waits for the disk.
    mutating func finish() {
        while let next = nextWaiting() { complete(Int(next.inode), next.file) }
        thread.deliver()
    }

    private mutating func look(at inode: Int) {
        guard var file = thread.open(inode, checking: false) else { return }
        let size = thread.run.size(inode)
        if size > ReadingSizes.whole { file.lookAtCache() }
        let got = readCached(file, size)
        if got == wanted(size) {
            conclude(inode, file, size)
            return
        }
        if size <= ReadingSizes.whole { file.wasAbsent = got < 0 && errno == EAGAIN }
        announce(file, size)
        waiting.append((Int32(inode), file))
        if waiting.count - firstWaiting > depth, let next = nextWaiting() {
            complete(Int(next.inode), next.file)
        }
    }

    private mutating func nextWaiting() -> (inode: Int32, file: OpenFile)? {
        guard firstWaiting < waiting.count else { return nil }
        let next = waiting[firstWaiting]
        firstWaiting += 1
        if firstWaiting == waiting.count || firstWaiting > 1024 {
            waiting.removeFirst(firstWaiting)
            firstWaiting = 0
        }
        return next
    }

    /// How many bytes a look at a file of `size` bytes takes in.
    private func wanted(_ size: Int64) -> Int {
        size <= ReadingSizes.whole ? Int(size) : 2 * ReadingSizes.end
    }

    private func readCached(_ file: OpenFile, _ size: Int64) -> Int {
        guard size > ReadingSizes.whole else {
            return tieout_read_cached(file.descriptor, thread.buffer, Int(size), 0)
        }
        let end = ReadingSizes.end
        let head = tieout_read_cached(file.descriptor, thread.buffer, end, 0)
        guard head == end else { return -1 }
        let tail = tieout_read_cached(file.descriptor, thread.buffer + end, end, size - Int64(end))
        return tail == end ? 2 * end : -1
    }

    private func announce(_ file: OpenFile, _ size: Int64) {
        guard size > ReadingSizes.whole else { return file.announce(from: 0, length: size) }
        let end = Int64(ReadingSizes.end)
        file.announce(from: 0, length: end)
        file.announce(from: size - end, length: end)
    }

    /// Reads a file that had to be waited for.
    private mutating func complete(_ inode: Int, _ file: OpenFile) {
        let size = thread.run.size(inode)
        let end = ReadingSizes.end
        var got = file.read(thread.buffer, size <= ReadingSizes.whole ? Int(size) : end, at: 0)
        if got == end, size > ReadingSizes.whole {
            let tail = file.read(thread.buffer + end, end, at: size - Int64(end))
            got = tail < 0 ? tail : got + tail
        }
        guard got >= 0 else {
            thread.fail(inode, file, .read, code: errno)
            file.end()
            return
        }
        guard got == wanted(size) else {
            thread.fail(inode, file, .changed, code: 0)
            file.end()
            return
        }
        file.leaveCache()
        conclude(inode, file, size)
    }

    /// Takes what is in the buffer as evidence, if the file is what it was.
    @inline(__always)
    private func conclude(_ inode: Int, _ file: OpenFile, _ size: Int64) {
        defer { file.end() }
        // One look at the times, after reading, is enough: they are compared with those of the walk, before.
        guard file.isUnchanged(thread.run.files) else {
            thread.fail(inode, file, .changed, code: 0)
            return
        }
        let count = wanted(size)
        thread.bytes += count
        var evidence = thread.run.evidence(of: inode)
        if size <= ReadingSizes.whole {
            let hash = xxh3Wide(thread.buffer, count)
            thread.run.audit(inode, hash, file.file)
            evidence.prefix = hash
            evidence.covered = size
            thread.units += Int(size)
        } else {
            evidence.ends = xxh3(thread.buffer, count)
            evidence.hasEnds = true
        }
        evidence.origin = .read
        thread.settle(inode, evidence)
    }
}
