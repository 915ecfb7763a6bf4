import CLinux
import FileRecords
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Reads directories, one after the other: one thread's part of a walk.
final class DirectoryReader: @unchecked Sendable {
    // Used by one thread at a time: by its own until the walk ends, then by the one that assembles.
    private let frontier: Frontier
    private let roots: OpenRoots
    private let rules: NameRules
    private let monitor: RunMonitor
    private var findings = Findings()
    private var entries: [Entry] = []
    private var facts: [FileFacts] = []
    private let buffer = UnsafeMutableRawPointer.allocate(byteCount: bufferSize, alignment: 16)

    /// Holds some thousand entries: few directories take more than two calls.
    private static let bufferSize = 1 << 17
    /// `DT_DIR`.
    private static let directoryType: UInt8 = 4
    /// From so many entries on they are asked about in the order of their inodes, as they lie on the disk.
    private static let manyEntries = 128

    /// An entry of the directory at hand that is no directory.
    private struct Entry {
        /// The first eight bytes of the name, comparable as a number.
        var prefix: UInt64
        var inode: UInt64
        var name: UnsafeMutablePointer<UInt8>
        var nameStart: Int
        var length: Int
        /// Where its facts are; -1 where it is left out.
        var facts: Int
        var isMount: Bool
    }

    init(frontier: Frontier, roots: OpenRoots, rules: NameRules, monitor: RunMonitor) {
        self.frontier = frontier
        self.roots = roots
        self.rules = rules
        self.monitor = monitor
    }

    deinit { buffer.deallocate() }

    /// What was found; the reader has nothing afterwards.
    func takeFindings() -> Findings {
        let taken = findings
        findings = Findings()
        entries = []
        facts = []
        return taken
    }

    /// Reads directories until there are none left.
    func readAll() throws {
        do {
            while let task = frontier.next() {
                let found = try read(task)
                frontier.finish(found: found)
            }
        } catch {
            frontier.abandon()
            throw error
        }
    }

    /// Reads one directory.
    ///
    /// - Returns: the directories in it.
    private func read(_ task: Frontier.Task) throws -> [Frontier.Task] {
        guard let (descriptor, node, device) = enter(task) else { return [] }
        defer { close(descriptor) }
        var below: [Frontier.Task] = []
        entries.removeAll(keepingCapacity: true)
        facts.removeAll(keepingCapacity: true)
        while true {
            let got = tieout_getdents(descriptor, buffer, Self.bufferSize)
            if got < 0 { fault(task, node, step: .readDirectory, code: errno) }
            if got <= 0 { break }
            sort(UnsafeRawBufferPointer(start: buffer, count: got), of: task, node, device, into: &below)
        }
        askAbout(descriptor, node)
        // What turns out to be a directory only now: the file system does not tell types in advance.
        takeIn(node, task, device, &below)
        monitor.recordsRead.add(entries.count, ordering: .relaxed)
        try monitor.pass(entries.count + below.count)
        return below
    }

    // MARK: - Entering

    /// Opens a directory and notes the way to it.
    ///
    /// - Returns: nil if it is not to be read.
    private func enter(_ task: Frontier.Task) -> (descriptor: Int32, node: Int, device: UInt64)? {
        let root = roots.descriptors[task.root]
        var path = task.path.map { CChar(bitPattern: $0) }
        path.append(0)
        let descriptor = path.withUnsafeMutableBufferPointer { path in
            guard let base = path.baseAddress else { return Int32(-1) }
            let flags = O_RDONLY | O_DIRECTORY | O_NONBLOCK
            let quiet = Below.open(root, base, length: path.count - 1, flags: flags | O_NOATIME)
            if quiet >= 0 || errno != EPERM { return quiet }
            return Below.open(root, base, length: path.count - 1, flags: flags)
        }
        var facts = tieout_facts()
        var isMount: Int32 = 0
        guard descriptor >= 0, tieout_stat(descriptor, "", &facts, &isMount) == 0 else {
            let code = errno
            if descriptor >= 0 { close(descriptor) }
            noteUnreadable(task, &path, code: code)
            return nil
        }
        let known = FileFacts(facts)
        if let reason = reasonAgainst(known, descriptor, task) {
            findings.passedOver[reason] += 1
            close(descriptor)
            return nil
        }
        let (node, isNew) = frontier.node(of: known.identity)
        note(task, node: node, facts: known)
        guard isNew else {
            close(descriptor)
            return nil
        }
        return (descriptor, node, known.device)
    }

