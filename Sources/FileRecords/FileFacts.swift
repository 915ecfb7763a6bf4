/// What a file system says of one entry: what `statx` gives, as far as anything depends on it.
///
/// 64 bytes, no references: a million of them are 64 MB.
public struct FileFacts: Sendable, Equatable, BitwiseCopyable {
    /// Number of the device that holds the inode.
    public var device: UInt64
    /// Number of the inode on its device. Names with the same device and inode are one file.
    public var inode: UInt64
    /// Length of the content in bytes.
    public var size: Int64
    /// Bytes that the file system says are allocated: below `size` for sparse files, and shared by reflinks.
    public var allocated: Int64
    /// When the content was last changed, in nanoseconds since 1970.
    public var modified: Int64
    /// When content or attributes were last changed, in nanoseconds since 1970. Nothing but the clock sets it.
    public var changed: Int64
    /// Type and permissions, as in `st_mode`.
    public var mode: UInt32
    /// Names of the inode.
    public var links: UInt32
    /// Owner.
    public var owner: UInt32
    /// Group of the owner.
    public var group: UInt32

    /// All of it.
    public init(
        device: UInt64, inode: UInt64, size: Int64, allocated: Int64, modified: Int64, changed: Int64,
        mode: UInt32, links: UInt32, owner: UInt32, group: UInt32
    ) {
        self.device = device
        self.inode = inode
        self.size = size
        self.allocated = allocated
        self.modified = modified
        self.changed = changed
        self.mode = mode
        self.links = links
        self.owner = owner
        self.group = group
    }

    /// What the entry is.
    @inlinable public var type: FileType { FileType(mode: mode) }

    /// The inode these facts are about.
    @inlinable public var identity: FileIdentity { FileIdentity(device: device, inode: inode) }

    /// Whether content seen under `self` is still what `other` describes, as far as a file system can tell
    /// without reading: same inode, size, and both times to the nanosecond.
    @inlinable public func describesSameContent(as other: FileFacts) -> Bool {
        device == other.device && inode == other.inode && size == other.size && modified == other.modified
            && changed == other.changed && type == other.type
    }

    /// Whether the file was left alone for so long before `moment` (nanoseconds since 1970) that a change
    /// after it must show in its times: some file systems count them in steps of two seconds. What was read
    /// at that moment of a file that is not settled says nothing of the file as it is later.
    @inlinable public func isSettled(at moment: Int64) -> Bool {
        max(modified, changed) < moment - 2_000_000_000
    }
}

/// An inode on its device. Never the inode alone: numbers repeat from device to device.
public struct FileIdentity: Sendable, Hashable, Comparable {
    /// Number of the device.
    public var device: UInt64
    /// Number of the inode.
    public var inode: UInt64

    /// An inode on its device.
    @inlinable public init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }

    /// By device, then inode.
    @inlinable public static func < (left: FileIdentity, right: FileIdentity) -> Bool {
        left.device != right.device ? left.device < right.device : left.inode < right.inode
    }
}

/// What an entry of a directory is.
public enum FileType: UInt8, Sendable, CaseIterable {
    case regular, directory, symbolicLink, fifo, socket, characterDevice, blockDevice, unknown

    /// From the upper bits of `st_mode`, the same on every Unix.
    @inlinable public init(mode: UInt32) {
        switch mode & 0o170000 {
        case 0o100000: self = .regular
        case 0o040000: self = .directory
        case 0o120000: self = .symbolicLink
        case 0o010000: self = .fifo
        case 0o140000: self = .socket
        case 0o020000: self = .characterDevice
        case 0o060000: self = .blockDevice
        default: self = .unknown
        }
    }
}
