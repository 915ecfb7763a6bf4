import FileRecords
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import FileActions

/// Random trees, random plans, and at random calls a kill, a failure, or a success that is said to be one.
///
/// Whatever happens, no content is gone at any time; and when all is undone, the trees are what they were:
/// names, kinds, modes, owners, times, contents, and which names are one file.
@Suite("Random trees, plans and faults")
struct RandomActionTests {
    static let seeds = 0..<(ProcessInfo.processInfo.environment["TIEOUT_SOAK"] == nil ? 12 : 1000)

    @Test("All comes back, and nothing is gone meanwhile", arguments: seeds)
    func everythingComesBack(seed: Int) throws {
        var seeded = Seeded(UInt64(seed))
        let wild = try RandomTrees(&seeded)
        // Undoing one run leaves the trees so that another can begin.
        for round in 0..<3 {
            let why = "seed \(seed), round \(round)"
            let before = try wild.state()
            let plan = try plan(wild, &seeded)
            let scenario = Scenario(plan, in: wild.trees[0])
            let faults = Faults(wild, contents: try wild.contents(), steps: plan.actions.count)
            for _ in 0..<Int.random(in: 1...3, using: &seeded) {
                let calls = faults.next(scenario, &seeded)
                _ = try? scenario.apply(calls)
                try faults.check("\(why), after apply")
            }
            guard plan.kind != .delete else {
                scenario.journal.before = {}
                try scenario.apply()
                try faults.check("\(why), after delete")
                #expect(scenario.journal.open.isEmpty)
                continue
            }
            if Bool.random(using: &seeded) {
                let calls = faults.next(scenario, &seeded)
                _ = try? scenario.undo(calls)
                try faults.check("\(why), after undo")
            }
            scenario.journal.before = {}
            try scenario.undo()
            #expect(scenario.journal.open.isEmpty && scenario.journal.standing.isEmpty, "\(why)")
            expectSame(try wild.state(), before, faults.haveFailed, "\(why), \(plan.kind)")
        }
    }

    @Test("A purge that is killed or fails takes nothing but second copies", arguments: seeds)
    func purged(seed: Int) throws {
        var seeded = Seeded(UInt64(seed) + 1_000_000)
        let wild = try RandomTrees(&seeded)
        let plan = try plan(wild, &seeded, [.quarantine, .hardlink, .symlink])
        let scenario = Scenario(plan, in: wild.trees[0])
        try scenario.apply()
        let done = scenario.journal.standing.count
        let faults = Faults(wild, contents: try wild.contents(), steps: plan.actions.count)
        for _ in 0..<2 {
            let calls = faults.next(scenario, &seeded)
            _ = try? scenario.purge(calls)
            try faults.check("seed \(seed), after purge")
        }
        scenario.journal.before = {}
        // What has been purged stays so; the rest comes back.
        let back = try scenario.undo().done
        #expect(back <= done && scenario.journal.standing.isEmpty, "seed \(seed): \(scenario.reasons)")
        try faults.check("seed \(seed), after undo")
        #expect(try wild.aside().isEmpty)
    }

    private func plan(
        _ wild: RandomTrees, _ seeded: inout Seeded, _ kinds: [ActionKind] = ActionKind.allCases
    ) throws -> ActionPlan {
        let scanned = try Scanned(roots: wild.roots)
        let somewhere = wild.directories[Int.random(in: 0..<wild.directories.count, using: &seeded)]
        let rules: [KeepRule] = [
            .newest, .oldest, .shortestPath, .longestPath, .pathOrder, .mostLinks, .within(somewhere),
            .outside(somewhere),
        ]
        var options = PlanOptions()
        options.kind = kinds.randomElement(using: &seeded) ?? .quarantine
        options.keep = (0..<Int.random(in: 0...2, using: &seeded)).compactMap { _ in
            rules.randomElement(using: &seeded)
        }
        options.ignoresAttributes = Bool.random(using: &seeded)
        options.relativeLinks = Bool.random(using: &seeded)
        let kept = wild.directories[Int.random(in: 0..<wild.directories.count, using: &seeded)]
        if Int.random(in: 0..<4, using: &seeded) == 0 { options.keepIn = [kept] }
        return try planActions(scanned.table, scanned.groups, options: options)
    }

    private func expectSame(
        _ now: [[UInt8]: RandomTrees.Entry], _ before: [[UInt8]: RandomTrees.Entry], _ haveFailed: Bool,
        _ why: String
    ) {
        for path in Set(now.keys).union(before.keys).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            var (one, other) = (now[path], before[path])
            // A folder of the quarantine that could not be removed is empty, and one whose time could not be
            // put back has another.
            if haveFailed, one?.isDirectory == true {
                if other == nil && path.split(separator: 47).contains(quarantineFolder[...]) {
                    continue
                }
                one?.modified = nil
                other?.modified = nil
            }
            #expect(one == other, "\(why): \(shown(path: path))")
        }
    }
}

/// Chooses what goes wrong, and looks at the contents all the while.
private final class Faults {
    private let wild: RandomTrees
    private let contents: Set<Data>
    private let steps: Int
    private let lost = Lost()
    /// Whether calls have failed, and not only been the last.
    private(set) var haveFailed = false

    init(_ wild: RandomTrees, contents: Set<Data>, steps: Int) {
        self.wild = wild
        self.contents = contents
        self.steps = steps
    }

    /// The calls for the next run; those of its journal count among them.
    func next(_ scenario: Scenario, _ seeded: inout Seeded) -> FaultyCalls {
        let codes = [EIO, ENOSPC, EPERM, EROFS, EXDEV, ENOENT, EEXIST, EMLINK, EINVAL]
        let code = codes.randomElement(using: &seeded) ?? EIO
        let fault = [FaultyCalls.Fault.death, .death, .failure(code), .lie(code)]
            .randomElement(using: &seeded)
        if fault != .death { haveFailed = true }
        // A step is some forty calls; where the number is larger than there are, nothing goes wrong.
        let at = Int.random(in: 1...(40 * max(steps, 1)), using: &seeded)
        let (wild, contents, lost) = (UncheckedTrees(wild), contents, lost)
        let calls = FaultyCalls(
            fault ?? .death, at: at, hasFlags: Bool.random(using: &seeded),
            watch: {
                if (try? wild.trees.contents().isSuperset(of: contents)) != true {
                    lost.when.withLock { $0 = $0 ?? "call \(at), \(String(describing: fault))" }
                }
            })
        scenario.journal.before = { try calls.step() }
        return calls
    }

    func check(_ why: String) throws {
        #expect(try wild.contents() == contents, "\(why): a content is gone")
        #expect(lost.when.withLock { $0 } == nil, "\(why): a content was gone for a moment")
    }

    private final class Lost: Sendable {
        let when = Mutex<String?>(nil)
    }
}

/// All work of a test is on one thread.
private struct UncheckedTrees: @unchecked Sendable {
    let trees: RandomTrees
    init(_ trees: RandomTrees) { self.trees = trees }
}