    private func reasonAgainst(
        _ facts: FileFacts, _ descriptor: Int32, _ task: Frontier.Task
    ) -> PassedOver.Reason? {
        if rules.isExcepted(facts) { return .own }
        guard task.parent >= 0, facts.device != task.parentDevice else { return nil }
        if FileSystemKind(descriptor: descriptor) == .pseudo { return .pseudoFileSystem }
        return rules.oneFileSystem ? .otherFileSystem : nil
    }

    private func note(_ task: Frontier.Task, node: Int, facts: FileFacts) {
        let name = task.path.suffix(task.nameLength)
        let start = name.withUnsafeBufferPointer { findings.names.append(together: $0) }
        findings.arrivals.append(
            Findings.Arrival(
                parent: task.parent, root: task.root, nameStart: start, nameLength: task.nameLength,
                node: node, facts: facts))
    }

    /// A directory that cannot be opened is in the table nevertheless, if anything is known of it.
    private func noteUnreadable(_ task: Frontier.Task, _ path: inout [CChar], code: Int32) {
        let descriptor = path.withUnsafeMutableBufferPointer { path in
            guard let base = path.baseAddress else { return Int32(-1) }
            return Below.open(
                roots.descriptors[task.root], base, length: path.count - 1, flags: O_PATH | O_DIRECTORY)
        }
        var facts = tieout_facts()
        var isMount: Int32 = 0
        if descriptor >= 0, tieout_stat(descriptor, "", &facts, &isMount) == 0 {
            note(task, node: -1, facts: FileFacts(facts))
        }
        if descriptor >= 0 { close(descriptor) }
        fault(task, task.parent, step: .openDirectory, code: code)
    }

    private func fault(_ task: Frontier.Task, _ node: Int, step: FileFault.Step, code: Int32) {
        let name = node == task.parent ? Array(task.path.suffix(task.nameLength)) : []
        findings.faults.append((node, name, step, code))
    }

    // MARK: - Entries

    /// Sorts the entries of one call into directories, files, and what is left out.
    private func sort(
        _ bytes: UnsafeRawBufferPointer, of task: Frontier.Task, _ node: Int, _ device: UInt64,
        into below: inout [Frontier.Task]
    ) {
        guard var entry = bytes.baseAddress else { return }
        let end = entry + bytes.count
        while entry < end {
            let inode = entry.load(as: UInt64.self)
            let size = Int(entry.load(fromByteOffset: 16, as: UInt16.self))
            let type = entry.load(fromByteOffset: 18, as: UInt8.self)
            let name = (entry + 19).assumingMemoryBound(to: CChar.self)
            entry += size
            if name[0] == CChar(UInt8(ascii: ".")),
                name[1] == 0 || (name[1] == CChar(UInt8(ascii: ".")) && name[2] == 0)
            {
                continue
            }
            let length = strlen(name)
            if type == Self.directoryType {
                found(directory: name, length, in: task, node, device, &below)
            } else if type != 0, let reason = rules.reasonAgainst(file: name) {
                findings.passedOver[reason] += 1
            } else {
                append(name, length, inode: inode)
            }
        }
    }

    private func found(
        directory name: UnsafePointer<CChar>, _ length: Int, in task: Frontier.Task, _ node: Int,
        _ device: UInt64, _ below: inout [Frontier.Task]
    ) {
        if let reason = rules.reasonAgainst(directory: name, length: length, above: task.path) {
            findings.passedOver[reason] += 1
            return
        }
        var path: [UInt8] = []
        path.reserveCapacity(task.path.count + 1 + length)
        path.append(contentsOf: task.path)
        if !path.isEmpty { path.append(UInt8(ascii: "/")) }
        path.append(contentsOf: UnsafeRawBufferPointer(start: name, count: length))
        below.append(
            Frontier.Task(
                root: task.root, parent: node, parentDevice: device, path: path, nameLength: length))
    }

