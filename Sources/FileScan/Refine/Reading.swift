import CLinux
import FileRecords

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that is open for reading.
struct OpenFile {
    /// Its number in the table.
    var file: Int
    var descriptor: Int32
    /// Whether none of it was in the page cache before, so that none of it is to stay there.
    var wasAbsent = false

    /// Whether the file is still what the walk saw.
    @inline(__always)
    func isUnchanged(_ table: [FileTable.File]) -> Bool {
        var facts = tieout_facts()
        return tieout_fstat(descriptor, &facts) == 0
            && FileFacts(facts).describesSameContent(as: table[file].facts)
    }

    /// Finds out whether any of it is in the page cache. For large files: it is one system call more.
    mutating func lookAtCache() {
        // The first page alone is asked about first: to count those of a large file takes its time.
        var pages: UInt64 = 0
        wasAbsent =
            tieout_cached_pages(descriptor, 0, 4096, &pages) == 0 && pages == 0
            && tieout_cached_pages(descriptor, 0, 0, &pages) == 0 && pages == 0
    }

    /// Lets go of pages that only we have brought in.
    func leaveCache(from offset: Int64 = 0, length: Int64 = 0) {
        if wasAbsent { posix_fadvise(descriptor, off_t(offset), off_t(length), POSIX_FADV_DONTNEED) }
    }

    /// Has the disk begin to read.
    func announce(from offset: Int64, length: Int64) {
        posix_fadvise(descriptor, off_t(offset), off_t(length), POSIX_FADV_WILLNEED)
    }

    /// Reads as many bytes as there are, up to `count`.
    ///
    /// - Returns: how many; -1 with `errno` set where they could not be read.
    func read(_ buffer: UnsafeMutableRawPointer, _ count: Int, at offset: Int64) -> Int {
        var filled = 0
        while filled < count {
            let got = pread(descriptor, buffer + filled, count - filled, off_t(offset) + off_t(filled))
            if got < 0 {
                if errno == EINTR { continue }
                return -1
            }
            if got == 0 { break }
            filled += got
        }
        return filled
    }

    func end() { close(descriptor) }
}

/// What one thread has to read files with.
final class ReadingThread {
    let run: RefineRun
    let door: Door
    /// Two buffers of the longest piece.
    let buffer: UnsafeMutableRawPointer
    let other: UnsafeMutableRawPointer
    let pieceSize: Int
    /// Inodes whose evidence is new and not delivered yet.
    var fresh: [Int32] = []
    /// Bytes read and not delivered yet.
    var bytes = 0
    /// Bytes of candidates that are done with, and not delivered yet.
    var units = 0

    init(_ run: RefineRun, pieceSize: Int = ReadingSizes.piece) {
        self.run = run
        self.pieceSize = pieceSize
        door = Door(run.table)
        buffer = .allocate(byteCount: pieceSize, alignment: 4096)
        other = .allocate(byteCount: pieceSize, alignment: 4096)
    }

    deinit {
        buffer.deallocate()
        other.deallocate()
    }

    /// Hands over what is new.
    func deliver() {
        run.monitor.unitsDone.add(units, ordering: .relaxed)
        run.deliver(&fresh, bytes: bytes)
        bytes = 0
        units = 0
    }

    /// Opens an inode by the first of its names that leads to it; notes why others do not.
    ///
    /// - Returns: nil where none does; the inode is then unreadable.
    func open(_ inode: Int, checking: Bool) -> OpenFile? {
        for name in run.candidates.names(of: inode) {
            let descriptor = door.open(Int(name))
            guard descriptor >= 0 else {
                run.note(Int(name), .open, code: errno)
                continue
            }
            let file = OpenFile(file: Int(name), descriptor: descriptor)
            if !checking || file.isUnchanged(run.files) { return file }
            file.end()
            run.note(Int(name), .changed, code: 0)
        }
        giveUp(inode)
        return nil
    }

    /// Notes that an inode could not be read to its end, or is not what it was.
    ///
    /// - Parameter code: why; 0 where nothing failed, but less came than there was.
    func fail(_ inode: Int, _ file: OpenFile, _ step: FileFault.Step, code: Int32) {
        // What was put in the place of a file fails in ways of its own.
        let isReason = code != 0 && file.isUnchanged(run.files)
        run.note(file.file, isReason ? step : .changed, code: isReason ? code : 0)
        giveUp(inode)
    }

    private func giveUp(_ inode: Int) {
        var evidence = ContentEvidence()
        evidence.origin = .unreadable
        run.set(evidence, of: inode)
        fresh.append(Int32(inode))
    }

    /// Gives an inode its new evidence.
    @inline(__always)
    func settle(_ inode: Int, _ evidence: ContentEvidence) {
        run.set(evidence, of: inode)
        fresh.append(Int32(inode))
    }
}
