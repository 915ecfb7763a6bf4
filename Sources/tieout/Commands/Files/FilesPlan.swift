import ArgumentParser
import FileRecords
import FileStore
import Files
import Foundation
import Records

/// `tieout files plan [DATABASE]`.
struct FilesPlan: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Decide which copies stay and what becomes of the others. Touches no file.",
        discussion: """
            A plan is stored beside the scan; 'tieout files apply' carries it out, and nothing is done without \
            one. At least one copy of everything stays. Rules are asked in order until one decides; the bytes \
            of the paths decide last. Names of one file (hard links) stand together, and a file with names \
            outside of the scan is left, since nothing would be freed.

            RULES:
              in:DIR  not-in:DIR  newest  oldest  shortest-path  longest-path  path-order  most-links

            EXAMPLES:
              tieout files plan
              tieout files plan --keep in:/mnt/archive --keep oldest
              tieout files plan --keep-in /mnt/archive --action hardlink
              tieout files plan --export plan.txt      edit: remove lines, or swap the last two columns
              tieout files plan --from plan.txt
              tieout files plan --drop 3,4

            EXIT CODES:
              0 done · 2 error
            """)

    @Argument(help: ArgumentHelp("The database.", valueName: "database"), completion: .file())
    var database = "files.sqlite"
    @Option(help: ArgumentHelp("Number of the scan; the latest without it.", valueName: "n"))
    var scan: Int?
    @Option(
        help: ArgumentHelp(
            "What becomes of a copy: quarantine, hardlink, reflink, symlink or delete.", valueName: "action"))
    var action = ActionKind.quarantine
    @Option(help: ArgumentHelp("A rule for which copy stays; may be repeated.", valueName: "rule"))
    var keep: [String] = []
    @Option(
        name: .customLong("keep-in"),
        help: ArgumentHelp(
            "A folder of which nothing is ever touched, by its literal path; may be repeated.",
            valueName: "folder"), completion: .directory)
    var keepIn: [String] = []
    @Flag(
        help:
            "Hard-link files of different owner, mode or attributes as well; the name gets those of the copy."
    )
    var anyAttributes = false
    @Flag(help: "Make symbolic links within one folder relative.")
    var relative = false
    @Option(help: ArgumentHelp("Show or change this plan instead of making one.", valueName: "n"))
    var plan: Int?
    @Option(help: ArgumentHelp("Write the plan as text to this file, - for stdout.", valueName: "file"))
    var export: String?
    @Option(
        help: ArgumentHelp("Take a changed text of the plan as a new plan, - for stdin.", valueName: "file"),
        completion: .file())
    var from: String?
    @Option(help: ArgumentHelp("Make a new plan without these steps, with commas between.", valueName: "n,n"))
    var drop: String?
    @Option(help: ArgumentHelp("Groups to show.", valueName: "n"))
    var show = 10
    @Flag(help: "Print the plan as JSON on stdout.")
    var json = false
    @Flag(name: .shortAndLong, help: "No summary.")
    var quiet = false

    func run() throws {
        try reportingErrors {
            if let export { try requireFree(export) }
            let record = try record()
            if let export {
                let text = textOfPlan(record)
                if export == "-" { return print(text, terminator: "") }
                try write(text, to: export)
            }
            if json { return print(try encodeJSON(PlanListing(record))) }
            if !quiet { print(renderPlan(record, database: database, groups: show)) }
        }
    }

    /// The plan that is meant: a new one, a changed one, or one that is there.
    private func record() throws -> PlanRecord {
        if let from {
            guard drop == nil else {
                throw TieoutError("--from and --drop exclude each other", remedy: "give one of them")
            }
            return try changePlan(database: database, plan, by: read(from), place: from)
        }
        if let drop {
            let steps = try drop.split(separator: ",").map { text in
                guard let step = Int(text) else {
                    throw TieoutError(
                        "no number of a step: \(text)", at: "--drop", remedy: "as in --drop 3,4")
                }
                return step
            }
            return try changePlan(database: database, plan, without: steps)
        }
        if let plan { return try FileDatabase(reading: database).plan(plan) }
        var options = PlanRunOptions()
        options.database = database
        options.scan = scan
        options.kind = action
        options.keep = try keep.map(rawRule)
        options.keepIn = try keepIn.map(rawArgument)
        options.ignoresAttributes = anyAttributes
        options.relativeLinks = relative
        return try runPlan(options, monitor: RunMonitor(run: "files plan"))
    }

    private func rawRule(_ text: String) throws -> [UInt8] { try rawArgument(text) }

    private func read(_ name: String) throws -> String {
        do {
            let data =
                name == "-"
                ? try FileHandle.standardInput.readToEnd() ?? Data()
                : try Data(contentsOf: URL(fileURLWithPath: name))
            return String(decoding: data, as: UTF8.self)
        } catch {
            throw TieoutError("cannot be read", at: name, remedy: "name a file that --export wrote")
        }
    }

    /// A list that somebody has edited is not to be lost; and no plan is made that cannot be handed over.
    private func requireFree(_ name: String) throws {
        guard name == "-" || !FileManager.default.fileExists(atPath: name) else {
            throw TieoutError("exists already; it was left as it is", at: name, remedy: "choose another name")
        }
    }

    private func write(_ text: String, to name: String) throws {
        do { try Data(text.utf8).write(to: URL(fileURLWithPath: name)) } catch {
            throw TieoutError("cannot be written", at: name, remedy: "choose another place")
        }
    }
}

extension ActionKind: ExpressibleByArgument {}

/// A plan as JSON tells it.
private struct PlanListing: Encodable {
    struct Step: Encodable {
        let number: Int
        let group: Int
        let bytes: Int64
        let file: String
        let stays: String
    }
    let plan: Int
    let scan: Int
    let action: String
    let rules: String
    let files: Int
    let bytes: Int64
    let left: [String: Int]
    let steps: [Step]

    init(_ record: PlanRecord) {
        plan = record.number
        scan = record.scan
        action = record.plan.kind.rawValue
        rules = record.rules
        files = record.plan.actions.count
        bytes = record.plan.bytes
        left = Dictionary(uniqueKeysWithValues: record.plan.passedOver.map { ($0.rawValue, $1.files) })
        steps = record.plan.actions.map { action in
            Step(
                number: action.number, group: action.group, bytes: action.victim.facts.size,
                file: shown(path: action.victim.fullPath), stays: shown(path: action.keeper.fullPath))
        }
    }
}
