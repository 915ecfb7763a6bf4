import CLinux
import FileRecords
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Meets everything below `roots` and says what it is; opens directories only, follows no symbolic link.
///
/// - Parameters:
///   - roots: paths; relative ones begin at the working directory.
///   - threads: readers of directories at once, at least 1. The result does not depend on it.
/// - Throws: `TieoutError` where a root is not there, or is no directory; or when the run is to stop.
/// - Complexity: a few system calls a directory and one an entry.
public func walkTrees(
    _ roots: [[UInt8]], options: WalkOptions, threads: Int, monitor: RunMonitor
) throws -> WalkedTrees {
    var walk = SimpleWalk(options: options, monitor: monitor)
    for root in roots { try walk.addRoot(absolute(root)) }
    return WalkedTrees(table: walk.table, faults: walk.faults, passedOver: walk.passedOver)
}

func absolute(_ path: [UInt8]) -> [UInt8] {
    var path = path
    if path.first != UInt8(ascii: "/") {
        var buffer = [CChar](repeating: 0, count: 1 << 16)
        if getcwd(&buffer, buffer.count) != nil {
            let working = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            path = working + [UInt8(ascii: "/")] + path
        }
    }
    while path.count > 1, path.last == UInt8(ascii: "/") { path.removeLast() }
    return path
}

private struct SimpleWalk {
    let options: WalkOptions
    let monitor: RunMonitor
    var table = FileTable()
    var faults: [FileFault] = []
    var passedOver = PassedOver()
    var seen: Set<FileIdentity> = []

    init(options: WalkOptions, monitor: RunMonitor) {
        self.options = options
        self.monitor = monitor
    }

    mutating func addRoot(_ path: [UInt8]) throws {
        var facts = tieout_facts()
        var mount: Int32 = 0
        let descriptor = path.map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { _ in
            tieout_openat(AT_FDCWD, String(decoding: path, as: UTF8.self), O_RDONLY | O_DIRECTORY)
        }
        guard descriptor >= 0, tieout_stat(descriptor, "", &facts, &mount) == 0 else {
            throw TieoutError(
                String(cString: strerror(errno)), at: shown(path: path), remedy: "name a directory")
        }
        let known = FileFacts(facts)
        if !seen.insert(known.identity).inserted {
            close(descriptor)
            passedOver[.repeated] += 1
            return
        }
        let root = table.addRoot(path: path, facts: known)
        try enter(root, descriptor)
    }

    mutating func enter(_ directory: UInt32, _ descriptor: Int32) throws {
        try monitor.checkStop()
        guard let stream = fdopendir(descriptor) else { return }
        var names: [[CChar]] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) {
                    Array(UnsafeBufferPointer(start: $0, count: strlen($0) + 1))
                }
            }
            if name == [46, 0] || name == [46, 46, 0] { continue }
            names.append(name)
        }
        names.sort {
            $0.map { UInt8(bitPattern: $0) }.lexicographicallyPrecedes($1.map { UInt8(bitPattern: $0) })
        }
        var below: [([CChar], FileFacts)] = []
        for name in names {
            let bytes = name.dropLast().map { UInt8(bitPattern: $0) }
            var facts = tieout_facts()
            var mount: Int32 = 0
            guard tieout_stat(descriptor, name, &facts, &mount) == 0 else {
                faults.append(
                    FileFault(
                        path: table.path(ofDirectory: directory) + [47] + bytes, step: .stat, code: errno))
                continue
            }
            let known = FileFacts(facts)
            if options.except.contains(known.identity) {
                passedOver[.own] += 1
            } else if known.type == .directory {
                let text = String(decoding: bytes, as: UTF8.self)
                if text == ".git", !options.git {
                    passedOver[.git] += 1
                } else if text.hasPrefix(".Trash"), !options.trash {
                    passedOver[.trash] += 1
                } else if text == ".tieout-quarantine" {
                    passedOver[.own] += 1
                } else if !seen.insert(known.identity).inserted {
                    passedOver[.repeated] += 1
                } else {
                    below.append((name, known))
                }
            } else {
                if known.type != .regular, known.type != .symbolicLink { passedOver[.special] += 1 }
                table.addFile(name: bytes, in: directory, facts: known)
            }
        }
        for (name, facts) in below {
            let bytes = name.dropLast().map { UInt8(bitPattern: $0) }
            let number = table.addDirectory(name: bytes, in: directory, facts: facts)
            let child = tieout_openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
            guard child >= 0 else {
                faults.append(
                    FileFault(path: table.path(ofDirectory: number), step: .openDirectory, code: errno))
                continue
            }
            try enter(number, child)
        }
        closedir(stream)
    }
}
