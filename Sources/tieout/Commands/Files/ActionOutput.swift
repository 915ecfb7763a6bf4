import ArgumentParser
import FileRecords
import FileStore
import Files
import Foundation
import Records

/// How apply, undo and purge tell what they do.
struct ActionOutput: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Print every step, not only what was skipped.")
    var verbose = false
    @Flag(help: "Print the outcome as JSON on stdout.")
    var json = false
    @Flag(name: .shortAndLong, help: "Print nothing.")
    var quiet = false

    var isQuiet: Bool { quiet || json }

    /// Runs under watch, tells each step and the end.
    ///
    /// - Parameters:
    ///   - command: name of the command.
    ///   - done: what its steps are then.
    /// - Throws: exit code 1 where a step was not taken; whatever `body` throws.
    func supervise(
        _ command: String, _ done: String, _ database: String, isDryRun: Bool = false,
        _ body: @escaping (RunMonitor, @escaping (ActionStep) -> Void) throws -> ActionResult
    ) throws {
        let monitor = RunMonitor(run: "files \(command) \(database)")
        let lines = ActionLines(self, isDryRun: isDryRun)
        let result = try supervised(monitor, status: nil, quiet: isQuiet) { try body(monitor, lines.tell) }
        try show(result, done, database: database)
        if result.report.skippedInAll > 0 || result.unresolved > 0 { throw ExitCode(1) }
    }

    /// The end of a run.
    private func show(_ result: ActionResult, _ done: String, database: String) throws {
        if json { return print(try encodeJSON(ActionListing(result))) }
        if quiet { return }
        print(renderActions(result, done, database: database))
    }
}

/// Prints steps as they end.
struct ActionLines {
    private let output: ActionOutput
    private let isDryRun: Bool

    init(_ output: ActionOutput, isDryRun: Bool) {
        self.output = output
        self.isDryRun = isDryRun
    }

    func tell(_ step: ActionStep) {
        guard !output.isQuiet, output.verbose || isDryRun || step.skip != nil else { return }
        print(line(step))
    }

    private func line(_ step: ActionStep) -> String {
        let file = shown(path: step.action.victim.fullPath)
        if let skip = step.skip {
            let word = step.work == .apply ? "skip" : "keep"
            return "\(padded(word, 10))  \(file): \(skip.text)"
        }
        let keeper = shown(path: step.action.keeper.fullPath)
        let aside = step.aside.map { shown(path: $0.fullPath) } ?? ""
        switch (step.work, step.action.kind) {
        case (.undo, .reflink): return "\(padded("leave", 10))  \(file): it is what it was"
        case (.undo, _): return "\(padded("restore", 10))  \(file)"
        case (.purge, _): return "\(padded("remove", 10))  \(aside)"
        case (.apply, .quarantine): return "quarantine  \(file) -> \(aside)"
        case (.apply, .delete): return "delete      \(file), same as \(keeper)"
        case (.apply, .hardlink): return "hardlink    \(file) = \(keeper); the file -> \(aside)"
        case (.apply, .symlink): return "symlink     \(file) -> \(keeper); the file -> \(aside)"
        case (.apply, .reflink): return "reflink     \(file) = \(keeper)"
        }
    }
}

private func renderActions(_ result: ActionResult, _ done: String, database: String) -> String {
    let report = result.report
    var lines: [String] = []
    if result.recovered > 0 {
        lines.append("\(plural(result.recovered, "step")) of an interrupted run brought to an end")
    }
    if result.unresolved > 0 {
        lines.append("\(plural(result.unresolved, "step")) of a run that was ended cannot be looked at now")
    }
    if report.done + report.skippedInAll == 0 {
        lines.append("nothing to do")
        return lines.joined(separator: "\n")
    }
    var line = "\(done): \(plural(report.done, "file")), \(Format.bytes(Int(report.bytes)))"
    if report.skippedInAll > 0 { line += "; \(Format.count(report.skippedInAll)) skipped" }
    lines.append(line)
    let mayStand = report.done > 0 || result.recovered > 0
    if done == "applied", mayStand, let batch = result.batch, result.plan.plan.kind != .delete {
        lines.append("  take it back:   tieout files undo\(named(database)) \(batch)")
        if result.plan.plan.kind.putsAside {
            lines.append("  free the space: tieout files purge\(named(database)) \(batch) --yes")
        }
    }
    return lines.joined(separator: "\n")
}

/// The outcome as JSON tells it.
private struct ActionListing: Encodable {
    let run: Int64?
    let plan: Int
    let action: String
    let done: Int
    let bytes: Int64
    let skipped: [String: Int]
    let recovered: Int
    let unresolved: Int

    init(_ result: ActionResult) {
        run = result.batch
        plan = result.plan.number
        action = result.plan.plan.kind.rawValue
        done = result.report.done
        bytes = result.report.bytes
        skipped = Dictionary(uniqueKeysWithValues: result.report.skipped.map { ($0.rawValue, $1) })
        recovered = result.recovered
        unresolved = result.unresolved
    }
}
