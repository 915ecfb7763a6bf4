import FileRecords
import Testing

/// What a group would give back.
@Suite struct GroupMeasureTests {
    /// Files of one group: inode, links, allocated bytes.
    private func measure(_ files: [(inode: UInt64, links: UInt32, allocated: Int64)]) -> GroupMeasure {
        var table = FileTable()
        let facts = { (inode: UInt64, links: UInt32, allocated: Int64) in
            FileFacts(
                device: 1, inode: inode, size: 10_000, allocated: allocated, modified: 0, changed: 0,
                mode: 0o100644, links: links, owner: 0, group: 0)
        }
        let root = table.addRoot(path: Array("/r".utf8), facts: facts(1, 1, 0))
        for (place, file) in files.enumerated() {
            table.addFile(
                name: Array("\(place)".utf8), in: root, facts: facts(file.inode, file.links, file.allocated))
        }
        var groups = ContentGroups()
        groups.append((0..<UInt32(files.count)).map { $0 })
        return groups.measure(0, in: table)
    }

    @Test func copiesBeyondOneComeFree() {
        #expect(
            measure([(5, 1, 4096), (6, 1, 4096), (7, 1, 4096)])
                == GroupMeasure(files: 3, inodes: 3, reclaimable: 8192))
    }

    @Test func hardLinksCountOnce() {
        #expect(
            measure([(5, 2, 4096), (6, 1, 4096), (5, 2, 4096)])
                == GroupMeasure(files: 3, inodes: 2, reclaimable: 4096))
    }

    @Test func aNameOutsideHoldsTheInodeAndMakesItTheOneToKeep() {
        #expect(measure([(5, 3, 4096), (6, 1, 4096), (5, 3, 4096)]).reclaimable == 4096)
        #expect(measure([(5, 2, 4096), (6, 2, 4096)]).reclaimable == 0)
        #expect(measure([(5, 2, 4096), (6, 1, 4096), (7, 1, 4096)]).reclaimable == 8192)
    }

    @Test func holesFreeNothing() {
        #expect(measure([(5, 1, 1_000_000), (6, 1, 0)]).reclaimable == 0)
        #expect(measure([(5, 1, 1_000_000), (6, 1, 4096), (7, 1, 0)]).reclaimable == 4096)
    }
}
