import CLinux
import FileRecords

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Opens the files of a table: each relative to its directory, never through a symbolic link. One a thread.
///
/// Directories stay open for a while: files are mostly asked for in the order of the table.
final class Door {
    private let table: FileTable
    private var roots: [UInt32: Int32] = [:]
    private var open: [(directory: UInt32, descriptor: Int32)]
    private var path: [CChar] = []
    private var chain: [UInt32] = []
    /// The directory that was asked for last without being open.
    private var lastMissed = UInt32.max
    private let name = UnsafeMutablePointer<CChar>.allocate(capacity: 4096)
    private let user = geteuid()

    private static let room = 8

    init(_ table: FileTable) {
        self.table = table
        open = Array(repeating: (UInt32.max, -1), count: Self.room)
    }

    deinit {
        for (_, descriptor) in open where descriptor >= 0 { close(descriptor) }
        for descriptor in roots.values where descriptor >= 0 { close(descriptor) }
        name.deallocate()
    }

    /// Opens a file for reading, without a trace in its times where that is allowed. Never blocks on a fifo.
    ///
    /// - Returns: a descriptor, or -1 with `errno` set.
    func open(_ file: Int) -> Int32 {
        let entry = table.files[file]
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY
        // Only the owner and root may leave no trace.
        let isOwn = user == 0 || user == entry.facts.owner
        if !isOpen(entry.directory), entry.directory != lastMissed, Below.refusesLinks {
            // A directory is opened for its second file: in one call the kernel goes down as fast.
            lastMissed = entry.directory
            let descriptor = openByPath(file, isOwn ? flags | O_NOATIME : flags)
            // Why not is found out step by step, the same for every file.
            if descriptor >= 0 { return descriptor }
        }
        let directory = self.directory(of: file)
        guard directory >= 0 else { return -1 }
        if isOwn {
            let descriptor = tieout_openat(directory, name, flags | O_NOATIME)
            if descriptor >= 0 || errno != EPERM { return descriptor }
        }
        return tieout_openat(directory, name, flags)
    }

    private func openByPath(_ file: Int, _ flags: Int32) -> Int32 {
        let root = startPath(to: table.files[file].directory)
        guard root >= 0 else { return -1 }
        append(table.name(ofFile: file))
        let length = path.count
        path.append(0)
        return path.withUnsafeMutableBufferPointer { path in
            guard let base = path.baseAddress else { return -1 }
            return Below.open(root, base, length: length, flags: flags)
        }
    }

    @inline(__always)
    private func isOpen(_ directory: UInt32) -> Bool {
        open[Int(directory) % Self.room].directory == directory
    }

    /// Reads where a symbolic link leads to.
    ///
    /// - Returns: the length of the text, or -1 with `errno` set.
    func readLink(_ file: Int, into text: UnsafeMutableBufferPointer<CChar>) -> Int {
        let directory = self.directory(of: file)
        guard directory >= 0, let base = text.baseAddress else { return -1 }
        return readlinkat(directory, name, base, text.count)
    }

    /// Opens the directory of a file and has the file's name ready in `name`.
    @inline(__always)
    private func directory(of file: Int) -> Int32 {
        let entry = table.files[file]
        let length = Int(entry.nameLength)
        guard length < 4096 else {
            errno = ENAMETOOLONG
            return -1
        }
        table.names.withUnsafeBufferPointer { names in
            guard let base = names.baseAddress else { return }
            memcpy(name, base + entry.nameStart, length)
        }
        name[length] = 0
        let slot = Int(entry.directory) % Self.room
        if open[slot].directory == entry.directory { return open[slot].descriptor }
        if open[slot].descriptor >= 0 { close(open[slot].descriptor) }
        let descriptor = descend(to: entry.directory)
        open[slot] = descriptor >= 0 ? (entry.directory, descriptor) : (UInt32.max, -1)
        return descriptor
    }

    private func descend(to directory: UInt32) -> Int32 {
        let root = startPath(to: directory)
        guard root >= 0 else { return -1 }
        let length = path.count
        path.append(0)
        return path.withUnsafeMutableBufferPointer { path in
            guard let base = path.baseAddress else { return -1 }
            return Below.open(root, base, length: length, flags: O_PATH | O_DIRECTORY)
        }
    }

    /// Has the path of a directory, from its root on, ready in `path`.
    ///
    /// - Returns: the root, open; -1 with `errno` set where it is not to be had.
    private func startPath(to directory: UInt32) -> Int32 {
        chain.removeAll(keepingCapacity: true)
        var step = directory
        while !table.isRoot(step) {
            chain.append(step)
            step = table.directories[Int(step)].parent
        }
        path.removeAll(keepingCapacity: true)
        for step in chain.reversed() { append(table.name(ofDirectory: step)) }
        return root(step)
    }

    private func append(_ name: ArraySlice<UInt8>) {
        if !path.isEmpty { path.append(CChar(UInt8(ascii: "/"))) }
        name.withUnsafeBufferPointer { name in
            name.withMemoryRebound(to: CChar.self) { path.append(contentsOf: $0) }
        }
    }

    private func root(_ number: UInt32) -> Int32 {
        if let descriptor = roots[number] { return descriptor }
        let descriptor = openRoot(Array(table.name(ofDirectory: number)))
        if descriptor >= 0 { roots[number] = descriptor }
        return descriptor
    }
}