    @inline(__always)
    private func append(_ name: UnsafePointer<CChar>, _ length: Int, inode: UInt64) {
        // With the zero behind it: the name is asked about by its address.
        let bytes = UnsafeRawPointer(name).assumingMemoryBound(to: UInt8.self)
        let start = findings.names.append(together: UnsafeBufferPointer(start: bytes, count: length + 1))
        var prefix: UInt64 = 0
        for index in 0..<min(8, length) { prefix |= UInt64(bytes[index]) << UInt64(56 - 8 * index) }
        entries.append(
            Entry(
                prefix: prefix, inode: inode, name: findings.names.address(start), nameStart: start,
                length: length, facts: -1, isMount: false))
    }

    // MARK: - Facts

    /// Asks the file system about each entry.
    private func askAbout(_ descriptor: Int32, _ node: Int) {
        if entries.count >= Self.manyEntries { entries.sort { $0.inode < $1.inode } }
        for index in entries.indices {
            var facts = tieout_facts()
            var isMount: Int32 = 0
            let name = UnsafeRawPointer(entries[index].name).assumingMemoryBound(to: CChar.self)
            guard tieout_stat(descriptor, name, &facts, &isMount) == 0 else {
                let code = errno
                let bytes = UnsafeBufferPointer(start: entries[index].name, count: entries[index].length)
                findings.faults.append((node, Array(bytes), .stat, code))
                continue
            }
            entries[index].facts = self.facts.count
            entries[index].isMount = isMount != 0
            self.facts.append(FileFacts(facts))
        }
    }

    /// Takes the files of a directory into the findings, by name.
    private func takeIn(
        _ node: Int, _ task: Frontier.Task, _ device: UInt64, _ below: inout [Frontier.Task]
    ) {
        entries.sort(by: Self.isBefore)
        let own = entries.filter { $0.facts >= 0 && rules.isExcepted(facts[$0.facts]) }
        let start = findings.files.count
        for entry in entries where entry.facts >= 0 {
            let facts = facts[entry.facts]
            let name = UnsafeRawPointer(entry.name).assumingMemoryBound(to: CChar.self)
            if facts.type == .directory {
                found(directory: name, entry.length, in: task, node, device, &below)
            } else if let reason = reasonAgainst(entry, facts, name, own, device) {
                findings.passedOver[reason] += 1
            } else {
                if facts.type != .regular, facts.type != .symbolicLink { findings.passedOver[.special] += 1 }
                if entry.isMount {
                    findings.mounted.append(Findings.Mounted(node: node, file: findings.files.count))
                }
                findings.files.append(
                    FileTable.File(
                        directory: 0, nameLength: UInt32(entry.length), nameStart: entry.nameStart,
                        facts: facts))
            }
        }
        findings.contents.append(Findings.Contents(node: node, files: start..<findings.files.count))
    }

    @inline(__always)
    private func reasonAgainst(
        _ entry: Entry, _ facts: FileFacts, _ name: UnsafePointer<CChar>, _ own: [Entry], _ device: UInt64
    ) -> PassedOver.Reason? {
        if let reason = rules.reasonAgainst(facts) { return reason }
        if entry.isMount, rules.oneFileSystem, facts.device != device { return .otherFileSystem }
        // A file system that told no types: the name could not be judged before.
        if let reason = rules.reasonAgainst(file: name) { return reason }
        guard !own.isEmpty else { return nil }
        for own in own {
            guard entry.length >= own.length, memcmp(entry.name, own.name, own.length) == 0 else { continue }
            let rest = UnsafeBufferPointer(start: entry.name + own.length, count: entry.length - own.length)
            if rest.isEmpty || ["-wal", "-shm", "-journal"].contains(where: { $0.utf8.elementsEqual(rest) }) {
                return .own
            }
        }
        return nil
    }

    @inline(__always)
    private static func isBefore(_ left: Entry, _ right: Entry) -> Bool {
        if left.prefix != right.prefix { return left.prefix < right.prefix }
        let order = memcmp(left.name, right.name, min(left.length, right.length))
        return order != 0 ? order < 0 : left.length < right.length
    }
}
