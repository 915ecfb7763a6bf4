import FileKinds
import FileRecords
import Foundation
import Records
import Testing

@Suite struct KindTests {
    @Test(
        arguments: [
            ("a.jpg", .image), ("a.JPG", .image), ("a.JpEg", .image), ("movie.part1.mkv", .video),
            (".mp3", .unknown),
            ("x.mp3", .audio), ("a.", .unknown), ("a", .unknown), ("", .unknown), ("jpg", .unknown),
            ("a.jpg ", .unknown), ("a.tar.gz", .archive), ("a.markdown", .text), ("a.asciidoc", .text),
            ("a.xasciidoc", .unknown), ("a.jpg.ninechars", .unknown), ("a.b/c", .unknown),
            ("é.PDF", .document),
            ("a.c", .code), ("a.sqlite3", .data), ("a.iso", .disk), ("a.so", .program),
        ] as [(String, FileKind)])
    func theExtensionSaysTheKind(name: String, kind: FileKind) {
        let found = Array(name.utf8).withUnsafeBytes { kindByExtension(FileExtension(name: $0)) }
        #expect(found == kind)
    }

    @Test func lettersThatDifferAreOtherExtensions() {
        #expect(FileExtension("abc") == FileExtension("ABC"))
        #expect(FileExtension("abc") != FileExtension("bcd"))
        #expect(FileExtension("a") != FileExtension("aa"))
        #expect(FileExtension("[") != FileExtension("{"))
    }

    @Test(
        arguments: [
            ("image/png", .image), ("text/plain", .text), ("text/x-python", .code),
            ("application/pdf", .document),
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", .document),
            ("application/zip", .archive), ("application/x-sharedlib", .program), ("application/json", .data),
            ("application/octet-stream", .unknown), ("nonsense", .unknown), ("text/html", .code),
        ] as [(String, FileKind)])
    func theMediaTypeSaysTheKind(name: String, kind: FileKind) {
        #expect(kindByMediaType(name) == kind)
    }
}

@Suite struct MediaTypeTests {
    private func planted() throws -> (folder: String, table: FileTable) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "tieout-\(UUID().uuidString)"
        ).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let contents: [(String, [UInt8])] = [
            (
                "a",
                [
                    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52, 0,
                    0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0,
                ]
            ),
            ("b.png", Array("%PDF-1.4\n%\n1 0 obj\n".utf8)), ("c", []), ("d", Array("plain words\n".utf8)),
        ]
        var table = FileTable()
        let root = table.addRoot(path: Array(folder.utf8), facts: facts(of: folder))
        for (name, bytes) in contents {
            try Data(bytes).write(to: URL(fileURLWithPath: folder + "/" + name))
            table.addFile(name: Array(name.utf8), in: root, facts: facts(of: folder + "/" + name))
        }
        return (folder, table)
    }

    private func facts(of path: String) -> FileFacts {
        var status = stat()
        lstat(path, &status)
        return FileFacts(
            device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size),
            allocated: 0, modified: 0, changed: 0, mode: status.st_mode, links: 1, owner: 0, group: 0)
    }

    @Test(arguments: [1, 3])
    func filesAreWhatTheyHold(threads: Int) throws {
        let (folder, table) = try planted()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var types = MediaTypes(files: table.files.count)
        let faults = try lookUpMediaTypes(
            table, into: &types, threads: threads, monitor: RunMonitor(run: "test"))
        #expect(faults.isEmpty)
        #expect(types[0]?.name == "image/png")
        #expect(types[1] == MediaType(name: "application/pdf", kind: .document))
        #expect(types[2] == nil)
        #expect(types[3]?.kind == .text)
    }

    @Test func whatIsGoneOrAnotherFileIsNotGuessed() throws {
        let (folder, table) = try planted()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.removeItem(atPath: folder + "/a")
        // The old inode is held, so that its number cannot come back.
        try FileManager.default.moveItem(atPath: folder + "/d", toPath: folder + "/held")
        try Data("other".utf8).write(to: URL(fileURLWithPath: folder + "/d"))
        var types = MediaTypes(files: table.files.count)
        let faults = try lookUpMediaTypes(table, into: &types, threads: 1, monitor: RunMonitor(run: "test"))
        #expect(faults.map(\.code) == [ENOENT])
        #expect(types[0] == nil && types[3] == nil && types[1] != nil)
    }
}
