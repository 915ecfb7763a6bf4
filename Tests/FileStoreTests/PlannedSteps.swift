import FileRecords
import TestSupport

@testable import FileStore

/// A plan of steps that say nothing sensible but use the whole range of what a plan can hold: every byte in
/// names, numbers beyond the half of 64 bits, roots with and without a slash.
func sprawlingPlan(_ kind: ActionKind, steps: Int, seed: UInt64) -> ActionPlan {
    var seeded = Seeded(seed)
    func facts() -> FileFacts {
        FileFacts(
            device: seeded.next(), inode: seeded.next(), size: Int64(seeded.next() >> 1),
            allocated: Int64(seeded.next() >> 1), modified: Int64(bitPattern: seeded.next()),
            changed: Int64(bitPattern: seeded.next()), mode: 0o100644 | UInt32(seeded.next() & 0o7777),
            links: UInt32(truncatingIfNeeded: seeded.next()),
            owner: UInt32(truncatingIfNeeded: seeded.next()),
            group: UInt32(truncatingIfNeeded: seeded.next()))
    }
    let roots: [(path: [UInt8], identity: FileIdentity)] = [
        (Array("/".utf8), facts().identity), (Array("/some/where".utf8), facts().identity),
        // The same path as before, but another directory.
        (Array("/some/where".utf8), facts().identity), ([0x2F, 0xFF, 0x0A], facts().identity),
    ]
    let bytes = (UInt8(1)...255).filter { $0 != UInt8(ascii: "/") }
    func file(_ name: String) -> PlannedFile {
        let root = roots[Int(seeded.next() % 4)]
        let odd = (0..<6).map { _ in bytes[Int(seeded.next() % UInt64(bytes.count))] }
        return PlannedFile(
            root: root.path, rootIdentity: root.identity, path: odd + Array("/\(name)".utf8), facts: facts())
    }
    var plan = ActionPlan(
        kind: kind, actions: [], protected: [Array("/kept".utf8), [0x2F, 0xFE, 0x0A, 0x22, 0x27]])
    for (place, reason) in PlanReason.allCases.enumerated() where place % 2 == 0 {
        var count = ActionPlan.Count()
        (count.files, count.bytes) = (place + 1, Int64.max - Int64(place))
        plan.passedOver[reason] = count
    }
    for number in 1...steps {
        let keeper =
            number % 3 == 0 ? plan.actions[number - 2].keeper : file("keeper \(number)")
        plan.actions.append(
            PlannedAction(
                number: number, group: number * 7, kind: kind, victim: file("victim \(number)"),
                keeper: keeper))
    }
    return plan
}

/// An intent for a step.
func intent(
    _ action: PlannedAction, _ work: JournalEntry.Work, batch: Int64, began: Int64 = 7
) -> JournalEntry {
    var entry = JournalEntry(batch: batch, work: work, action: action, aside: nil, began: began)
    guard action.kind.putsAside else { return entry }
    entry.aside = Aside(
        top: action.victim.root, topIdentity: action.victim.rootIdentity,
        path: Array(".tieout-quarantine/x/".utf8) + action.victim.path)
    (entry.parentModified, entry.topModified) = (Int64.max - 1, -5)
    return entry
}
