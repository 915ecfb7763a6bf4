import FileRecords

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Compares files with the same hash byte by byte.
struct Comparison: ~Copyable {
    private let thread: ReadingThread

    init(_ thread: ReadingThread) { self.thread = thread }

    /// Compares inodes with one that stands for them.
    ///
    /// - Returns: those that are equal to it and those that differ. What cannot be read is in neither; if
    ///   the one that stands for them cannot be, all are left over.
    func compare(
        _ inodes: ArraySlice<Int32>, with first: Int
    ) -> (equal: [Int32], different: [Int32], isFirstReadable: Bool) {
        guard var standard = thread.open(first, checking: true) else { return ([], Array(inodes), false) }
        defer { standard.end() }
        let size = thread.run.size(first)
        if size > ReadingSizes.whole { standard.lookAtCache() }
        // A file that fits stays in the buffer for all of them.
        let isHeld = size <= Int64(thread.pieceSize)
        if isHeld {
            let got = standard.read(thread.buffer, Int(size), at: 0)
            thread.bytes += max(0, got)
            guard got == Int(size), standard.isUnchanged(thread.run.files) else {
                thread.fail(first, standard, .compare, code: got < 0 ? errno : 0)
                return ([], Array(inodes), false)
            }
        }
        var equal: [Int32] = []
        var different: [Int32] = []
        for inode in inodes {
            if thread.run.mustStop { break }
            guard let outcome = isEqual(Int(inode), standard, size, isHeld: isHeld) else { continue }
            if outcome { equal.append(inode) } else { different.append(inode) }
        }
        if !isHeld, !standard.isUnchanged(thread.run.files) {
            thread.fail(first, standard, .changed, code: 0)
            return ([], equal + different, false)
        }
        standard.leaveCache()
        return (equal, different, true)
    }

    /// - Returns: nil where the inode could not be read.
    private func isEqual(_ inode: Int, _ standard: OpenFile, _ size: Int64, isHeld: Bool) -> Bool? {
        guard var file = thread.open(inode, checking: false) else { return nil }
        defer { file.end() }
        if size > ReadingSizes.whole { file.lookAtCache() }
        var offset: Int64 = 0
        var isEqual = true
        while isEqual, offset < size {
            if thread.run.mustStop { return nil }
            let count = Int(min(Int64(thread.pieceSize), size - offset))
            let got = file.read(thread.other, count, at: offset)
            thread.bytes += max(0, got)
            guard got == count else {
                thread.fail(inode, file, .compare, code: got < 0 ? errno : 0)
                return nil
            }
            if !isHeld {
                // Shorter than it was: the look at its times afterwards finds that out.
                isEqual = standard.read(thread.buffer, count, at: offset) == count
                thread.bytes += count
            }
            isEqual = isEqual && memcmp(thread.buffer, thread.other, count) == 0
            offset += Int64(count)
        }
        guard file.isUnchanged(thread.run.files) else {
            thread.fail(inode, file, .changed, code: 0)
            return nil
        }
        file.leaveCache()
        thread.units += Int(size)
        return isEqual
    }
}
