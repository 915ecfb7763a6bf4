/// What a group of files with the same content takes, and would give back.
public struct GroupMeasure: Sendable, Equatable {
    /// Names.
    public var files: Int
    /// Distinct (device, inode).
    public var inodes: Int
    /// Bytes that go free if only one inode of the group stays.
    public var reclaimable: Int64

    /// Takes all three.
    public init(files: Int, inodes: Int, reclaimable: Int64) {
        self.files = files
        self.inodes = inodes
        self.reclaimable = reclaimable
    }
}

extension ContentGroups {
    /// Measures a group.
    ///
    /// Bytes are those that the file system allocated, so that holes of sparse files free nothing. An inode
    /// that has a name outside of the group frees nothing either, and is the one to keep where there is one;
    /// else the largest is counted as kept, so that what is promised comes free whichever is kept.
    ///
    /// - Complexity: O(members log members).
    public func measure(_ group: Int, in table: FileTable) -> GroupMeasure {
        var inodes = self[group].map { table.files[Int($0)].facts }
        inodes.sort { $0.identity < $1.identity }
        var measure = GroupMeasure(files: inodes.count, inodes: 0, reclaimable: 0)
        var largest: Int64 = 0
        var isHeldElsewhere = false
        var next = 0
        while next < inodes.count {
            let inode = inodes[next]
            var names = 0
            while next < inodes.count, inodes[next].identity == inode.identity {
                names += 1
                next += 1
            }
            measure.inodes += 1
            if names < Int(inode.links) {
                isHeldElsewhere = true
            } else {
                measure.reclaimable += inode.allocated
                largest = max(largest, inode.allocated)
            }
        }
        if !isHeldElsewhere { measure.reclaimable -= largest }
        return measure
    }
}
