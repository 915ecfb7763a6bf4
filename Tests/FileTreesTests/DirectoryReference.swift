import FileTrees
import Testing

/// Directories compared every one with every other, by what they hold as texts.
struct DirectoryReference {
    private let directories: [(path: String, number: UInt32)]
    /// Everything below a directory, by path from it on.
    private let below: [UInt32: [String: Planted]]

    init(_ entries: [String: Planted], _ tree: PlantedTree) {
        directories = tree.directories.map { ($0.key, $0.value) }.sorted { $0.1 < $1.1 }
        var below: [UInt32: [String: Planted]] = [:]
        for (path, number) in directories {
            let start = path.isEmpty ? "" : path + "/"
            var all = entries
            for (folder, _) in directories where !folder.isEmpty { all[folder] = .folder }
            for (name, planted) in all where name.hasPrefix(start) && name != path {
                below[number, default: [:]][String(name.dropFirst(start.count))] = planted
            }
        }
        self.below = below
    }

    private func files(_ directory: UInt32) -> [(name: String, content: String)] {
        (below[directory] ?? [:]).compactMap { path, planted in
            guard case .file(let text, _) = planted, !text.isEmpty else { return nil }
            return (String(path.split(separator: "/").last ?? ""), text)
        }
    }

    private func isInside(_ one: UInt32, _ other: UInt32) -> Bool {
        guard let a = directories.first(where: { $0.number == one })?.path,
            let b = directories.first(where: { $0.number == other })?.path
        else { return false }
        return a == b || b.isEmpty || a.hasPrefix(b + "/")
    }

    private func areApart(_ one: UInt32, _ other: UInt32) -> Bool {
        !isInside(one, other) && !isInside(other, one)
    }

    private func isContained(_ inner: UInt32, _ outer: UInt32) -> Bool {
        Set(files(inner).map(\.content)).isSubset(of: files(outer).map(\.content))
    }

    func check(_ findings: DirectoryFindings, _ name: Comment) {
        #expect(findings.directoriesNotSearched == 0, name)
        for overlap in findings.overlaps { checkCounts(overlap, name) }
        checkSame(findings, name)
        checkContained(findings, name)
    }

    private func checkCounts(_ overlap: DirectoryOverlap, _ name: Comment) {
        for (side, other) in [(overlap.left, overlap.right), (overlap.right, overlap.left)] {
            let (mine, theirs) = (files(side.directory), files(other.directory))
            let shared = mine.filter { file in theirs.contains { $0.content == file.content } }
            #expect(side.files == mine.count, name)
            #expect(side.bytes == mine.reduce(0) { $0 + Int64($1.content.utf8.count) }, name)
            #expect(side.sharedFiles == shared.count, name)
            #expect(side.sharedBytes == shared.reduce(0) { $0 + Int64($1.content.utf8.count) }, name)
            #expect(side.sameNames == mine.filter { file in theirs.contains { $0 == file } }.count, name)
        }
        #expect(areApart(overlap.left.directory, overlap.right.directory), name)
        let (l, r) = (overlap.left.directory, overlap.right.directory)
        switch overlap.relation {
        case .same: #expect(below[l] == below[r], name)
        case .sameContents: #expect(isContained(l, r) && isContained(r, l), name)
        case .contained: #expect(isContained(l, r) && !isContained(r, l), name)
        case .overlapping: #expect(!isContained(l, r) && !isContained(r, l), name)
        }
    }

    /// Every equal pair follows from those reported, and none of these from the others.
    private func checkSame(_ findings: DirectoryFindings, _ name: Comment) {
        let pairs = findings.overlaps.filter { $0.relation == .same }.map {
            ($0.left.directory, $0.right.directory)
        }
        let sets = implied(pairs)
        // Nothing is known of what a pipe gives: it is equal to none.
        let hasPipe = { (directory: UInt32) in (below[directory] ?? [:]).values.contains(.pipe) }
        for one in directories.map(\.number) where !files(one).isEmpty && !hasPipe(one) {
            for other in directories.map(\.number) where other > one && below[one] == below[other] {
                #expect(sets[one] == sets[other], name)
            }
        }
        for left in pairs.indices {
            var others = pairs
            let (one, other) = others.remove(at: left)
            let without = implied(others)
            #expect(without[one] != without[other], name)
        }
    }

    /// A number for each directory, the same where pairs or parts of them say so.
    private func implied(_ pairs: [(UInt32, UInt32)]) -> [UInt32: UInt32] {
        var set = Dictionary(uniqueKeysWithValues: directories.map { ($0.number, $0.number) })
        let byPath = Dictionary(uniqueKeysWithValues: directories.map { ($0.path, $0.number) })
        func unite(_ one: UInt32, _ other: UInt32) {
            let (a, b) = (set[one], set[other])
            for (number, old) in set where old == b { set[number] = a }
        }
        for (one, other) in pairs {
            unite(one, other)
            guard let from = directories.first(where: { $0.number == one })?.path,
                let to = directories.first(where: { $0.number == other })?.path
            else { continue }
            for (path, number) in directories where path.hasPrefix(from + "/") {
                if let twin = byPath[to + path.dropFirst(from.count)] { unite(number, twin) }
            }
        }
        return set
    }

    /// Whatever is contained in another directory lies at or below one that is reported so.
    private func checkContained(_ findings: DirectoryFindings, _ name: Comment) {
        let copies = findings.overlaps.filter { $0.relation == .same }.map(\.right.directory)
        let isInCopy = { (directory: UInt32) in copies.contains { self.isInside(directory, $0) } }
        var inner = findings.overlaps.filter { $0.relation == .contained }.map(\.left.directory)
        for overlap in findings.overlaps where overlap.relation == .sameContents {
            inner += [overlap.left.directory, overlap.right.directory]
        }
        for directory in directories.map(\.number) where !files(directory).isEmpty && !isInCopy(directory) {
            // It holds nothing but a copy that is reported.
            if copies.contains(where: { isInside($0, directory) && files($0).count == files(directory).count }
            ) {
                continue
            }
            let hasOuter = directories.contains { outer in
                areApart(directory, outer.number) && isContained(directory, outer.number)
                    && !isInCopy(outer.number)
                    // What has it all only since a copy of this directory lies in it, says nothing.
                    && lowest(directory, in: outer.number).contains { !isInCopy($0) }
            }
            if hasOuter { #expect(inner.contains { isInside(directory, $0) }, name) }
        }
    }

    /// The directories at or below `outer` that contain `inner`, of which none below does.
    private func lowest(_ inner: UInt32, in outer: UInt32) -> [UInt32] {
        let all = directories.map(\.number).filter { isInside($0, outer) && isContained(inner, $0) }
        return all.filter { one in !all.contains { $0 != one && isInside($0, one) } }
    }
}
