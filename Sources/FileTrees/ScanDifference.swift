import FileRecords

/// What changed between two scans of the same folders, by path and then by content.
public struct ScanDifference: Sendable {
    /// What became of a file.
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// Its path was not there before.
        case added
        /// Its path is there no more.
        case removed
        /// Another content under the same path.
        case changed
        /// The same content under another path.
        case moved
        /// The same content under the same path, with other times, owner or permissions.
        case touched
    }

    /// One change: a file before, now, or both.
    public struct Change: Sendable, Equatable {
        /// What it is.
        public var kind: Kind
        /// The file before.
        public var before: Int?
        /// The file now.
        public var now: Int?
    }

    /// All of them by path, of a moved file by where it is now.
    public internal(set) var changes: [Change] = []
    /// Files of which nothing changed.
    public internal(set) var unchanged = 0
}

/// Compares two scans.
///
/// A content is known by its whole hash where both scans have it. Where one has none, the same inode with the
/// same size and time of change of its content counts as the same content.
///
/// - Precondition: the tables stand by path, as a database gives them.
/// - Complexity: O(files of both + changes log changes).
public func compareScans(
    _ before: FileTable, _ beforeEvidence: [ContentEvidence], _ now: FileTable,
    _ nowEvidence: [ContentEvidence]
) -> ScanDifference {
    var run = ScanComparing(
        before: SideOfScan(before, beforeEvidence), now: SideOfScan(now, nowEvidence))
    run.matchPaths()
    run.pairMoves()
    return run.difference()
}

/// One of two scans, with the paths of its directories.
private struct SideOfScan {
    let table: FileTable
    let evidence: [ContentEvidence]
    /// Path of each directory, a slash behind it.
    let prefixes: [[UInt8]]
    /// Directories in the order of their paths.
    let order: [Int]
    /// The files of each directory.
    private(set) var files: [Range<Int>]

    init(_ table: FileTable, _ evidence: [ContentEvidence]) {
        self.table = table
        self.evidence = evidence
        let slash = UInt8(ascii: "/")
        let prefixes = table.directories.indices.map { number in
            let path = table.path(ofDirectory: UInt32(number))
            return path.last == slash ? path : path + [slash]
        }
        self.prefixes = prefixes
        order = prefixes.indices.sorted { prefixes[$0].lexicographicallyPrecedes(prefixes[$1]) }
        files = [Range<Int>](repeating: 0..<0, count: prefixes.count)
        var start = 0
        for place in table.files.indices
        where place + 1 == table.files.count
            || table.files[place + 1].directory != table.files[place].directory
        {
            files[Int(table.files[place].directory)] = start..<place + 1
            start = place + 1
        }
    }

    func whole(_ file: Int) -> Hash? {
        let size = table.files[file].facts.size
        guard let hash = evidence[file].whole(size: size) else { return nil }
        return Hash(size: size, high: hash.high, low: hash.low)
    }

    struct Hash: Hashable {
        let size: Int64
        let high: UInt64
        let low: UInt64
    }
}

private struct ScanComparing {
    let before: SideOfScan
    let now: SideOfScan
    private var removed: [Int] = []
    private var added: [Int] = []
    private var changes: [ScanDifference.Change] = []
    private var unchanged = 0

    init(before: SideOfScan, now: SideOfScan) {
        self.before = before
        self.now = now
    }

    /// Steps through the directories of both sides, and through the files of those that both have.
    mutating func matchPaths() {
        var (left, right) = (before.order[...], now.order[...])
        while let one = left.first, let two = right.first {
            let (path, other) = (before.prefixes[one], now.prefixes[two])
            if path == other {
                matchFiles(before.files[one], now.files[two])
                left.removeFirst()
                right.removeFirst()
            } else if path.lexicographicallyPrecedes(other) {
                removed += before.files[one]
                left.removeFirst()
            } else {
                added += now.files[two]
                right.removeFirst()
            }
        }
        for one in left { removed += before.files[one] }
        for two in right { added += now.files[two] }
    }

    private mutating func matchFiles(_ old: Range<Int>, _ new: Range<Int>) {
        var (left, right) = (old, new)
        while let one = left.first, let two = right.first {
            let (name, other) = (before.table.name(ofFile: one), now.table.name(ofFile: two))
            if name == other {
                compare(one, two)
                left = left.dropFirst()
                right = right.dropFirst()
            } else if name.lexicographicallyPrecedes(other) {
                removed.append(one)
                left = left.dropFirst()
            } else {
                added.append(two)
                right = right.dropFirst()
            }
        }
        removed += left
        added += right
    }

    private mutating func compare(_ one: Int, _ two: Int) {
        let (old, new) = (before.table.files[one].facts, now.table.files[two].facts)
        let isSame: Bool
        if old.type != new.type || old.size != new.size {
            isSame = false
        } else if let hash = before.whole(one), let other = now.whole(two) {
            isSame = hash == other
        } else {
            isSame = old.modified == new.modified
        }
        if !isSame {
            changes.append(.init(kind: .changed, before: one, now: two))
        } else if old == new {
            unchanged += 1
        } else {
            changes.append(.init(kind: .touched, before: one, now: two))
        }
    }

    /// What is gone here and has come there: by hash, then by inode.
    mutating func pairMoves() {
        pair { side, file -> SideOfScan.Hash? in
            holdsContent(side.table.files[file].facts) ? side.whole(file) : nil
        }
        pair { side, file -> [UInt64]? in
            let facts = side.table.files[file].facts
            guard holdsContent(facts) else { return nil }
            return [
                facts.device, facts.inode, UInt64(bitPattern: facts.size), UInt64(bitPattern: facts.modified),
            ]
        }
    }

    private mutating func pair<Key: Hashable>(by key: (SideOfScan, Int) -> Key?) {
        var places: [Key: [Int]] = [:]
        // The first to go is the first to be found.
        for file in removed.reversed() {
            if let key = key(before, file) { places[key, default: []].append(file) }
        }
        guard !places.isEmpty else { return }
        var gone = Set<Int>()
        var rest: [Int] = []
        for file in added {
            guard let key = key(now, file), let old = places[key]?.popLast(), agree(old, file) else {
                rest.append(file)
                continue
            }
            gone.insert(old)
            changes.append(.init(kind: .moved, before: old, now: file))
        }
        added = rest
        removed.removeAll { gone.contains($0) }
    }

    /// No two hashes that are known and differ.
    private func agree(_ old: Int, _ new: Int) -> Bool {
        guard let hash = before.whole(old), let other = now.whole(new) else { return true }
        return hash == other
    }

    func difference() -> ScanDifference {
        var difference = ScanDifference()
        difference.unchanged = unchanged
        let rest =
            removed.map { ScanDifference.Change(kind: .removed, before: $0, now: nil) }
            + added.map { ScanDifference.Change(kind: .added, before: nil, now: $0) }
        let keyed = (changes + rest).map { change in
            (
                path: change.now.map(now.table.path(ofFile:)) ?? change.before.map(before.table.path(ofFile:))
                    ?? [],
                change: change
            )
        }
        difference.changes = keyed.sorted {
            $0.path != $1.path
                ? $0.path.lexicographicallyPrecedes($1.path)
                : $0.change.kind.rawValue < $1.change.kind.rawValue
        }.map(\.change)
        return difference
    }
}

/// Empty files hold nothing that could have moved.
private func holdsContent(_ facts: FileFacts) -> Bool { facts.size > 0 && facts.type == .regular }
