import FileRecords

/// One step of telling contents apart, and what was left after it.
public struct RefineStep: Sendable, Equatable {
    /// What was looked at: `size`, `identity`, `ends` (small files whole), `whole`, `slices`, `bytes`. Steps
    /// in which nothing was to do are left out.
    public var name: String
    /// Files (names) that may still have a twin.
    public var files: Int
    /// Bytes of their inodes, each inode once.
    public var bytes: Int64
    /// Bytes that this step read.
    public var bytesRead: Int64

    /// All of it.
    public init(name: String, files: Int, bytes: Int64, bytesRead: Int64) {
        self.name = name
        self.files = files
        self.bytes = bytes
        self.bytesRead = bytesRead
    }
}

/// Files by their content.
public struct RefinedContents: Sendable {
    /// Files with the same content, as far as it is known.
    public var groups: ContentGroups
    /// The steps, in order.
    public var steps: [RefineStep]
    /// Files that could not be read or changed meanwhile, by number of the file.
    public var faults: [FileFault]
    /// Whether nothing is left to be looked at: false if the deadline came first.
    public var isComplete: Bool
}
