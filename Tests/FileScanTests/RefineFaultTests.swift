import FileRecords
import FileScan
import Glibc
import Records
import TestSupport
import Testing

/// What happens to files between the walk and the reading of their contents.
@Suite struct RefineFaultTests {
    private func twins(_ size: Int = 10, _ count: Int = 3) throws -> TestTree {
        let tree = try TestTree()
        for number in 0..<count { tree.write("\(number)", [UInt8](repeating: 1, count: size)) }
        return tree
    }

    private func steps(_ refined: Refined) -> [FileFault.Step] { refined.contents.faults.map(\.step) }

    @Test(arguments: [10, 100_000])
    func aFileThatVanishedIsInNoGroup(size: Int) throws {
        let tree = try twins(size)
        let table = try tree.walk().table
        tree.remove("1")
        let refined = try refine(table)
        #expect(refined.contents.groups.all == [[0, 2]])
        #expect(refined.contents.faults == [FileFault(path: tree.absolute("1"), step: .open, code: ENOENT)])
        #expect(refined.evidence[1].origin == .unreadable)
    }

    @Test(arguments: [10, 100_000])
    func aFileThatChangedIsInNoGroup(size: Int) throws {
        let tree = try twins(size)
        let table = try tree.walk().table
        tree.write("0", [UInt8](repeating: 1, count: size))
        tree.write("1", [UInt8](repeating: 1, count: size - 1))
        for verify in [false, true] {
            let refined = try refine(table) { $0.verify = verify }
            #expect(refined.contents.groups.count == 0)
            #expect(steps(refined) == [.changed, .changed])
        }
    }

    @Test func anotherNameOfAFileServesAsWell() throws {
        let tree = try twins()
        tree.link("0", "00")
        let table = try tree.walk().table
        tree.remove("0")
        let refined = try refine(table)
        // Taking a name away changes the times of the inode: it is no longer what the walk saw.
        #expect(refined.contents.groups.all == [[2, 3]])
        #expect(steps(refined).contains(.open))
    }

    @Test func noLinkAndNoFifoIsOpened() throws {
        let tree = try twins(10, 4)
        tree.makeDirectory("d")
        tree.write("d/0", [UInt8](repeating: 1, count: 10))
        let table = try tree.walk().table
        tree.remove("0")
        tree.symlink("3", "0")
        tree.remove("1")
        tree.fifo("1")
        rename(cString(tree.absolute("d")), cString(tree.absolute("e")))
        tree.symlink("e", "d")
        let refined = try refine(table)
        #expect(refined.contents.groups.all == [[2, 3]])
        #expect(refined.contents.faults.map(\.code) == [ELOOP, 0, ENOTDIR])
    }

    /// A tool that took missing hashes for equal ones has deleted unique files.
    @Test(arguments: [10, 100_000])
    func whatCannotBeReadIsLikeNothing(size: Int) throws {
        let tree = try twins(size, 4)
        chmod(cString(tree.path), 0o755)
        for name in ["0", "1", "2"] { tree.setMode(name, 0) }
        let table = try tree.walk().table
        let refined = try asNobody { try refine(table) }
        #expect(refined.contents.groups.count == 0)
        #expect(refined.contents.faults.map(\.code) == [EACCES, EACCES, EACCES])
        #expect(refined.evidence[3].origin == .read)
        // Nor is it later, when nothing is known of them.
        var known = refined.evidence
        for number in known.indices { known[number].origin = .unreadable }
        #expect(try refine(table, knowing: known).contents.groups.all == [[0, 1, 2, 3]])
    }

    @Test func aFileThatIsWrittenMeanwhileIsNotTrusted() throws {
        let tree = try twins(40 << 20, 2)
        let table = try tree.walk().table
        let monitor = RunMonitor(run: "test")
        let path = tree.absolute("1")
        try onThreads(2) { number in
            if number == 0 {
                let refined = try refine(table, monitor: monitor)
                #expect(refined.contents.groups.count == 0)
                #expect(refined.contents.faults.map(\.step) == [.changed])
            } else {
                while monitor.bytesRead.load(ordering: .relaxed) == 0 { usleep(50) }
                let file = Glibc.open(cString(path), O_WRONLY)
                _ = pwrite(file, "2", 1, 30 << 20)
                close(file)
            }
        }
    }

    @Test func rotIsFoundWhereItIsLookedFor() throws {
        let tree = try twins(100_000, 2)
        for name in ["a", "b", "c"] { tree.write(name, [1, 2, 3]) }
        let table = try tree.walk().table
        var known = try refine(table) { $0.hashAll = true }.remembered
        known[0].prefix.low ^= 1
        known[2].prefix.low ^= 1
        #expect(try refine(table, knowing: known).contents.faults.isEmpty)
        let refined = try refine(table, knowing: known) { $0.audit = 1 }
        #expect(
            refined.contents.faults == [
                FileFault(path: tree.absolute("0"), step: .rot, code: 0),
                FileFault(path: tree.absolute("a"), step: .rot, code: 0),
            ])
        #expect(refined.contents.groups.all == [[0, 1], [2, 3, 4]])
    }

    @Test func anAuditTakesItsShare() throws {
        let tree = try TestTree()
        for number in 0..<400 { tree.write("\(number)", [UInt8(number & 255), UInt8(number >> 8)]) }
        let table = try tree.walk().table
        let known = try refine(table).remembered
        var shares: Set<Set<UInt32>> = []
        for scan in UInt32(2)...4 {
            let refined = try refine(table, knowing: known) {
                $0.audit = 0.25
                $0.scan = scan
            }
            #expect((60...140).contains(refined.kept.count))
            shares.insert(refined.kept)
        }
        #expect(shares.count == 3)
    }

    @Test func aScanThatIsLateKeepsWhatItKnows() throws {
        let tree = try twins()
        let table = try tree.walk().table
        let refined = try refine(table) { $0.deadline = .now - .seconds(1) }
        #expect(!refined.contents.isComplete)
        let whole = try refine(table, knowing: refined.remembered)
        #expect(whole.contents.groups.all == [[0, 1, 2]])
    }

    @Test func aStoppedScanKeepsWhatItKnows() throws {
        let tree = try twins(1 << 18, 40)
        let table = try tree.walk().table
        let monitor = RunMonitor(run: "test")
        var evidence = Array(repeating: ContentEvidence(), count: table.files.count)
        var kept: Set<UInt32> = []
        var options = RefineOptions()
        options.hashAll = true
        #expect(throws: TieoutError.self) {
            try refineByContent(table, evidence: &evidence, options: options, monitor: monitor) {
                numbers, _ in
                kept.formUnion(numbers)
                monitor.stopSignal.store(15, ordering: .relaxed)
            }
        }
        for (number, evidence) in evidence.enumerated() {
            #expect(kept.contains(UInt32(number)) == (evidence.origin == .read))
        }
    }

    @Test func whatKeepingThrowsEndsTheScan() throws {
        struct Full: Error {}
        let tree = try twins()
        let table = try tree.walk().table
        var evidence = Array(repeating: ContentEvidence(), count: table.files.count)
        #expect(throws: Full.self) {
            try refineByContent(
                table, evidence: &evidence, options: RefineOptions(), monitor: RunMonitor(run: "test")
            ) { _, _ in throw Full() }
        }
    }
}
