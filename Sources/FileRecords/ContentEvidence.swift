import Records

/// What is known of a file's content without looking at it again.
///
/// Hashes of different reach are never compared: two files are told apart by the same kind of evidence
/// only, and missing evidence is equal to nothing. (A tool that took missing hashes for equal ones has
/// deleted unique files.)
public struct ContentEvidence: Sendable, Equatable, BitwiseCopyable {
    /// XXH3-64 over the first and the last 4096 bytes, one behind the other; says something only if
    /// `hasEnds`. Only files that are too large to be read at once have it.
    public var ends: UInt64 = 0
    /// XXH3-128 of the first `covered` bytes; says something only if `covered` is above 0 or the file empty.
    public var prefix = Hash128(high: 0, low: 0)
    /// How far `prefix` reaches; -1 where nothing was hashed.
    public var covered: Int64 = -1
    /// Number of the scan that compared the file with all others then known of its size and ends; 0 for
    /// none. Two files with the same number and different or incomplete prefixes are known to differ,
    /// though a prefix that does not reach the end tells that of no two by itself.
    public var comparedIn: UInt32 = 0
    /// Whether `ends` was worked out.
    public var hasEnds = false
    /// Where the evidence is from, and what became of it.
    public var origin = Origin.none

    /// Where evidence is from.
    public enum Origin: UInt8, Sendable, BitwiseCopyable {
        /// There is none.
        case none
        /// Read in this scan.
        case read
        /// Read in an earlier scan, for the same inode, size and times.
        case remembered
        /// The file could not be read, or changed while it was: nothing may be concluded from it.
        case unreadable
    }

    /// No evidence.
    public init() {}

    /// XXH3-128 of the whole content of a file of `size` bytes, or nil where it is not known.
    @inlinable public func whole(size: Int64) -> Hash128? {
        covered == size && origin != .unreadable && origin != .none ? prefix : nil
    }
}
