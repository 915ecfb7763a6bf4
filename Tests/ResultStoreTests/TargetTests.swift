import Foundation
import GRDB
import Records
import TestSupport
import Testing

@testable import ResultStore

/// What a target may be, who may write it, and what stays when a run ends early.
@Suite struct TargetTests {
    private func publish(_ path: String, left: String = "a") throws {
        let writer = try ResultWriter(target: path, inputs: [])
        writer.append(links: [link(0, 0)], left: table([left]), right: table(["b"]))
        try writer.finish(plainRun)
        try writer.publish()
    }

    private func firstLeft(_ path: String) throws -> String? {
        try ResultReader(path: path).link(RecordID("a"), RecordID("b"))?.left.description
    }

    @Test func resultAppearsWholeAndPrivate() throws {
        let folder = try TemporaryFolder()
        let writer = try ResultWriter(target: folder.file("r"), inputs: [])
        #expect(folder.files == ["r.tieout-lock", "r.tieout-partial"])
        for name in folder.files {
            let mode = try FileManager.default.attributesOfItem(atPath: folder.file(name))[.posixPermissions]
            #expect(mode as? Int == 0o600)
        }
        try writer.finish(plainRun)
        try writer.publish()
        #expect(folder.files == ["r"])
        let mode = try FileManager.default.attributesOfItem(atPath: folder.file("r"))[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test func anEarlierResultIsReplacedOnlyByPublish() throws {
        let folder = try TemporaryFolder()
        try publish(folder.file("r"))
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.file("r")))
        do {
            let writer = try ResultWriter(target: folder.file("r"), inputs: [])
            writer.append(links: [link(0, 0)], left: table(["other"]), right: table(["b"]))
            try writer.finish(plainRun)
            #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("r"))) == before)
            // The writer goes without `publish`.
        }
        #expect(folder.files == ["r"])
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("r"))) == before)
        try publish(folder.file("r"), left: "other")
        #expect(try firstLeft(folder.file("r")) == nil)
    }

    @Test func abandonIsSafeAtAnyTime() throws {
        let folder = try TemporaryFolder()
        let writer = try ResultWriter(target: folder.file("r"), inputs: [])
        writer.abandon()
        writer.abandon()
        #expect(folder.files.isEmpty)
        let second = try ResultWriter(target: folder.file("r"), inputs: [])
        try second.finish(plainRun)
        try second.publish()
        second.abandon()
        #expect(folder.files == ["r"])
    }

    @Test(arguments: ["", "x", String(repeating: "not a database ", count: 20)])
    func otherFilesAreLeftAlone(_ content: String) throws {
        let folder = try TemporaryFolder()
        try content.write(toFile: folder.file("r"), atomically: true, encoding: .utf8)
        let error = try tieoutError { _ = try ResultWriter(target: folder.file("r"), inputs: []) }
        #expect(error.description.contains("is not a Tieout result"))
        #expect(try String(contentsOfFile: folder.file("r"), encoding: .utf8) == content)
        #expect(folder.files == ["r"])
    }

    @Test func otherDatabasesAreLeftAlone() throws {
        let folder = try TemporaryFolder()
        let queue = try DatabaseQueue(path: folder.file("r"))
        try queue.write { try $0.execute(sql: "CREATE TABLE t (a)") }
        try queue.close()
        let error = try tieoutError { _ = try ResultWriter(target: folder.file("r"), inputs: []) }
        #expect(error.description.contains("is not a Tieout result"))
        #expect(throws: TieoutError.self) { _ = try ResultReader(path: folder.file("r")) }
    }

    @Test func inputsAreNeverReplaced() throws {
        let folder = try TemporaryFolder()
        try publish(folder.file("r"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link"), withDestinationPath: folder.file("r"))
        try FileManager.default.linkItem(atPath: folder.file("r"), toPath: folder.file("hard"))
        for input in ["r", "link", "hard"] {
            let error = try tieoutError {
                _ = try ResultWriter(target: folder.file("r"), inputs: ["-", folder.file(input)])
            }
            #expect(error.description.contains("is an input of this run"))
        }
        try "a".write(toFile: folder.file("s.tieout-partial"), atomically: true, encoding: .utf8)
        _ = try tieoutError {
            _ = try ResultWriter(target: folder.file("s"), inputs: [folder.file("s.tieout-partial")])
        }
        #expect(folder.files == ["hard", "link", "r", "s.tieout-partial"])
    }

    @Test func odditiesAreRefused() throws {
        let folder = try TemporaryFolder()
        try publish(folder.file("r"))
        let files = FileManager.default
        try files.createDirectory(atPath: folder.file("folder"), withIntermediateDirectories: true)
        try files.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: folder.file("r"))
        try files.createSymbolicLink(
            atPath: folder.file("dangling"), withDestinationPath: folder.file("none"))
        let expected = [
            ("folder", "is a directory"), ("folder/", "is not the name of a file"),
            ("link", "is a symbolic link"),
            ("dangling", "is a symbolic link"), ("none/r", "create its folder first"),
            ("r/r", "cannot be written"),
        ]
        for (name, words) in expected {
            let error = try tieoutError { _ = try ResultWriter(target: folder.file(name), inputs: []) }
            #expect(error.description.contains(words), "\(name): \(error)")
            #expect(error.description.contains(folder.file(name)))
        }
        for target in ["/dev/null", "", "/proc/r"]
        where target != "/proc/r" || files.fileExists(atPath: "/proc/self") {
            _ = try tieoutError { _ = try ResultWriter(target: target, inputs: []) }
        }
        #expect(folder.files == ["dangling", "folder", "link", "r"])
    }

    @Test func aResultInUseByAWriterIsRefused() throws {
        let folder = try TemporaryFolder()
        try publish(folder.file("r"))
        for journal in ["-journal", "-wal"] {
            try "hot".write(toFile: folder.file("r" + journal), atomically: true, encoding: .utf8)
            let error = try tieoutError { _ = try ResultWriter(target: folder.file("r"), inputs: []) }
            #expect(error.description.contains("a program is changing it"))
            try FileManager.default.removeItem(atPath: folder.file("r" + journal))
        }
    }

    @Test func aTargetThatAppearsMeanwhileIsKept() throws {
        let folder = try TemporaryFolder()
        let writer = try ResultWriter(target: folder.file("r"), inputs: [])
        try writer.finish(plainRun)
        try "mine".write(toFile: folder.file("r"), atomically: true, encoding: .utf8)
        _ = try tieoutError { try writer.publish() }
        writer.abandon()
        #expect(folder.files == ["r"])
        #expect(try String(contentsOfFile: folder.file("r"), encoding: .utf8) == "mine")
    }

    @Test func theSecondRunIsRefused() throws {
        let folder = try TemporaryFolder()
        let first = try ResultWriter(target: folder.file("r"), inputs: [])
        let error = try tieoutError { _ = try ResultWriter(target: folder.file("r"), inputs: []) }
        #expect(
            error.description.contains("another run (process \(ProcessInfo.processInfo.processIdentifier))"))
        try first.finish(plainRun)
        try first.publish()
        #expect(folder.files == ["r"])
        try publish(folder.file("r"))
    }

    @Test func whatAKilledRunLeftIsRemoved() throws {
        let folder = try TemporaryFolder()
        try publish(folder.file("r"))
        for name in ["r.tieout-partial", "r.tieout-partial-journal", "r.tieout-lock"] {
            try "left behind, longer than a number".write(
                toFile: folder.file(name), atomically: true, encoding: .utf8)
        }
        #expect(try firstLeft(folder.file("r")) == "a")
        try publish(folder.file("r"))
        #expect(folder.files == ["r"])
        #expect(try integrity(folder.file("r")) == ["ok"])
    }

    /// A lock held by another process is one of another run; when that process is killed it is none.
    @Test(
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/flock"), "there is no flock command"))
    func aKilledProcessGivesItsLockBack() throws {
        let folder = try TemporaryFolder()
        let holder = Process()
        holder.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
        holder.arguments = [
            "--no-fork", folder.file("r.tieout-lock"), "sh", "-c", "echo held; exec sleep 600",
        ]
        let output = Pipe()
        holder.standardOutput = output
        try holder.run()
        _ = output.fileHandleForReading.availableData
        let error = try tieoutError { _ = try ResultWriter(target: folder.file("r"), inputs: []) }
        #expect(error.description.contains("another run is writing it"))
        kill(holder.processIdentifier, SIGKILL)
        holder.waitUntilExit()
        try publish(folder.file("r"))
        #expect(folder.files == ["r"])
    }
}
