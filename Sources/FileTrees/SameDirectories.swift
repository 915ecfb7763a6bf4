import FileRecords
import Records

/// Directories with the same names and contents at every level.
struct SameDirectories {
    /// The topmost pairs: of each set of equal directories the first, and one that is no part of a copy
    /// that is in another pair already.
    private(set) var pairs: [(first: UInt32, copy: UInt32)] = []
    /// Whether a directory is the second of a pair, or lies below one.
    private(set) var isInCopy: [Bool]

    /// - Parameter unread: directories whose entries are not all known: they are equal to none.
    /// - Complexity: O(n log n) for n entries.
    init(_ tree: DirectoryTree, unread: Set<UInt32>) {
        let sets = equalSets(tree, signatures(tree, unread))
        isInCopy = [Bool](repeating: false, count: sets.count)
        var firsts: [Int32: UInt32] = [:]
        // Parents stand before their children, so what lies in a copy is known as such when it comes.
        for (directory, set) in sets.enumerated() {
            if let parent = tree.parent(UInt32(directory)), isInCopy[Int(parent)] {
                isInCopy[directory] = true
            } else if set >= 0 {
                if let first = firsts[set] {
                    pairs.append((first, UInt32(directory)))
                    isInCopy[directory] = true
                } else {
                    firsts[set] = UInt32(directory)
                }
            }
        }
    }
}

/// A number for each directory, the same for equal ones; -1 for those that hold nothing or have no equal.
private func equalSets(_ tree: DirectoryTree, _ signatures: [Hash128]) -> [Int32] {
    var sets = [Int32](repeating: -1, count: signatures.count)
    let order = signatures.indices.filter { tree.fileCount[$0] > 0 }.sorted {
        let (a, b) = (signatures[$0], signatures[$1])
        return (a.high, a.low, $0) < (b.high, b.low, $1)
    }
    var start = 0
    while start < order.count {
        var end = start + 1
        while end < order.count && signatures[order[end]] == signatures[order[start]] { end += 1 }
        if end - start > 1 {
            for directory in order[start..<end] { sets[directory] = Int32(start) }
        }
        start = end
    }
    return sets
}

/// For each directory a hash of its entries by name: their type and name, of a file the number of its
/// content, of a directory its own hash (Merkle 1979).
private func signatures(_ tree: DirectoryTree, _ unread: Set<UInt32>) -> [Hash128] {
    let table = tree.table
    var signatures = [Hash128](repeating: Hash128(high: 0, low: 0), count: table.directories.count)
    var entries: [UInt8] = []
    for directory in (0..<UInt32(table.directories.count)).reversed() {
        entries.removeAll(keepingCapacity: true)
        for file in tree.index.files(in: directory) {
            append(table.files[Int(file)].facts.type, table.name(ofFile: Int(file)), to: &entries)
            append(UInt64(tree.numbers.ofFile[Int(file)]), to: &entries)
        }
        for child in tree.index.directories(in: directory) {
            append(.directory, table.name(ofDirectory: child), to: &entries)
            append(signatures[Int(child)].high, to: &entries)
            append(signatures[Int(child)].low, to: &entries)
        }
        if unread.contains(directory) {
            append(.unknown, [], to: &entries)
            append(UInt64(directory), to: &entries)
        }
        signatures[Int(directory)] = entries.withUnsafeBytes { xxh3Wide($0.baseAddress, $0.count) }
    }
    return signatures
}

private func append(_ type: FileType, _ name: ArraySlice<UInt8>, to entries: inout [UInt8]) {
    entries.append(type.rawValue)
    append(UInt64(name.count), to: &entries)
    entries.append(contentsOf: name)
}

private func append(_ number: UInt64, to entries: inout [UInt8]) {
    withUnsafeBytes(of: number.littleEndian) { entries.append(contentsOf: $0) }
}
