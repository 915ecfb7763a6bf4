import FileRecords
import FileScan
import Glibc
import Records
import TestSupport
import Testing

@Suite struct WalkTests {
    @Test func aRootThatIsNotThereIsAnError() throws {
        let tree = try TestTree()
        #expect(throws: TieoutError.self) { try tree.walk(["missing"]) }
        tree.write("file", [1])
        #expect(throws: TieoutError.self) { try tree.walk(["file"]) }
        #expect(throws: TieoutError.self) {
            try walkTrees(
                [Array("/proc".utf8)], options: WalkOptions(), threads: 1, monitor: RunMonitor(run: "test"))
        }
    }

    @Test(arguments: [1, 2, 7])
    func everythingIsMetInOrder(threads: Int) throws {
        let tree = try TestTree()
        for name in ["b", "a", "a/z", "a/y", "c"] { tree.makeDirectory(name) }
        for name in ["2", "10", "a/1", "a/y/x", "a!", "c/\u{e9}"] { tree.write(name, Array(name.utf8)) }
        tree.write(Array("c/\n".utf8) + [0xFF], [])
        tree.symlink("a", "link")
        let walked = try tree.walk(threads: threads)
        #expect(walked.directories(below: tree.path) == ["", "a", "a/y", "a/z", "b", "c"])
        #expect(
            walked.paths(below: tree.path) == [
                "10", "2", "a!", "link", "a/1", "a/y/x", "c/\\n\\xFF", "c/\u{e9}",
            ])
        #expect(walked.faults.isEmpty)
        #expect(walked.passedOver == PassedOver())
    }

    /// The slow reference: the C library's own walk, by paths.
    @Test(arguments: [1, 2, 7])
    func factsAreThoseOfLstat(threads: Int) throws {
        let tree = try TestTree()
        var random = Seeded(7)
        var directories = [""]
        for number in 0..<60 {
            let name = "\(directories.randomElement(using: &random) ?? "")d\(number)"
            tree.makeDirectory(name)
            directories.append(name + "/")
        }
        for number in 0..<600 {
            tree.write(
                "\(directories.randomElement(using: &random) ?? "")f\(number)",
                [UInt8](repeating: 1, count: number))
        }
        let walked = try tree.walk(threads: threads)
        #expect(walked.table.files.count == 600 && walked.table.directories.count == 61)
        for (number, file) in walked.table.files.enumerated() {
            var facts = stat()
            #expect(lstat(cString(walked.table.path(ofFile: number)), &facts) == 0)
            #expect(
                file.facts
                    == FileFacts(
                        device: UInt64(facts.st_dev), inode: UInt64(facts.st_ino), size: Int64(facts.st_size),
                        allocated: Int64(facts.st_blocks) * 512,
                        modified: Int64(facts.st_mtim.tv_sec) * 1_000_000_000 + Int64(facts.st_mtim.tv_nsec),
                        changed: Int64(facts.st_ctim.tv_sec) * 1_000_000_000 + Int64(facts.st_ctim.tv_nsec),
                        mode: facts.st_mode, links: UInt32(facts.st_nlink), owner: facts.st_uid,
                        group: facts.st_gid))
        }
        for number in walked.table.directories.indices {
            var facts = stat()
            #expect(lstat(cString(walked.table.path(ofDirectory: UInt32(number))), &facts) == 0)
            #expect(walked.table.directories[number].facts.inode == UInt64(facts.st_ino))
        }
    }

    @Test func aDirectoryOfThousandsIsRead() throws {
        let tree = try TestTree()
        let names = (0..<2000).map { String(repeating: "long", count: 50) + "\($0)" }
        for name in names { tree.write(name, []) }
        #expect(try tree.walk().paths(below: tree.path) == names.sorted())
    }

    @Test(arguments: [1, 7])
    func aDirectoryIsEnteredOnce(threads: Int) throws {
        let tree = try TestTree()
        for name in ["a", "a/b", "c"] { tree.makeDirectory(name) }
        tree.write("a/b/file", [1])
        tree.symlink("..", "a/b/loop")
        tree.symlink(".", "self")
        let files = ["self", "a/b/file", "a/b/loop"]
        for roots in [["", ""], ["", "a"], ["", "a/b", "a"]] {
            let walked = try tree.walk(roots, threads: threads)
            #expect(walked.table.files.count == files.count)
            #expect(walked.passedOver[.repeated] == roots.count - 1)
        }
        // A root that comes first keeps what is below it.
        let walked = try tree.walk(["a/b", ""], threads: threads)
        #expect(walked.directories(below: tree.path) == ["a/b", "", "a", "c"])
        #expect(walked.passedOver[.repeated] == 1)
        // The root itself may be a link.
        #expect(try tree.walk(["self"], threads: threads).table.files.count == files.count)
    }

    @Test(.enabled(if: geteuid() == 0, "bind mounts are for root"))
    func whatIsMountedTwiceIsSeenOnce() throws {
        let tree = try TestTree()
        for name in ["a", "b", "c"] { tree.makeDirectory(name) }
        tree.write("a/file", [1, 2, 3])
        tree.write("c/file", [])
        guard tree.bind("a", "b"), tree.bind("a/file", "c/file") else { return }
        for threads in [1, 7] {
            let walked = try tree.walk(threads: threads)
            #expect(walked.paths(below: tree.path) == ["a/file"])
            #expect(walked.passedOver[.repeated] == 2)
        }
        #expect(try tree.walk(["c"]).paths(below: tree.path) == ["c/file"])
        #expect(try tree.walk(["b"]).paths(below: tree.path) == ["b/file"])
    }

    @Test func whatIsLeftOutIsCounted() throws {
        let tree = try TestTree()
        for name in [".git", ".Trash", ".Trash-1000", ".tieout-quarantine", ".local", ".local/share"] {
            tree.makeDirectory(name)
            tree.write(name + "/file", [1])
        }
        tree.makeDirectory(".local/share/Trash")
        tree.makeDirectory("Trash")
        for name in [".hidden", "a.tmp", "b.jpg", "big", "Trash/file"] {
            tree.write(name, [UInt8](repeating: 1, count: name == "big" ? 100 : 1))
        }
        tree.fifo("fifo")
        func walk(_ change: (inout WalkOptions) -> Void) throws -> WalkedTrees {
            var options = WalkOptions()
            change(&options)
            return try tree.walk(options: options)
        }
        let walked = try walk { _ in }
        let first = [".hidden", "a.tmp", "b.jpg", "big", "fifo"]
        #expect(
            walked.paths(below: tree.path)
                == first + [".local/file", ".local/share/file", "Trash/file"])
        #expect(walked.passedOver[.trash] == 3 && walked.passedOver[.git] == 1)
        #expect(walked.passedOver[.own] == 1 && walked.passedOver[.special] == 1)
        let visible = try walk { $0.hidden = false }
        #expect(visible.paths(below: tree.path) == ["a.tmp", "b.jpg", "big", "fifo", "Trash/file"])
        #expect(visible.passedOver[.hidden] == 2)
        let all = try walk {
            $0.trash = true
            $0.git = true
        }
        #expect(all.table.files.count == walked.table.files.count + 3)
        let chosen = try walk {
            $0.exclude = [Array("*.tmp".utf8), Array("Tra?h".utf8)]
            $0.sizes = 1...50
        }
        #expect(
            chosen.paths(below: tree.path) == [
                ".hidden", "b.jpg", "fifo", ".local/file", ".local/share/file",
            ])
        #expect(chosen.passedOver[.name] == 2 && chosen.passedOver[.size] == 1)
        #expect(try walk { $0.include = [Array("*.jpg".utf8)] }.paths(below: tree.path) == ["b.jpg"])
        #expect(try walk { $0.modifiedBefore = 0 }.passedOver[.age] == 7)
        #expect(try walk { $0.modifiedAfter = 0 }.passedOver[.age] == 0)
    }

    @Test func ownDatabasesAreLeftOut() throws {
        let tree = try TestTree()
        for name in ["a.sqlite", "a.sqlite-wal", "a.sqlite-shm", "a.sqlite-journal", "a.sqlite-old", "b"] {
            tree.write(name, [1])
        }
        var options = WalkOptions()
        options.except = try Set(
            tree.walk().table.files.prefix(1).map(\.facts.identity))
        let walked = try tree.walk(options: options)
        #expect(walked.paths(below: tree.path) == ["a.sqlite-old", "b"])
        #expect(walked.passedOver[.own] == 4)
    }

    @Test func whatCannotBeReadIsAFault() throws {
        let tree = try TestTree()
        for name in ["closed", "open", "blind"] { tree.makeDirectory(name) }
        tree.setMode("", 0o755)
        for name in ["closed/file", "open/file", "blind/file"] { tree.write(name, [1]) }
        tree.setMode("closed", 0)
        tree.setMode("blind", 0o744)
        chmod(cString(tree.path), 0o755)
        let walked = try asNobody { try tree.walk() }
        #expect(walked.paths(below: tree.path) == ["open/file"])
        #expect(walked.directories(below: tree.path) == ["", "blind", "closed", "open"])
        #expect(
            walked.faults == [
                FileFault(path: tree.absolute("blind/file"), step: .stat, code: EACCES),
                FileFault(path: tree.absolute("closed"), step: .openDirectory, code: EACCES),
            ])
    }

    @Test func aPathMayBeLongerThanOneCallTakes() throws {
        let tree = try TestTree()
        let length = tree.writeDeep([1, 2, 3])
        for threads in [1, 2] {
            let walked = try tree.walk(threads: threads)
            #expect(walked.faults.isEmpty)
            #expect(walked.table.files.count == 1)
            #expect(walked.table.path(ofFile: 0).count == tree.path.count + 1 + length)
        }
    }

    @Test func aStoppedRunStops() throws {
        let tree = try TestTree()
        tree.makeDirectory("a")
        let monitor = RunMonitor(run: "test")
        monitor.stopSignal.store(2, ordering: .relaxed)
        #expect(throws: TieoutError.self) {
            try walkTrees([tree.path], options: WalkOptions(), threads: 2, monitor: monitor)
        }
    }

}
