/// One step of telling contents apart, and what was left after it.
public struct RefineStep: Sendable, Equatable, Codable {
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
