/// The entries that a walk met: directories, and in them everything else, in arrays without references.
///
/// Directories stand so that a parent comes before its children, files by directory and then by the bytes
/// of their name: the same tree gives the same numbers, whoever walked it. A path is never stored whole;
/// `path(ofFile:)` puts it together.
public struct FileTable: Sendable {
    /// A directory.
    public struct Directory: Sendable, BitwiseCopyable {
        /// Number of the directory above; its own number for a root.
        public var parent: UInt32
        /// Length of the name in bytes.
        public var nameLength: UInt32
        /// Where the name begins in `names`; the name of a root is its path as it was given.
        public var nameStart: Int
        /// What the file system says of it.
        public var facts: FileFacts

        /// All of it.
        @inlinable
        public init(parent: UInt32, nameLength: UInt32, nameStart: Int, facts: FileFacts) {
            self.parent = parent
            self.nameLength = nameLength
            self.nameStart = nameStart
            self.facts = facts
        }
    }

    /// Anything that is no directory.
    public struct File: Sendable, BitwiseCopyable {
        /// Number of the directory that holds it.
        public var directory: UInt32
        /// Length of the name in bytes.
        public var nameLength: UInt32
        /// Where the name begins in `names`.
        public var nameStart: Int
        /// What the file system says of it.
        public var facts: FileFacts

        /// All of it.
        @inlinable
        public init(directory: UInt32, nameLength: UInt32, nameStart: Int, facts: FileFacts) {
            self.directory = directory
            self.nameLength = nameLength
            self.nameStart = nameStart
            self.facts = facts
        }
    }

    /// The directories, parents first.
    public private(set) var directories: [Directory] = []
    /// Everything else.
    public private(set) var files: [File] = []
    /// The bytes of all names.
    public private(set) var names: [UInt8] = []

    /// A table of nothing.
    public init() {}

    /// Takes arrays as they are.
    ///
    /// - Precondition: parents stand before their children, names lie within `names`.
    public init(directories: [Directory], files: [File], names: [UInt8]) {
        self.directories = directories
        self.files = files
        self.names = names
        for (number, directory) in directories.enumerated() {
            precondition(Int(directory.parent) <= number, "a directory stands before its parent")
        }
    }

    /// Adds a root: `path` without a slash at its end, unless it is the root of the file system.
    ///
    /// - Returns: its number.
    public mutating func addRoot(path: some Collection<UInt8>, facts: FileFacts) -> UInt32 {
        let number = UInt32(directories.count)
        directories.append(
            Directory(
                parent: number, nameLength: UInt32(path.count), nameStart: names.count, facts: facts))
        names.append(contentsOf: path)
        return number
    }

    /// Adds a directory below one that is there.
    ///
    /// - Returns: its number.
    public mutating func addDirectory(
        name: some Collection<UInt8>, in parent: UInt32, facts: FileFacts
    ) -> UInt32 {
        precondition(Int(parent) < directories.count, "a directory without a parent")
        let number = UInt32(directories.count)
        directories.append(
            Directory(
                parent: parent, nameLength: UInt32(name.count), nameStart: names.count, facts: facts))
        names.append(contentsOf: name)
        return number
    }

    /// Adds a file to a directory that is there.
    public mutating func addFile(name: some Collection<UInt8>, in directory: UInt32, facts: FileFacts) {
        precondition(Int(directory) < directories.count, "a file without a directory")
        files.append(
            File(
                directory: directory, nameLength: UInt32(name.count), nameStart: names.count, facts: facts))
        names.append(contentsOf: name)
    }

    /// Whether a directory is one of the roots.
    @inlinable public func isRoot(_ directory: UInt32) -> Bool {
        directories[Int(directory)].parent == directory
    }

    /// The root that a directory lies under.
    ///
    /// - Complexity: O(depth).
    public func root(of directory: UInt32) -> UInt32 {
        var directory = directory
        while !isRoot(directory) { directory = directories[Int(directory)].parent }
        return directory
    }

    /// The bytes of a file's name.
    public func name(ofFile file: Int) -> ArraySlice<UInt8> {
        let file = files[file]
        return names[file.nameStart..<file.nameStart + Int(file.nameLength)]
    }

    /// The bytes of a directory's name; of a root, its path.
    public func name(ofDirectory directory: UInt32) -> ArraySlice<UInt8> {
        let directory = directories[Int(directory)]
        return names[directory.nameStart..<directory.nameStart + Int(directory.nameLength)]
    }

    /// The path of a directory, from its root's path on.
    ///
    /// - Complexity: O(depth + length).
    public func path(ofDirectory directory: UInt32) -> [UInt8] {
        var chain: [UInt32] = [directory]
        while let last = chain.last, !isRoot(last) { chain.append(directories[Int(last)].parent) }
        var path: [UInt8] = []
        for step in chain.reversed() {
            if !path.isEmpty && path.last != UInt8(ascii: "/") { path.append(UInt8(ascii: "/")) }
            path.append(contentsOf: name(ofDirectory: step))
        }
        return path
    }

    /// The path of a file.
    public func path(ofFile file: Int) -> [UInt8] {
        var path = path(ofDirectory: files[file].directory)
        if path.last != UInt8(ascii: "/") { path.append(UInt8(ascii: "/")) }
        path.append(contentsOf: name(ofFile: file))
        return path
    }
}
