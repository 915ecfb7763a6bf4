import FileActions
import FileRecords
import Foundation
import Testing

/// A folder of its own for one test, with the trees that it acts on; gone when the test is.
final class Tree: @unchecked Sendable {
    let root: String

    /// - Parameter parent: where the folder is made; in memory where there is such a place.
    init(in parent: String = Tree.fastest) throws {
        root = parent + "/tieout-acts-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    deinit {
        // Only ever a folder that was made above.
        precondition(root.contains("/tieout-acts-"))
        try? FileManager.default.removeItem(atPath: root)
    }

    static let memory = "/dev/shm"
    static let fastest = FileManager.default.isWritableFile(atPath: memory) ? memory : disk
    static let disk =
        NSTemporaryDirectory().hasSuffix("/")
        ? String(NSTemporaryDirectory().dropLast()) : NSTemporaryDirectory()

    func path(_ name: String) -> String { name.isEmpty ? root : root + "/" + name }

    @discardableResult
    func write(_ text: String, _ name: String, mode: mode_t = 0o644, age: Int = 100) throws -> String {
        let path = path(name)
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        chmod(path, mode)
        setAge(name, age)
        return path
    }

    /// Lets a file or directory be last changed so many seconds before a fixed moment.
    func setAge(_ name: String, _ age: Int) {
        var times = [
            timeval(tv_sec: 1_700_000_000 - age, tv_usec: 123_456),
            timeval(tv_sec: 1_700_000_000 - age, tv_usec: 123_456),
        ]
        utimes(path(name), &times)
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.linkItem(atPath: path(target), toPath: path(name))
    }

    func symlink(_ name: String, to text: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path(name), withDestinationPath: text)
    }

    func move(_ name: String, to other: String) throws {
        try FileManager.default.moveItem(atPath: path(name), toPath: path(other))
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

    func text(_ name: String) -> String? {
        (try? Data(contentsOf: URL(fileURLWithPath: path(name)))).map { String(decoding: $0, as: UTF8.self) }
    }

    func inode(_ name: String) -> UInt64? {
        var found = stat()
        return lstat(path(name), &found) == 0 ? UInt64(found.st_ino) : nil
    }

    /// Names that are in quarantines, below a folder of the tree.
    func aside(below name: String = "") -> [String] {
        let all = (try? FileManager.default.subpathsOfDirectory(atPath: path(name))) ?? []
        return all.filter {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: path(name) + "/" + $0, isDirectory: &isFolder)
            return $0.contains(".tieout-quarantine") && !isFolder.boolValue
        }.sorted()
    }

    /// Everything that a person could miss: per path its type, mode, owner, time, content or target; and
    /// which names are one file.
    func snapshot() throws -> [String: String] {
        var all: [String: String] = [:]
        var names: [UInt64: [String]] = [:]
        for name in [""] + (try FileManager.default.subpathsOfDirectory(atPath: root)) {
            var found = stat()
            guard lstat(path(name), &found) == 0 else { continue }
            let time = "\(found.st_mtim.tv_sec).\(found.st_mtim.tv_nsec)"
            var line = "\(String(found.st_mode, radix: 8)) \(found.st_uid):\(found.st_gid)"
            switch FileType(mode: found.st_mode) {
            case .regular:
                line += " \(time) \(text(name) ?? "unreadable")"
                names[UInt64(found.st_ino), default: []].append(name)
            case .symbolicLink:
                line += " -> \(try FileManager.default.destinationOfSymbolicLink(atPath: path(name)))"
            default: line += " \(time)"
            }
            all[name] = line
        }
        for group in names.values where group.count > 1 {
            for name in group { all[name]? += " = \(group.sorted().joined(separator: ","))" }
        }
        return all
    }

    /// The contents that are there anywhere below the root, quarantine and all, each once.
    func contents() throws -> Set<String> {
        var all: Set<String> = []
        for name in try FileManager.default.subpathsOfDirectory(atPath: root) {
            var found = stat()
            guard lstat(path(name), &found) == 0, FileType(mode: found.st_mode) == .regular else { continue }
            all.insert(try #require(text(name)))
        }
        return all
    }
}
