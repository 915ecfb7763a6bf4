import CLinux
import FileRecords
import FileScan
import Glibc
import Records
import TestSupport

/// A folder of its own for one test, with whatever the test puts there. Paths are bytes, relative to it.
final class TestTree {
    let path: [UInt8]
    private let descriptor: Int32
    private var mounts: [[UInt8]] = []

    init() throws {
        var template = Array("/tmp/tieout-scan-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw TieoutError("no temporary folder") }
        path = template.dropLast().map { UInt8(bitPattern: $0) }
        descriptor = tieout_openat(AT_FDCWD, template, O_RDONLY | O_DIRECTORY)
    }

    deinit {
        for mount in mounts.reversed() { umount2(cString(absolute(mount)), Int32(MNT_DETACH)) }
        if mounts.isEmpty || !isMounted { removeContents(of: descriptor) }
        close(descriptor)
        rmdir(cString(path))
    }

    /// What is still mounted is left alone.
    private var isMounted: Bool {
        mounts.contains { mount in
            var facts = tieout_facts()
            var isMount: Int32 = 0
            return tieout_stat(descriptor, cString(mount), &facts, &isMount) == 0 && isMount != 0
        }
    }

    func absolute(_ name: [UInt8]) -> [UInt8] { path + Array("/".utf8) + name }

    func absolute(_ name: String) -> [UInt8] { absolute(Array(name.utf8)) }

    func makeDirectory(_ name: String) { mkdirat(descriptor, name, 0o755) }

    func write(_ name: String, _ content: [UInt8]) { write(Array(name.utf8), content) }

    func write(_ name: [UInt8], _ content: [UInt8]) {
        let file = tieout_create(descriptor, cString(name), O_WRONLY | O_TRUNC, 0o644)
        precondition(file >= 0, "cannot write")
        var rest = content[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            precondition(count > 0)
            rest = rest.dropFirst(count)
        }
        close(file)
    }

    func link(_ old: String, _ new: String) { linkat(descriptor, old, descriptor, new, 0) }

    func symlink(_ target: String, _ name: String) { symlinkat(target, descriptor, name) }

    func fifo(_ name: String) { mkfifoat(descriptor, name, 0o644) }

    func remove(_ name: String) { unlinkat(descriptor, name, 0) }

    func setMode(_ name: String, _ mode: mode_t) { fchmodat(descriptor, name, mode, 0) }

    func truncate(_ name: String, _ length: Int) { Glibc.truncate(cString(absolute(name)), length) }

    /// Shows one directory, or one file, at a second place as well.
    ///
    /// - Returns: false where that is not allowed.
    func bind(_ source: String, _ target: String) -> Bool {
        guard mount(cString(absolute(source)), cString(absolute(target)), nil, bindFlag, nil) == 0
        else { return false }
        mounts.append(Array(target.utf8))
        return true
    }

    /// Makes directories, one in the other, deeper than a path may be long, and a file in the last.
    func writeDeep(_ content: [UInt8]) -> Int {
        let component = String(repeating: "d", count: 200)
        var directory = dup(descriptor)
        for _ in 0..<30 {
            mkdirat(directory, component, 0o755)
            let next = tieout_openat(directory, component, O_RDONLY | O_DIRECTORY)
            close(directory)
            directory = next
        }
        let file = tieout_create(directory, "deep", O_WRONLY, 0o644)
        _ = content.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
        close(file)
        close(directory)
        return 30 * 201 + 4
    }

    func walk(
        _ names: [String] = [], options: WalkOptions = WalkOptions(), threads: Int = 1
    ) throws -> WalkedTrees {
        try walkTrees(
            names.isEmpty ? [path] : names.map { absolute($0) }, options: options, threads: threads,
            monitor: RunMonitor(run: "test"))
    }
}

/// `MS_BIND`.
private let bindFlag: UInt = 4096

func cString(_ bytes: [UInt8]) -> [CChar] { bytes.map { CChar(bitPattern: $0) } + [0] }

/// Removes what is in a directory, never through a link, at any depth.
private func removeContents(of directory: Int32) {
    fchmod(directory, 0o755)
    guard let stream = fdopendir(dup(directory)) else { return }
    rewinddir(stream)
    while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { start in
                Array(UnsafeBufferPointer(start: start, count: strlen(start) + 1))
            }
        }
        if name == [46, 0] || name == [46, 46, 0] { continue }
        if unlinkat(directory, name, 0) == 0 { continue }
        fchmodat(directory, name, 0o755, 0)
        let child = tieout_openat(directory, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
        if child >= 0 {
            removeContents(of: child)
            close(child)
        }
        unlinkat(directory, name, AT_REMOVEDIR)
    }
    closedir(stream)
}

/// Runs `body` as somebody who may read only what everybody may: as `nobody` where the tests run as root.
func asNobody<R>(_ body: () throws -> R) rethrows -> R {
    // Only of this thread, and of those it starts. Its header is none of those that Swift sees.
    guard geteuid() == 0, let symbol = dlsym(nil, "setfsuid") else { return try body() }
    let setUser = unsafeBitCast(symbol, to: (@convention(c) (uid_t) -> Int32).self)
    _ = setUser(65534)
    defer { _ = setUser(0) }
    return try body()
}

extension WalkedTrees {
    /// Paths of files below `root`, in the order of the table.
    func paths(below root: [UInt8]) -> [String] {
        table.files.indices.map { shown(path: table.path(ofFile: $0).dropFirst(root.count + 1)) }
    }

    /// Paths of directories below `root`, which itself is empty.
    func directories(below root: [UInt8]) -> [String] {
        table.directories.indices.map {
            shown(path: table.path(ofDirectory: UInt32($0)).dropFirst(root.count + 1))
        }
    }
}
