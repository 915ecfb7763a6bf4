import FileRecords
import Testing

@Suite("Table of files")
struct FileTableTests {
    private func facts(_ inode: UInt64, mode: UInt32 = 0o100644) -> FileFacts {
        FileFacts(
            device: 1, inode: inode, size: 0, allocated: 0, modified: 0, changed: 0, mode: mode, links: 1,
            owner: 0, group: 0)
    }

    @Test("Paths are put together from the root's path")
    func paths() {
        var table = FileTable()
        let root = table.addRoot(path: Array("data".utf8), facts: facts(1, mode: 0o040755))
        let below = table.addDirectory(name: Array("a".utf8), in: root, facts: facts(2, mode: 0o040755))
        let deep = table.addDirectory(name: Array("b".utf8), in: below, facts: facts(3, mode: 0o040755))
        table.addFile(name: Array("x".utf8), in: deep, facts: facts(4))
        table.addFile(name: Array("y".utf8), in: root, facts: facts(5))
        #expect(table.path(ofFile: 0) == Array("data/a/b/x".utf8))
        #expect(table.path(ofFile: 1) == Array("data/y".utf8))
        #expect(table.path(ofDirectory: deep) == Array("data/a/b".utf8))
        #expect(table.root(of: deep) == root)
        #expect(table.isRoot(root) && !table.isRoot(below))
    }

    @Test("The root of the file system needs no second slash")
    func rootOfAll() {
        var table = FileTable()
        let root = table.addRoot(path: Array("/".utf8), facts: facts(1, mode: 0o040755))
        let etc = table.addDirectory(name: Array("etc".utf8), in: root, facts: facts(2, mode: 0o040755))
        table.addFile(name: Array("hosts".utf8), in: etc, facts: facts(3))
        #expect(table.path(ofFile: 0) == Array("/etc/hosts".utf8))
    }

    @Test("Types are read from the mode")
    func types() {
        #expect(facts(1).type == .regular)
        #expect(facts(1, mode: 0o040700).type == .directory)
        #expect(facts(1, mode: 0o120777).type == .symbolicLink)
        #expect(facts(1, mode: 0o010644).type == .fifo)
        #expect(facts(1, mode: 0).type == .unknown)
    }

    @Test("Evidence of part of a file says nothing of the whole, and none says nothing at all")
    func evidence() {
        var evidence = ContentEvidence()
        #expect(evidence.whole(size: 0) == nil && evidence.whole(size: -1) == nil)
        evidence.origin = .read
        evidence.covered = 4096
        #expect(evidence.whole(size: 8192) == nil)
        #expect(evidence.whole(size: 4096) == evidence.prefix)
        evidence.origin = .unreadable
        #expect(evidence.whole(size: 4096) == nil)
    }
}
