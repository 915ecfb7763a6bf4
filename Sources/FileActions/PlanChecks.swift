import FileRecords
import Records

/// Looks whether a plan, as it was made or as a person has changed it, leaves at least one copy of every
/// content and touches nothing that is kept. Asked when it is made, when it is changed and when it is
/// applied.
///
/// - Throws: `TieoutError` naming the first step that breaks a rule.
public func checkPlan(_ plan: ActionPlan) throws {
    var victims: Set<FileIdentity> = []
    var names: Set<[UInt8]> = []
    for action in plan.actions {
        victims.insert(action.victim.facts.identity)
        if !names.insert(action.victim.fullPath).inserted {
            throw broken(action, "the file stands twice in it")
        }
    }
    for action in plan.actions {
        let (victim, keeper) = (action.victim, action.keeper)
        if action.kind != plan.kind { throw broken(action, "it is of another kind than the plan") }
        if victim.facts.identity == keeper.facts.identity {
            throw broken(action, "the copy that stays is a hard link to the file itself")
        }
        if victims.contains(keeper.facts.identity) {
            throw broken(action, "the copy that stays is to go as well, by another line")
        }
        if victim.facts.size != keeper.facts.size || victim.facts.size <= 0 {
            throw broken(action, "the two files cannot be copies of each other")
        }
        if victim.facts.type != .regular || keeper.facts.type != .regular {
            throw broken(action, "only regular files are acted on")
        }
        if plan.protected.contains(where: { isWithin(victim.fullPath, $0) }) {
            throw broken(action, "the file is in a tree that is kept")
        }
    }
}

private func broken(_ action: PlannedAction, _ why: String) -> TieoutError {
    TieoutError(
        "line \(action.number) of the plan would be unsafe: \(why)", at: shown(path: action.victim.fullPath),
        remedy: "change the plan, or make it anew")
}
