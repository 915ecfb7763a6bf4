import FileRecords

/// One side of a comparison: a folder of a table, with what its files hold.
public struct TreeContents: Sendable {
    /// The table that the folder lies in; both sides may lie in one.
    public var table: FileTable
    /// The folder. Paths are compared from it on.
    public var root: UInt32
    /// What the files hold, numbered together with the other side.
    public var numbers: ContentNumbers
    /// Evidence of each file, for what cannot be decided.
    public var evidence: [ContentEvidence]
    /// Directories whose entries are not all known.
    public var unread: Set<UInt32>

    /// A side.
    ///
    /// - Precondition: a number and an evidence for each file of the table.
    public init(
        table: FileTable, root: UInt32, numbers: ContentNumbers, evidence: [ContentEvidence],
        unread: Set<UInt32> = []
    ) {
        precondition(numbers.ofFile.count == table.files.count && evidence.count == table.files.count)
        self.table = table
        self.root = root
        self.numbers = numbers
        self.evidence = evidence
        self.unread = unread
    }
}

/// An entry of a side: a file or a directory of its table.
public struct TreeEntry: Sendable, Equatable {
    /// The file's number; of a directory, the complement of its number.
    let code: Int64

    /// A file of the table.
    public static func file(_ number: Int) -> TreeEntry { TreeEntry(code: Int64(number)) }
    /// A directory of the table.
    public static func directory(_ number: UInt32) -> TreeEntry { TreeEntry(code: ~Int64(number)) }

    /// The number of the file; nil for a directory.
    public var file: Int? { code >= 0 ? Int(code) : nil }
    /// The number of the directory; nil for a file.
    public var directory: UInt32? { code < 0 ? UInt32(~code) : nil }
}

extension TreeContents {
    /// What the file system says of an entry.
    public func facts(_ entry: TreeEntry) -> FileFacts {
        if let file = entry.file { return table.files[file].facts }
        return table.directories[Int(~entry.code)].facts
    }

    /// The path of an entry from the side's root on; empty for the root itself.
    ///
    /// - Complexity: O(depth + length).
    public func path(_ entry: TreeEntry) -> [UInt8] {
        let whole =
            entry.file.map(table.path(ofFile:)) ?? table.path(ofDirectory: UInt32(~entry.code))
        var start = table.path(ofDirectory: root).count
        if start < whole.count && whole[start] == UInt8(ascii: "/") { start += 1 }
        return Array(whole[start...])
    }

    /// The content's number, where the entry holds something that could be lost: files that are not empty,
    /// and symbolic links.
    @inline(__always)
    func content(_ entry: TreeEntry) -> UInt32? {
        guard let file = entry.file else { return nil }
        let number = numbers.ofFile[file]
        guard number != ContentNumbers.empty else { return nil }
        switch table.files[file].facts.type {
        case .regular, .symbolicLink: return number
        default: return nil
        }
    }
}
