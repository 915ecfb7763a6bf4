import FileRecords

/// What a walk takes in and what it leaves out. Whatever it leaves out, it counts.
public struct WalkOptions: Sendable {
    /// Whether names that begin with a dot are taken in.
    public var hidden = true
    /// Whether trash folders are entered: `.Trash`, `.Trash-1000`, `.Trashes`, `$RECYCLE.BIN` and
    /// `.local/share/Trash`.
    public var trash = false
    /// Whether `.git` folders are entered.
    public var git = false
    /// Whether a directory on another device than the one above it is left out.
    public var oneFileSystem = false
    /// Patterns as of `fnmatch(3)`, for names of files and of directories: what matches one is left out.
    public var exclude: [[UInt8]] = []
    /// Patterns for names of files: where there are any, a file must match one.
    public var include: [[UInt8]] = []
    /// Sizes in bytes that a regular file may have.
    public var sizes: ClosedRange<Int64> = 0...Int64.max
    /// Only regular files last modified before this moment, in nanoseconds since 1970.
    public var modifiedBefore: Int64?
    /// Only regular files last modified at this moment or later, in nanoseconds since 1970.
    public var modifiedAfter: Int64?
    /// Inodes that are left out wherever they are met: databases of Tieout in use, and, if one of them is a
    /// directory, all below it. Beside a file of these its `-wal`, `-shm` and `-journal` are left out too.
    public var except: Set<FileIdentity> = []

    /// Everything but trash, `.git` and folders of quarantine.
    public init() {}
}
