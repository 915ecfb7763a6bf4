import Foundation
import GRDB
import Testing

/// The release or debug binary that the tests of this folder run, from the environment.
let testedBinary = ProcessInfo.processInfo.environment["TIEOUT_BINARY"]

/// Folder of public data sets, from the environment.
let datasets = ProcessInfo.processInfo.environment["TIEOUT_DATASETS"]

/// Tests of the program as people run it: arguments in; files, output and exit code out.
@Suite("The program", .enabled(if: testedBinary != nil, "TIEOUT_BINARY is not set")) struct ProgramTests {}

/// What a run of the program came to.
struct Outcome {
    var code: Int32
    var output: String
    var errors: String

    var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
}

/// A folder of its own for one test, in which the program runs; gone when the test is.
final class Workplace {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("tieout-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }

    func bytes(_ name: String) throws -> Data { try Data(contentsOf: folder.appendingPathComponent(name)) }

    func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    /// Names of the files in the folder, but for the captured streams.
    var files: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
                !$0.hasPrefix(".captured")
            }.sorted()
        }
    }

    /// Starts the program; its streams go to files, so that no pipe can fill up.
    func start(_ arguments: [String]) throws -> Process {
        try start(testedBinary, arguments)
    }

    /// Runs a line of shell, in which `$TIEOUT` is the program.
    func shell(_ line: String) throws -> Outcome { try wait(for: start("/bin/sh", ["-c", line])) }

    private func start(_ program: String?, _ arguments: [String]) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(program))
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
        process.environment?["TIEOUT"] = testedBinary
        process.currentDirectoryURL = folder
        for name in [".captured-output", ".captured-errors"] {
            _ = FileManager.default.createFile(atPath: path(name), contents: nil)
        }
        process.standardOutput = try FileHandle(
            forWritingTo: folder.appendingPathComponent(".captured-output"))
        process.standardError = try FileHandle(
            forWritingTo: folder.appendingPathComponent(".captured-errors"))
        process.standardInput = FileHandle.nullDevice
        try withSignalsUnblocked { try process.run() }
        return process
    }

    func wait(for process: Process) throws -> Outcome {
        process.waitUntilExit()
        #expect(process.terminationReason == .exit, "the program was ended by a signal")
        return Outcome(
            code: process.terminationStatus, output: try text(".captured-output"),
            errors: try text(".captured-errors"))
    }

    @discardableResult
    func run(_ arguments: String...) throws -> Outcome { try run(arguments) }

    @discardableResult
    func run(_ arguments: [String]) throws -> Outcome { try wait(for: start(arguments)) }

    /// Runs what must go well.
    @discardableResult
    func succeed(_ arguments: String...) throws -> Outcome {
        let outcome = try run(arguments)
        #expect(outcome.code == 0, "\(arguments.joined(separator: " ")): \(outcome.errors)")
        return outcome
    }

    /// Runs SQL in a database that it makes.
    func execute(_ sql: String, in name: String) throws {
        try DatabaseQueue(path: path(name)).write { try $0.execute(sql: sql) }
    }

    /// Rows of a query over a result, values as text with bars between.
    ///
    /// - Parameter mayRecover: who wrote it was killed, and SQLite may have to undo what was not finished.
    func rows(_ result: String, _ query: String, mayRecover: Bool = false) throws -> [String] {
        var configuration = Configuration()
        configuration.readonly = !mayRecover
        let database = try DatabaseQueue(path: path(result), configuration: configuration)
        return try database.read { database in
            try Row.fetchAll(database, sql: query).map { row in
                row.map { _, value in
                    switch value.storage {
                    case .null: "null"
                    case .int64(let number): "\(number)"
                    case .double(let number): "\(number)"
                    case .string(let text): text
                    case .blob(let data): "blob of \(data.count)"
                    }
                }.joined(separator: "|")
            }
        }
    }

    /// All rows of all views but `stages` and `run`, which tell of times.
    func dump(_ result: String) throws -> [String: [String]] {
        let views = try rows(result, "SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name")
        #expect(
            Set(["matches", "clusters", "unmatched", "rejects", "comparisons", "rules", "stages", "run"])
                .isSubset(of: views))
        var dump: [String: [String]] = [:]
        for view in views where view != "stages" && view != "run" {
            dump[view] = try rows(result, "SELECT * FROM \(view)")
        }
        return dump
    }

    /// Pairs of band match, as `left|right`.
    func matches(_ result: String) throws -> [String] {
        try rows(
            result, "SELECT left_id, right_id FROM matches WHERE band = 'match' ORDER BY left_id, right_id")
    }
}

/// Tests run on threads on which signals are blocked, and a child inherits that.
private func withSignalsUnblocked(_ body: () throws -> Void) rethrows {
    var (none, before) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try body()
}

/// A sample file of the repository.
func sample(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
        .appendingPathComponent("datasets/\(name)").path
}

extension Workplace {
    /// Writes left.csv, right.csv, both.csv and truth.csv.
    func write(_ people: SmallPeople) throws {
        try write(csv(people.left), to: "left.csv")
        try write(csv(people.right), to: "right.csv")
        try write(csv(people.together), to: "both.csv")
        try write(
            "left_id,right_id\n" + people.truth.map { "\($0.left),\($0.right)\n" }.joined(), to: "truth.csv")
    }
}
