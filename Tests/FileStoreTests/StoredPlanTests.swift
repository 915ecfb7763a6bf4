import FileRecords
import Foundation
import GRDB
import Records
import TestSupport
import Testing

@testable import FileStore

@Suite("Stored plans")
struct StoredPlanTests {
    private func record(_ plan: ActionPlan) -> PlanRecord {
        var record = PlanRecord(
            scan: 3, created: 1_700_000_000_000_000_001, rules: "newest, in:/a", plan: plan)
        record.ignoresAttributes = plan.actions.first?.ignoresAttributes ?? false
        record.relativeLinks = plan.actions.first?.isRelative ?? false
        return record
    }

    @Test("A plan is read as it was stored, byte for byte", arguments: ActionKind.allCases, [false, true])
    func roundTrip(kind: ActionKind, flags: Bool) throws {
        let folder = try TemporaryFolder()
        let database = try FileDatabase(writing: folder.file("f.sqlite"))
        var plan = sprawlingPlan(kind, steps: 40, seed: flags ? 1 : 2)
        for place in plan.actions.indices {
            (plan.actions[place].ignoresAttributes, plan.actions[place].isRelative) = (flags, flags)
        }
        var record = record(plan)
        record.number = try database.store(record)
        #expect(record.number == 1)
        database.close()
        let again = try FileDatabase(reading: folder.file("f.sqlite"))
        var read = try again.plan()
        // Trees that are kept come in the order of their bytes.
        #expect(Set(read.plan.protected) == Set(record.plan.protected))
        read.plan.protected = record.plan.protected
        #expect(read == record)
        #expect(try again.plan(1).plan.actions == plan.actions)
    }

    @Test("A changed plan is one of its own, and the plan it came from stays as it was")
    func changedPlans() throws {
        let folder = try TemporaryFolder()
        let database = try FileDatabase(writing: folder.file("f.sqlite"))
        var first = record(sprawlingPlan(.quarantine, steps: 12, seed: 3))
        first.number = try database.store(first)
        var second = first
        second.origin = first.number
        second.plan.actions.removeFirst(3)
        for place in second.plan.actions.indices { second.plan.actions[place].number = place + 1 }
        second.number = try database.store(second)
        #expect(second.number == 2)
        #expect(try database.plan(1).plan.actions == first.plan.actions)
        #expect(try database.plan(2).plan.actions == second.plan.actions)
        #expect(try database.plan().origin == 1)
    }

    @Test("Without a plan, or with another number, it is an error with a remedy")
    func missing() throws {
        let folder = try TemporaryFolder()
        let database = try FileDatabase(writing: folder.file("f.sqlite"))
        #expect(throws: TieoutError.self) { try database.plan() }
        let number = try database.store(record(sprawlingPlan(.delete, steps: 1, seed: 4)))
        let error = #expect(throws: TieoutError.self) { try database.plan(number + 1) }
        #expect(error?.what.contains("holds no plan 2") == true)
    }

    @Test("What no rule of this program knows is not guessed")
    func unknownKind() throws {
        let folder = try TemporaryFolder()
        let database = try FileDatabase(writing: folder.file("f.sqlite"))
        _ = try database.store(record(sprawlingPlan(.delete, steps: 1, seed: 5)))
        try database.write { try $0.execute(sql: "UPDATE plan SET action = 'shred'") }
        #expect(throws: TieoutError.self) { try database.plan() }
    }

    @Test("The views show paths whole, and as text")
    func views() throws {
        let folder = try TemporaryFolder()
        let database = try FileDatabase(writing: folder.file("f.sqlite"))
        let plan = sprawlingPlan(.quarantine, steps: 30, seed: 6)
        _ = try database.store(record(plan))
        let rows = try database.read {
            try GRDB.Row.fetchAll($0, sql: "SELECT * FROM plan_actions ORDER BY number")
        }
        #expect(rows.map { [UInt8]($0["path"] as Data) } == plan.actions.map(\.victim.fullPath))
        #expect(rows.map { $0["path_text"] } == plan.actions.map { shown(path: $0.victim.fullPath) })
        #expect(rows.map { $0["keeper_text"] } == plan.actions.map { shown(path: $0.keeper.fullPath) })
        #expect(rows.allSatisfy { $0["state"] == "planned" })
    }
}
