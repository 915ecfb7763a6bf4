import FileRecords
import FileTrees
import Records
import TestSupport
import Testing

/// What changed between two scans, against a slow comparison of paths in dictionaries.
@Suite struct ScanDifferenceTests {
    /// A file in a tree of paths: its content, 0 where it was not read, and its facts.
    private struct Leaf: Equatable {
        var content: UInt64
        var facts: FileFacts
    }

    private func leaf(_ content: UInt64, inode: UInt64, time: Int64 = 1, size: Int64 = 10) -> Leaf {
        Leaf(
            content: content,
            facts: FileFacts(
                device: 1, inode: inode, size: size, allocated: 4096, modified: time, changed: time,
                mode: 0o100644, links: 1, owner: 0, group: 0))
    }

    private func scan(_ files: [String: Leaf]) -> (FileTable, [ContentEvidence]) {
        var table = FileTable()
        var numbers: [String: UInt32] = [:]
        var evidence: [ContentEvidence] = []
        let facts = leaf(0, inode: 1).facts
        var folders: Set<String> = ["/r"]
        for path in files.keys {
            var parts = path.split(separator: "/").dropLast()
            while !parts.isEmpty {
                folders.insert("/" + parts.joined(separator: "/"))
                parts.removeLast()
            }
        }
        for folder in folders.sorted(by: { bytes($0 + "/").lexicographicallyPrecedes(bytes($1 + "/")) }) {
            let cut = folder.lastIndex(of: "/") ?? folder.startIndex
            numbers[folder] =
                folder == "/r"
                ? table.addRoot(path: bytes(folder), facts: facts)
                : table.addDirectory(
                    name: bytes(String(folder[folder.index(after: cut)...])),
                    in: numbers[String(folder[..<cut])] ?? 0, facts: facts)
            let own = files.keys.filter {
                $0.hasPrefix(folder + "/") && !$0.dropFirst(folder.count + 1).contains("/")
            }
            for path in own.sorted(by: { bytes($0).lexicographicallyPrecedes(bytes($1)) }) {
                guard let leaf = files[path] else { continue }
                table.addFile(
                    name: bytes(String(path.dropFirst(folder.count + 1))), in: numbers[folder] ?? 0,
                    facts: leaf.facts)
                var known = ContentEvidence()
                if leaf.content != 0 {
                    known.origin = .read
                    known.covered = leaf.facts.size
                    known.prefix = Hash128(high: leaf.content, low: 0)
                }
                evidence.append(known)
            }
        }
        return (table, evidence)
    }

    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    /// `+ /r/a`, `> /r/b /r/a`.
    private func told(_ old: [String: Leaf], _ new: [String: Leaf]) -> (lines: [String], unchanged: Int) {
        let (before, known) = scan(old)
        let (now, evidence) = scan(new)
        let difference = compareScans(before, known, now, evidence)
        let lines = difference.changes.map { change in
            let from = change.before.map { String(decoding: before.path(ofFile: $0), as: UTF8.self) }
            let to = change.now.map { String(decoding: now.path(ofFile: $0), as: UTF8.self) }
            switch change.kind {
            case .added: return "+ \(to ?? "?")"
            case .removed: return "- \(from ?? "?")"
            case .changed: return "~ \(to ?? "?")"
            case .touched: return ". \(to ?? "?")"
            case .moved: return "> \(to ?? "?") \(from ?? "?")"
            }
        }
        return (lines, difference.unchanged)
    }

    @Test func everyKindOfChange() {
        let old = [
            "/r/same": leaf(1, inode: 10), "/r/gone": leaf(2, inode: 11), "/r/changed": leaf(3, inode: 12),
            "/r/touched": leaf(4, inode: 13), "/r/a/moved": leaf(5, inode: 14),
            "/r/unread": leaf(0, inode: 15),
            "/r/rewritten": leaf(0, inode: 16), "/r/empty": leaf(7, inode: 17, size: 0),
        ]
        let new = [
            "/r/same": leaf(1, inode: 10), "/r/changed": leaf(30, inode: 12), "/r/new": leaf(9, inode: 20),
            "/r/touched": leaf(4, inode: 13, time: 2), "/r/b/moved": leaf(5, inode: 21),
            "/r/c/unread": leaf(0, inode: 15), "/r/rewritten": leaf(0, inode: 16, time: 2),
            "/r/empty too": leaf(7, inode: 17, size: 0),
        ]
        let (lines, unchanged) = told(old, new)
        #expect(
            lines == [
                "> /r/b/moved /r/a/moved", "> /r/c/unread /r/unread", "~ /r/changed", "- /r/empty",
                "+ /r/empty too", "- /r/gone", "+ /r/new", "~ /r/rewritten", ". /r/touched",
            ])
        #expect(unchanged == 1)
    }

    @Test func aReusedInodeWithAnotherContentIsNoMove() {
        let (lines, _) = told(["/r/a": leaf(1, inode: 10)], ["/r/b": leaf(2, inode: 10)])
        #expect(lines == ["- /r/a", "+ /r/b"])
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func randomTreesAreToldAsByASlowComparison(seed: UInt64) {
        var seeded = Seeded(seed)
        let names = ["a", "b", "a.b", "a-", "a/x", "a/y", "a b/x", "b/a/x", "z"].map { "/r/\($0)" }
        func tree() -> [String: Leaf] {
            var tree: [String: Leaf] = [:]
            for name in names
            where Bool.random(using: &seeded)
                && !names.contains(where: { $0.hasPrefix(name + "/") && tree[$0] != nil })
            {
                // A file cannot stand where a folder does.
                if names.contains(where: { $0.hasPrefix(name + "/") }) { continue }
                let content = UInt64.random(in: 1...3, using: &seeded)
                tree[name] = leaf(
                    content, inode: UInt64.random(in: 1...1000, using: &seeded),
                    time: Int64.random(in: 1...2, using: &seeded))
            }
            return tree
        }
        let (old, new) = (tree(), tree())
        let (lines, unchanged) = told(old, new)
        // Same paths are decided alone; of the rest, min(gone, come) of each content have moved.
        var expected: [String] = []
        var same = 0
        for (path, leaf) in new {
            guard let before = old[path] else { continue }
            if before == leaf {
                same += 1
            } else {
                expected.append((before.content == leaf.content ? ". " : "~ ") + path)
            }
        }
        var moved = 0
        for content in 1...3 as ClosedRange<UInt64> {
            let gone = old.filter { $0.value.content == content && new[$0.key] == nil }.count
            let come = new.filter { $0.value.content == content && old[$0.key] == nil }.count
            moved += min(gone, come)
        }
        #expect(unchanged == same, "seed \(seed)")
        #expect(Set(lines.filter { $0.hasPrefix("~") || $0.hasPrefix(".") }) == Set(expected), "seed \(seed)")
        #expect(lines.filter { $0.hasPrefix(">") }.count == moved, "seed \(seed)")
        #expect(lines.filter { $0.hasPrefix("+") }.count == new.keys.filter { old[$0] == nil }.count - moved)
        #expect(lines.filter { $0.hasPrefix("-") }.count == old.keys.filter { new[$0] == nil }.count - moved)
    }
}
