import FileRecords
import Records

/// How a plan is made.
public struct PlanOptions: Sendable {
    /// What is done.
    public var kind = ActionKind.quarantine
    /// Which copy stays; empty for the rules that go with `kind`.
    public var keep: [KeepRule] = []
    /// Directories of which nothing is touched.
    public var keepIn: [[UInt8]] = []
    /// Whether hard links may join files of different owner, mode or extended attributes.
    public var ignoresAttributes = false
    /// Whether symbolic links within one tree are relative.
    public var relativeLinks = false

    /// Paths of the roots in the order in which they were given; those that are not named come behind.
    public var rootOrder: [[UInt8]] = []

    /// Quarantine, path order.
    public init() {}
}

/// Decides for every group which copy stays and what becomes of the others.
///
/// Names of one inode stand and fall together: a further name of the copy that stays is left, and a file
/// with names outside of the scan too, since nothing would be freed.
///
/// - Throws: `TieoutError` where a directory that is to be kept is not part of the scan.
/// - Complexity: O(n log n) in the members of groups.
public func planActions(
    _ table: FileTable, _ groups: ContentGroups, options: PlanOptions
) throws -> ActionPlan {
    let trees = try ProtectedTrees(options.keepIn, in: table)
    let rules = options.keep.isEmpty ? KeepRule.defaults(for: options.kind) : options.keep
    let roots = rootOrder(table, options.rootOrder)
    var plan = ActionPlan(kind: options.kind, actions: [], protected: trees.paths)
    for group in 0..<groups.count {
        var candidates = groups[group].map { candidate(table, Int($0), trees: trees, roots: roots) }
        markInodes(&candidates)
        candidates.sort { $0.isKept(before: $1, by: rules) }
        for part in parts(candidates, options.kind) {
            decide(part, group: group, options: options, into: &plan)
        }
    }
    try checkPlan(plan)
    return plan
}

/// By number of its directory, the place of each root among the roots.
private func rootOrder(_ table: FileTable, _ given: [[UInt8]]) -> [Int: Int] {
    let roots = table.directories.indices.filter { table.isRoot(UInt32($0)) }
    let ordered = roots.enumerated().sorted { left, right in
        let places = [left, right].map {
            given.firstIndex(of: Array(table.name(ofDirectory: UInt32($0.element))))
        }
        let (one, other) = (places[0] ?? given.count, places[1] ?? given.count)
        return one != other ? one < other : left.offset < right.offset
    }
    return Dictionary(uniqueKeysWithValues: ordered.enumerated().map { ($1.element, $0) })
}

private func candidate(
    _ table: FileTable, _ number: Int, trees: ProtectedTrees, roots: [Int: Int]
) -> Candidate {
    let file = table.files[number]
    let root = table.root(of: file.directory)
    let rootPath = Array(table.name(ofDirectory: root))
    let path = table.path(ofFile: number)
    precondition(file.facts.type == .regular && file.facts.size > 0, "only regular files with content")
    return Candidate(
        path: path, root: roots[Int(root)] ?? 0, names: 1, isProtected: trees.contains(file.directory),
        facts: file.facts,
        file: PlannedFile(
            root: rootPath, rootIdentity: table.directories[Int(root)].facts.identity,
            path: Array(
                path.dropFirst(rootPath.last == UInt8(ascii: "/") ? rootPath.count : rootPath.count + 1)),
            facts: file.facts))
}

/// What holds for one name holds for all names of the inode.
private func markInodes(_ candidates: inout [Candidate]) {
    var names: [FileIdentity: Int] = [:]
    var protected: Set<FileIdentity> = []
    for candidate in candidates {
        names[candidate.facts.identity, default: 0] += 1
        if candidate.isProtected { protected.insert(candidate.facts.identity) }
    }
    for place in candidates.indices {
        let identity = candidates[place].facts.identity
        candidates[place].names = names[identity] ?? 1
        candidates[place].isProtected = protected.contains(identity)
    }
}

/// The members among which one stays: all, or those of each device where the copy must be on the same.
private func parts(_ candidates: [Candidate], _ kind: ActionKind) -> [[Candidate]] {
    guard kind.needsSameDevice else { return [candidates] }
    let devices = Set(candidates.map(\.facts.device)).sorted()
    return devices.map { device in candidates.filter { $0.facts.device == device } }
}

/// - Parameter candidates: members in the order in which they are kept.
private func decide(
    _ candidates: [Candidate], group: Int, options: PlanOptions, into plan: inout ActionPlan
) {
    // A copy in a tree that is kept stays in any case, so it is the one to stay for the others.
    guard let keeper = candidates.first(where: \.isProtected) ?? candidates.first else { return }
    if !candidates.contains(where: { $0.facts.identity != keeper.facts.identity }) {
        plan.passedOver[.otherDevice, default: .init()].files += candidates.count
        plan.passedOver[.otherDevice, default: .init()].bytes += keeper.facts.allocated
        return
    }
    var counted: Set<FileIdentity> = [keeper.facts.identity]
    var actions: [PlannedAction] = []
    for candidate in candidates where candidate.path != keeper.path {
        if let reason = reason(toLeave: candidate, keeper, options) {
            plan.passedOver[reason, default: .init()].files += 1
            if counted.insert(candidate.facts.identity).inserted {
                plan.passedOver[reason, default: .init()].bytes += candidate.facts.allocated
            }
            continue
        }
        var action = PlannedAction(
            number: 0, group: group, kind: options.kind, victim: candidate.file, keeper: keeper.file)
        action.ignoresAttributes = options.ignoresAttributes
        action.isRelative = options.relativeLinks
        actions.append(action)
    }
    actions.sort { $0.victim.fullPath.lexicographicallyPrecedes($1.victim.fullPath) }
    for action in actions {
        plan.actions.append(action)
        plan.actions[plan.actions.count - 1].number = plan.actions.count
    }
}

private func reason(
    toLeave file: Candidate, _ keeper: Candidate, _ options: PlanOptions
) -> PlanReason? {
    if file.facts.identity == keeper.facts.identity { return file.isProtected ? .protected : .linked }
    if file.isProtected { return .protected }
    if options.kind != .reflink && Int(file.facts.links) > file.names { return .otherNames }
    let isAlike =
        file.facts.mode == keeper.facts.mode && file.facts.owner == keeper.facts.owner
        && file.facts.group == keeper.facts.group
    if options.kind == .hardlink && !isAlike && !options.ignoresAttributes { return .attributes }
    return nil
}
