/// How many entries a walk met and left out, by reason. A directory counts once, whatever is below it.
public struct PassedOver: Sendable, Equatable {
    /// Why an entry is left out.
    public enum Reason: Int, Sendable, CaseIterable {
        /// A name that begins with a dot, where those are not wanted.
        case hidden
        /// A trash folder.
        case trash
        /// A `.git` folder.
        case git
        /// A database of Tieout, a file beside it, or a folder of its quarantine.
        case own
        /// A name that an exclusion matches, or that no inclusion does.
        case name
        /// A size that is not wanted.
        case size
        /// An age that is not wanted.
        case age
        /// A directory on another device.
        case otherFileSystem
        /// A file system of the kernel's own, such as `/proc`.
        case pseudoFileSystem
        /// A directory or file met before: a root given twice or within another, a bind mount.
        case repeated
        /// A fifo, a socket or a device: in the table, but never opened.
        case special
    }

    private var counts = [Int](repeating: 0, count: Reason.allCases.count)

    /// Nothing left out.
    public init() {}

    /// How many entries are left out for a reason.
    public subscript(reason: Reason) -> Int {
        get { counts[reason.rawValue] }
        set { counts[reason.rawValue] = newValue }
    }

    /// Adds the counts of another part of the walk.
    public mutating func add(_ other: PassedOver) {
        for reason in Reason.allCases { self[reason] += other[reason] }
    }
}
