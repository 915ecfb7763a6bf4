import FileRecords
import Foundation
import Records
import TestSupport

/// A tree in memory that changes from scan to scan: paths, facts and what they hold.
struct PlantedTree {
    struct Leaf: Equatable {
        var facts: FileFacts
        /// Stands for the content; nil where it was not read.
        var content: UInt64?
    }

    var root: String
    var directories: [String: FileFacts] = [:]
    var files: [String: Leaf] = [:]
    private var nextInode: UInt64 = 100
    private var time: Int64 = 1_000_000_000_000

    init(root: String = "/r") {
        self.root = root
        directories[root] = facts(0o040755, size: 4096)
    }

    mutating func facts(_ mode: UInt32, size: Int64) -> FileFacts {
        nextInode += 1
        time += 1_000_000
        return FileFacts(
            // Roots lie on devices of their own.
            device: UInt64(root.utf8.last ?? 0), inode: nextInode, size: size,
            allocated: (size + 4095) / 4096 * 4096,
            modified: time, changed: time, mode: mode, links: 1, owner: 1000, group: 100)
    }

    mutating func addDirectory(_ path: String) {
        if directories[path] == nil { directories[path] = facts(0o040755, size: 4096) }
    }

    mutating func addFile(_ path: String, content: UInt64?, size: Int64) {
        files[path] = Leaf(facts: facts(0o100644, size: size), content: content)
    }

    mutating func addLink(_ path: String, to other: String) {
        guard var leaf = files[other] else { return }
        leaf.facts.links += 1
        for (name, same) in files where same.facts.identity == leaf.facts.identity {
            files[name]?.facts.links = leaf.facts.links
        }
        files[path] = leaf
    }

    /// Changes a few things, as time does.
    mutating func change(_ seeded: inout Seeded) {
        for _ in 0..<Int.random(in: 0...12, using: &seeded) {
            let folders = directories.keys.sorted()
            let names = files.keys.sorted()
            let folder = folders[Int.random(in: 0..<folders.count, using: &seeded)]
            let name = "\(folder)/\(Self.names[Int.random(in: 0..<Self.names.count, using: &seeded)])"
            let content = UInt64.random(in: 1...6, using: &seeded)
            switch Int.random(in: 0...7, using: &seeded) {
            case 0 where files[name] == nil: addDirectory(name)
            case 1, 2,
                3 where directories[name] == nil:
                let isRead = Bool.random(using: &seeded)
                addFile(name, content: isRead ? content : nil, size: Int64(content) * 100)
            case 4 where directories[name] == nil:
                if let other = names.randomElement(using: &seeded) { addLink(name, to: other) }
            case 5: if let gone = names.randomElement(using: &seeded) { files[gone] = nil }
            case 6:
                if let touched = names.randomElement(using: &seeded) { files[touched]?.facts.changed += 1 }
            case 7:
                guard let gone = folders.randomElement(using: &seeded), gone != root else { continue }
                directories = directories.filter { $0.key != gone && !$0.key.hasPrefix(gone + "/") }
                files = files.filter { !$0.key.hasPrefix(gone + "/") }
            default: break
            }
        }
    }

    private static let names = [
        "a", "b", "c.txt", "d.JPG", "é", "back\\slash", "new\nline", "Z", "a.b", "long name",
    ]

    /// As a walk would have it.
    func table(_ others: [PlantedTree] = []) -> FileTable {
        var table = FileTable()
        var byFolder: [String: [(name: String, facts: FileFacts)]] = [:]
        for tree in [self] + others {
            for (path, leaf) in tree.files {
                byFolder[parent(path), default: []].append((last(path), leaf.facts))
            }
            var numbers: [String: UInt32] = [:]
            // Children behind their parents, folders by the bytes of their path with a slash behind.
            for path in tree.directories.keys.sorted(by: {
                Array(($0 + "/").utf8).lexicographicallyPrecedes(Array(($1 + "/").utf8))
            }) {
                guard let facts = tree.directories[path] else { continue }
                numbers[path] =
                    path == tree.root
                    ? table.addRoot(path: Array(path.utf8), facts: facts)
                    : table.addDirectory(
                        name: Array(last(path).utf8), in: numbers[parent(path)] ?? 0, facts: facts)
                for file in (byFolder[path] ?? []).sorted(by: {
                    Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8))
                }) {
                    table.addFile(name: Array(file.name.utf8), in: numbers[path] ?? 0, facts: file.facts)
                }
            }
        }
        return table
    }
}

private func parent(_ path: String) -> String {
    String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
}

private func last(_ path: String) -> String {
    String(path[path.index(after: path.lastIndex(of: "/") ?? path.startIndex)...])
}

func text(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

/// The hash that stands for a content.
func hash(_ content: UInt64) -> Hash128 { Hash128(high: combine(1, content), low: combine(2, content)) }

/// Evidence of a content read whole.
func evidence(_ content: UInt64, size: Int64, origin: ContentEvidence.Origin = .read) -> ContentEvidence {
    var evidence = ContentEvidence()
    evidence.ends = content
    evidence.hasEnds = true
    evidence.prefix = hash(content)
    evidence.covered = size
    evidence.origin = origin
    return evidence
}
