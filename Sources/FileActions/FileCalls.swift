import FileRecords

/// The number of an open file or directory.
public typealias Descriptor = Int32

/// A name in an open directory.
struct Spot: Sendable, Equatable {
    var directory: Descriptor
    var name: [UInt8]
}

/// A system call that failed.
public struct CallFailure: Error, Sendable, Equatable {
    /// Its `errno`.
    public var code: Int32

    /// A failure.
    public init(_ code: Int32) { self.code = code }
}

/// How a name moves.
public enum Renaming: Sendable {
    /// To a name that nobody has.
    case withoutReplacing
    /// Each of two names to the other's place, in one step.
    case exchanging
    /// To a name in a folder of our own, where nobody else makes names; every file system can do that.
    case intoOurOwn
}

/// What was shared of a range.
public struct SharedRange: Sendable, Equatable {
    /// Bytes that are shared now.
    public var bytes: Int64
    /// Whether the kernel found the range equal.
    public var isSame: Bool

    /// What was shared.
    public init(bytes: Int64, isSame: Bool) {
        self.bytes = bytes
        self.isSame = isSame
    }
}

/// Every system call by which files are looked at and changed: the one place where a test can let any
/// of them fail, or let the process "die" before it.
///
/// Each is one step; none decides anything, follows a symbolic link or replaces a name, but where its
/// words say so. All throw `CallFailure`. Names are single components without zero bytes.
public protocol FileCalls: Sendable {
    /// Opens a directory that a person named; links on the way are followed.
    func openNamed(_ path: [UInt8]) throws -> Descriptor
    /// Opens a directory by a relative path, empty for `directory` itself; a symbolic link on the way is
    /// `ELOOP` or `ENOTDIR`.
    func openDirectory(_ path: [UInt8], in directory: Descriptor) throws -> Descriptor
    /// Opens a file for reading; neither waits for a fifo nor follows a link.
    func open(_ name: [UInt8], in directory: Descriptor) throws -> Descriptor
    /// Closes; nothing is left to be told of.
    func close(_ descriptor: Descriptor)

    /// What an open file is.
    func facts(of descriptor: Descriptor) throws -> FileFacts
    /// What has a name; nil if nothing has.
    func facts(of name: [UInt8], in directory: Descriptor) throws -> FileFacts?
    /// What a symbolic link leads to.
    func factsFollowing(_ name: [UInt8], in directory: Descriptor) throws -> FileFacts
    /// The text of a symbolic link.
    func linkText(_ name: [UInt8], in directory: Descriptor) throws -> [UInt8]
    /// Whether a file may not be changed or moved: immutable, or for appending only.
    func isFixed(_ descriptor: Descriptor) throws -> Bool
    /// Whether a file lies where files of other file systems can be met under another identity.
    func mayShowOthers(_ descriptor: Descriptor) -> Bool
    /// Whether some process has the file open for writing, as far as that can be told.
    func hasWriter(_ descriptor: Descriptor) -> Bool
    /// Extended attributes, ordered by name.
    func attributes(of descriptor: Descriptor) throws -> [ExtendedAttribute]
    /// Reads from `offset` on; 0 at the end.
    func read(_ descriptor: Descriptor, at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws
        -> Int

    /// Moves a name; but for `intoOurOwn` by a flag that not every file system knows: `EINVAL` then.
    func rename(
        _ name: [UInt8], in directory: Descriptor, to newName: [UInt8], in newDirectory: Descriptor,
        _ renaming: Renaming) throws
    /// Gives an open file one more name.
    func link(_ descriptor: Descriptor, to name: [UInt8], in directory: Descriptor) throws
    /// Gives a file one more name.
    func link(
        _ name: [UInt8], in directory: Descriptor, to newName: [UInt8], in newDirectory: Descriptor) throws
    /// Makes a symbolic link.
    func makeLink(to text: [UInt8], _ name: [UInt8], in directory: Descriptor) throws
    /// Removes a name.
    func unlink(_ name: [UInt8], in directory: Descriptor) throws
    /// Makes a directory that its owner alone may enter.
    func makeDirectory(_ name: [UInt8], in directory: Descriptor) throws
    /// Removes an empty directory.
    func removeDirectory(_ name: [UInt8], in directory: Descriptor) throws
    /// Waits until a file or directory is on the disk.
    func sync(_ descriptor: Descriptor) throws
    /// Sets when the content was last changed, in nanoseconds since 1970.
    func setModified(_ descriptor: Descriptor, to modified: Int64) throws
    /// Lets `target` share the storage of `source` over a range, if the kernel finds the bytes equal.
    func share(
        _ source: Descriptor, with target: Descriptor, offset: Int64, length: Int64
    ) throws -> SharedRange
}

/// A name and a value that a file system keeps beside a file: access lists, labels, notes.
public struct ExtendedAttribute: Sendable, Equatable {
    /// Its name.
    public var name: [UInt8]
    /// Its value.
    public var value: [UInt8]
}

extension Skip {
    /// What a failed call means for the step.
    init(_ failure: CallFailure) { self.init(SkipReason(code: failure.code), code: failure.code) }
}
