/// Groups of files with the same content: each with at least two names, and at least two inodes.
///
/// Members of a group lie side by side, rising; groups are ordered by their first member. All names of an
/// inode are members. Empty files are in no group.
public struct ContentGroups: Sendable, Equatable {
    /// Numbers of files, group after group.
    public private(set) var members: [UInt32] = []
    /// Where each group begins in `members`, and at last where the last ends.
    public private(set) var starts: [Int] = [0]

    /// No groups.
    public init() {}

    /// How many groups there are.
    @inlinable public var count: Int { starts.count - 1 }

    /// The members of a group.
    @inlinable public subscript(_ group: Int) -> ArraySlice<UInt32> {
        members[starts[group]..<starts[group + 1]]
    }

    /// Adds a group behind the others.
    ///
    /// - Precondition: at least two members, rising; the first above that of the group before.
    public mutating func append(_ group: some Collection<UInt32>) {
        precondition(group.count > 1, "a group of one")
        members.append(contentsOf: group)
        starts.append(members.count)
    }
}
