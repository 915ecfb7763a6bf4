import FileRecords
import FileTrees
import Records

/// What a test plants under a path.
enum Planted: Equatable {
    /// A file with that content; files of one `inode` are names of one.
    case file(String, inode: UInt64? = nil)
    case link(String)
    case pipe
    case folder

    var content: String? {
        switch self {
        case .file(let text, _): text.isEmpty ? nil : "file " + text
        case .link(let target): "link " + target
        default: nil
        }
    }

    var mode: UInt32 {
        switch self {
        case .file: 0o100644
        case .link: 0o120777
        case .pipe: 0o010644
        case .folder: 0o040755
        }
    }

    var size: Int64 {
        switch self {
        case .file(let text, _), .link(let text): Int64(text.utf8.count)
        default: 0
        }
    }
}

/// A table made of paths.
struct PlantedTree {
    var table = FileTable()
    var evidence: [ContentEvidence] = []
    /// The path of each file, below the root.
    var paths: [String] = []
    var directories: [String: UInt32] = [:]

    /// - Parameter known: what is known of the file at a path: all of it, unless the test says otherwise.
    init(_ entries: [String: Planted], root: String = "/r", known: (String) -> Knowledge = { _ in .whole }) {
        add(entries, root: root, known: known)
    }

    /// What a scan knows of a file.
    enum Knowledge: CaseIterable { case whole, ends, nothing, unreadable }

    /// Adds a root with everything below it; paths may come in any order.
    mutating func add(
        _ entries: [String: Planted], root: String, known: (String) -> Knowledge = { _ in .whole }
    ) {
        let rootNumber = table.addRoot(path: Array(root.utf8), facts: facts(.folder, inode: 1))
        directories = ["": rootNumber]
        for (path, entry) in entries.sorted(by: { $0.key < $1.key }) {
            let slash = path.lastIndex(of: "/")
            let parent = folder(slash.map { String(path[..<$0]) } ?? "")
            if entry == .folder {
                _ = folder(path)
                continue
            }
            let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
            var inode = UInt64(100 + paths.count)
            if case .file(_, let shared?) = entry { inode = shared }
            table.addFile(name: Array(name.utf8), in: parent, facts: facts(entry, inode: inode))
            paths.append(path)
            evidence.append(self.evidence(entry, known(path)))
        }
    }

    private mutating func folder(_ path: String) -> UInt32 {
        if let number = directories[path] { return number }
        let slash = path.lastIndex(of: "/")
        let parent = folder(slash.map { String(path[..<$0]) } ?? "")
        let name = slash.map { path[path.index(after: $0)...] } ?? path[...]
        let number = table.addDirectory(
            name: Array(name.utf8), in: parent, facts: facts(.folder, inode: UInt64(directories.count)))
        directories[path] = number
        return number
    }

    private func facts(_ entry: Planted, inode: UInt64) -> FileFacts {
        var links: UInt32 = 1
        if case .file(_, _?) = entry { links = 2 }
        return FileFacts(
            device: 1, inode: inode, size: entry.size, allocated: entry.size, modified: 0, changed: 0,
            mode: entry.mode, links: links, owner: 0, group: 0)
    }

    private func evidence(_ entry: Planted, _ known: Knowledge) -> ContentEvidence {
        var evidence = ContentEvidence()
        let bytes: [UInt8]
        switch entry {
        case .file(let text, _), .link(let text): bytes = Array(text.utf8)
        default: return evidence
        }
        if entry.mode == Planted.link("").mode || known == .whole {
            evidence.prefix = bytes.withUnsafeBytes { xxh3Wide($0.baseAddress, $0.count) }
            evidence.covered = Int64(bytes.count)
            evidence.origin = .read
        } else if known == .ends {
            // First and last byte: many contents have the same.
            evidence.ends = UInt64(bytes.first ?? 0) << 8 | UInt64(bytes.last ?? 0)
            evidence.hasEnds = true
            evidence.origin = .read
        } else if known == .unreadable {
            evidence.origin = .unreadable
        }
        return evidence
    }

    /// Groups of equal files, by hash, as a scan would find them; of one name each for what it cannot know.
    var groups: ContentGroups {
        var members: [Hash128: [UInt32]] = [:]
        for (file, entry) in table.files.enumerated()
        where entry.facts.type == .regular && entry.facts.size > 0 {
            guard let hash = evidence[file].whole(size: entry.facts.size) else { continue }
            members[hash, default: []].append(UInt32(file))
        }
        var groups = ContentGroups()
        for group in members.values.filter({ group in
            Set(group.map { table.files[Int($0)].facts.inode }).count > 1
        }).sorted(by: { $0[0] < $1[0] }) {
            groups.append(group)
        }
        return groups
    }
}

/// Compares two planted trees as two scans that know nothing of each other.
func compare(
    _ left: PlantedTree, _ right: PlantedTree, unread: (left: Set<UInt32>, right: Set<UInt32>) = ([], [])
) -> (comparison: TreeComparison, left: TreeContents, right: TreeContents) {
    let numbers = ContentNumbers.together(left.table, left.evidence, right.table, right.evidence)
    let leftSide = TreeContents(
        table: left.table, root: 0, numbers: numbers.left, evidence: left.evidence, unread: unread.left)
    let rightSide = TreeContents(
        table: right.table, root: 0, numbers: numbers.right, evidence: right.evidence, unread: unread.right)
    return (compareTrees(leftSide, rightSide, isDecided: false), leftSide, rightSide)
}

/// Rows as a person would say them: `moved a/x -> b/x`, those that are missing with an exclamation mark.
func sentences(_ result: (comparison: TreeComparison, left: TreeContents, right: TreeContents)) -> [String] {
    result.comparison.rows.map { row in
        let left = row.left.map { String(decoding: result.left.path($0), as: UTF8.self) }
        let right = row.right.map { String(decoding: result.right.path($0), as: UTF8.self) }
        let places = [left, right == left ? nil : right].compactMap { $0 }.joined(separator: " -> ")
        let doubt = row.doubt == .none ? "" : " (\(row.doubt))"
        return "\(row.kind) \(places)\(row.isMissing ? " !" : "")\(doubt)"
    }
}
