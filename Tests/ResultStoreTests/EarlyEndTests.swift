import Foundation
import GRDB
import Records
import TestSupport
import Testing

@testable import ResultStore

/// A disk that fills, or a run that is killed, at any point of the writing. In processes of their own:
/// the limit on the size of files holds for a whole process.
@Suite struct EarlyEndTests {
    @Test(arguments: [false, true])
    func everyLimitOnTheFileSize(sqlOnly: Bool) async throws {
        await #expect(processExitsWith: .success) { [sqlOnly = sqlOnly as Bool] in
            let folder = try TemporaryFolder()
            let target = folder.file("r")
            try writeResult(target, records: 10, sqlOnly: false)
            let before = try dump(target)
            signal(SIGXFSZ, SIG_IGN)
            var refused = 0
            for kilobytes in [0, 1, 16, 17, 64, 150, 300, 500, 700] {
                limitFileSize(kilobytes << 10)
                let result = Result { try writeResult(target, records: 6000, sqlOnly: sqlOnly) }
                limitFileSize(nil)
                guard case .failure(let failure) = result else { break }
                let error = try #require(failure as? TieoutError)
                refused += 1
                #expect(error.description.hasPrefix(target), "\(error)")
                #expect(error.remedy?.contains("earlier result is untouched") == true, "\(error)")
                #expect(folder.files == ["r"])
                #expect(try dump(target) == before)
            }
            #expect(refused == 9)
        }
    }

    /// A real full disk: a file system of one mebibyte, where this process may mount one.
    @Test(.enabled(if: geteuid() == 0, "mounting a small file system takes root"))
    func fullDisk() throws {
        let folder = try TemporaryFolder()
        let disk = folder.file("disk")
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        guard run("/bin/mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", disk]) == 0 else { return }
        defer { _ = run("/bin/umount", [disk]) }
        let target = disk + "/r"
        try writeResult(target, records: 10, sqlOnly: false)
        let before = try dump(target)
        for sqlOnly in [false, true] {
            let error = try tieoutError { try writeResult(target, records: 40_000, sqlOnly: sqlOnly) }
            #expect(error.description.hasPrefix("\(target): the disk is full; free some space"), "\(error)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: disk) == ["r"])
            #expect(try dump(target) == before)
        }
    }

    @Test func aKilledRunLeavesTheEarlierResult() async throws {
        let folder = try TemporaryFolder()
        let target = folder.file("r")
        try writeResult(target, records: 10, sqlOnly: false)
        let before = try dump(target)
        for step in 0..<4 {
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [target = target as String, step = step as Int] in
                let writer = try ResultWriter(target: target, inputs: [])
                let ids = table((0..<5000).map { "x\($0)" })
                writer.append(unmatched: (0..<5000).map { $0 }, reason: .noCandidate, side: .left, ids: ids)
                if step > 0 { try writer.writeRows(threads: 2) }
                if step > 1 { try writer.finish(plainRun) }
                if step > 2 { _ = try ResultReader(path: target).counts() }
                kill(getpid(), SIGKILL)
            }
            #expect(folder.files == ["r", "r.tieout-lock", "r.tieout-partial"])
            #expect(try dump(target) == before)
        }
        try writeResult(target, records: 10, sqlOnly: false)
        #expect(folder.files == ["r"])
    }

    private func run(_ path: String, _ arguments: [String]) -> Int32 {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardError = nil
        guard (try? process.run()) != nil else { return -1 }
        process.waitUntilExit()
        return process.terminationStatus
    }
}

private func writeResult(_ target: String, records: Int, sqlOnly: Bool) throws {
    let writer = try ResultWriter(target: target, inputs: [], sqlOnly: sqlOnly)
    defer { writer.abandon() }
    let left = table((0..<records).map { "record-\($0)" })
    let right = table((0..<records).map { "other-\($0)" })
    writer.append(links: (0..<records).map { link($0, $0) }, left: left, right: right)
    try writer.writeRows(threads: 2)
    try writer.finish(plainRun)
    try writer.publish()
}

/// Sets the largest size that a file of this process may have; nil for no limit but the hard one.
private func limitFileSize(_ bytes: Int?) {
    #if canImport(Glibc)
        let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
    #else
        let resource = RLIMIT_FSIZE
    #endif
    var limit = rlimit()
    getrlimit(resource, &limit)
    limit.rlim_cur = bytes.map { rlim_t($0) } ?? limit.rlim_max
    setrlimit(resource, &limit)
}
