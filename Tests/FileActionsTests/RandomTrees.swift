import FileRecords
import Foundation
import TestSupport
import Testing

@testable import FileActions

/// Trees with everything that trees can hold, on one or two file systems, the same for the same seed.
final class RandomTrees {
    /// One folder for each file system.
    let trees: [Tree]
    /// Roots of scans, absolute.
    private(set) var roots: [String] = []
    /// Directories below the roots and the roots themselves.
    private(set) var directories: [[UInt8]] = []
    private var files: [(path: [UInt8], tree: Int)] = []

    init(_ seeded: inout Seeded) throws {
        let places = Bool.random(using: &seeded) ? [Tree.fastest] : [Tree.fastest, Tree.disk]
        trees = try places.map { try Tree(in: $0) }
        for (number, tree) in trees.enumerated() {
            for name in Bool.random(using: &seeded) ? ["t"] : ["t", "u"] {
                try grow(tree.path(name), in: number, &seeded)
            }
        }
        // Last, since everything that is made in them changes their times.
        for directory in directories.reversed() {
            setTime(directory, Int.random(in: 0..<1_000_000, using: &seeded))
        }
    }

    private func grow(_ root: String, in tree: Int, _ seeded: inout Seeded) throws {
        roots.append(root)
        var here = [Array(root.utf8)]
        try make(here[0])
        for number in 0..<Int.random(in: 0...4, using: &seeded) {
            let parent = here[Int.random(in: 0..<here.count, using: &seeded)]
            here.append(parent + [UInt8(ascii: "/")] + name(number, &seeded))
            try make(here[here.count - 1])
        }
        for number in 0..<Int.random(in: 4...14, using: &seeded) {
            let folder = here[Int.random(in: 0..<here.count, using: &seeded)]
            let path = folder + [UInt8(ascii: "/")] + name(100 + number, &seeded)
            let mine = files.filter { $0.tree == tree }
            switch Int.random(in: 0..<8, using: &seeded) {
            case 0, 1:
                guard let other = mine.randomElement(using: &seeded) else { continue }
                try #require(call(other.path, path) { Glibc.link($0, $1) } == 0)
            case 2:
                let target = mine.randomElement(using: &seeded)?.path ?? Array("nowhere".utf8)
                try #require(call(target, path) { Glibc.symlink($0, $1) } == 0)
            default: try write(path, &seeded)
            }
            var found = stat()
            if call(path, path, { one, _ in lstat(one, &found) }) == 0,
                FileType(mode: found.st_mode) == .regular
            {
                files.append((path, tree))
            }
        }
    }

    private func make(_ directory: [UInt8]) throws {
        try #require(call(directory, directory) { one, _ in mkdir(one, 0o755) } == 0)
        directories.append(directory)
    }

    private func write(_ path: [UInt8], _ seeded: inout Seeded) throws {
        let opened = call(path, path) { one, _ in open(one, O_CREAT | O_EXCL | O_WRONLY, 0o600) }
        try #require(opened >= 0)
        let handle = FileHandle(fileDescriptor: opened, closeOnDealloc: true)
        let kind = Int.random(in: 0..<7, using: &seeded)
        let content: [UInt8] =
            kind == 6
            ? [] : [UInt8](repeating: UInt8(kind), count: [1, 4095, 4096, 4097, 9000, 30][kind])
        try handle.write(contentsOf: Data(content))
        try handle.close()
        let mode = [0o600, 0o644, 0o444, 0o755].randomElement(using: &seeded) ?? 0o600
        _ = call(path, path) { one, _ in chmod(one, mode_t(mode)) }
        if geteuid() == 0, Bool.random(using: &seeded) {
            _ = call(path, path) { one, _ in chown(one, 1234, 5678) }
        }
        setTime(path, Int.random(in: 0..<1_000_000, using: &seeded))
    }

    /// A name unlike the others, with bytes of every kind.
    private func name(_ number: Int, _ seeded: inout Seeded) -> [UInt8] {
        let odd = (0..<3).map { _ in UInt8.random(in: 1...255, using: &seeded) }
        return odd.map { $0 == UInt8(ascii: "/") ? 0x0A : $0 } + Array("\(number)".utf8)
    }

    private func setTime(_ path: [UInt8], _ age: Int) {
        let time = timespec(tv_sec: 1_600_000_000 + age, tv_nsec: age % 999)
        _ = call(path, path) { one, _ in utimensat(AT_FDCWD, one, [time, time], AT_SYMLINK_NOFOLLOW) }
    }

    private func call(
        _ one: [UInt8], _ other: [UInt8], _ body: (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Int32
    ) -> Int32 {
        (one + [0]).withUnsafeBytes { one in
            (other + [0]).withUnsafeBytes { other in
                body(
                    one.bindMemory(to: CChar.self).baseAddress!, other.bindMemory(to: CChar.self).baseAddress!
                )
            }
        }
    }
}

extension RandomTrees {
    /// One name of a tree: everything of it that a person could miss.
    struct Entry: Equatable, CustomStringConvertible {
        var mode: UInt32
        var owner: UInt32
        var group: UInt32
        /// Nil for symbolic links, whose time nobody looks at.
        var modified: Int64?
        var inode: UInt64?
        var content: Data

        var isDirectory: Bool { FileType(mode: mode) == .directory }

        var description: String {
            "\(String(mode, radix: 8)) \(owner):\(group) \(modified ?? 0) #\(inode ?? 0) \(content.count) B"
        }
    }

    /// Everything below the folders, the quarantine and all.
    func state() throws -> [[UInt8]: Entry] {
        var all: [[UInt8]: Entry] = [:]
        for tree in trees {
            for name in try names(in: Array(tree.root.utf8)) {
                try look(Array(tree.root.utf8) + [UInt8(ascii: "/")] + name, &all)
            }
        }
        return all
    }

    private func look(_ path: [UInt8], _ all: inout [[UInt8]: Entry]) throws {
        var found = stat()
        guard call(path, path, { one, _ in lstat(one, &found) }) == 0 else { return }
        var entry = Entry(
            mode: found.st_mode, owner: found.st_uid, group: found.st_gid, modified: nil, inode: nil,
            content: Data())
        let modified = Int64(found.st_mtim.tv_sec) * 1_000_000_000 + Int64(found.st_mtim.tv_nsec)
        switch FileType(mode: found.st_mode) {
        case .directory:
            entry.modified = modified
            for name in try names(in: path) { try look(path + [UInt8(ascii: "/")] + name, &all) }
        case .symbolicLink:
            var text = [CChar](repeating: 0, count: 4096)
            let length = call(path, path) { one, _ in Int32(readlink(one, &text, text.count)) }
            entry.content = Data(text.prefix(Int(length)).map { UInt8(bitPattern: $0) })
        default:
            (entry.modified, entry.inode, entry.content) = (modified, UInt64(found.st_ino), try readAll(path))
        }
        all[path] = entry
    }

    /// The contents of regular files that are there, each once.
    func contents() throws -> Set<Data> {
        Set(try state().values.filter { FileType(mode: $0.mode) == .regular }.map(\.content))
    }

    /// What lies in quarantines, but for directories.
    func aside() throws -> [[UInt8]] {
        try state().filter { path, entry in
            !entry.isDirectory && path.split(separator: 47).contains(quarantineFolder[...])
        }.map(\.key)
    }
}
