import FileRecords
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// How a run acts.
public struct ActionOptions: Sendable {
    /// Number of the run in the journal.
    public var batch: Int64
    /// Name of its folder in the quarantine, unlike that of any other run.
    public var label: [UInt8]
    /// Where files are put aside, absolute; nil for the root of their tree.
    public var quarantine: [UInt8]?
    /// Real paths of which nothing is touched.
    public var protected: [[UInt8]] = []
    /// Whether everything is looked at and nothing done.
    public var isDryRun = false

    /// A run.
    public init(batch: Int64, label: [UInt8]) {
        self.batch = batch
        self.label = label
    }
}

/// One step that came to an end.
public struct ActionEvent: Sendable {
    /// What the run does.
    public var work: JournalEntry.Work
    /// The step.
    public var action: PlannedAction
    /// Where the file lies aside, or would.
    public var aside: Aside?
    /// Why it was not taken; nil if it was, or would be.
    public var skip: Skip?
}

/// What a run came to.
public struct ActionReport: Sendable, Equatable {
    /// Steps taken, or in a dry run those that would be.
    public var done = 0
    /// Bytes allocated to the files of these steps.
    public var bytes: Int64 = 0
    /// Steps not taken, by reason.
    public var skipped: [SkipReason: Int] = [:]

    /// Nothing.
    public init() {}

    /// Steps not taken.
    public var skippedInAll: Int { skipped.values.reduce(0, +) }
}

/// Acts on files: carries out plans, takes them back, and removes what is no longer wanted. All work on one
/// database goes through one run at a time.
public final class ActionRun {
    let calls: any FileCalls
    private let recording: (any ActionJournal)?
    let monitor: RunMonitor
    let tell: (ActionEvent) throws -> Void
    /// `ctime` that our own work has given to an inode.
    var changed: [FileIdentity: Int64]
    var report = ActionReport()
    private var counted: Set<FileIdentity> = []

    /// - Parameters:
    ///   - calls: those of this machine if nil.
    ///   - journal: nil for a dry run, which writes nothing.
    ///   - changed: what earlier outcomes in the journal say of `ctime`.
    ///   - tell: hears of every step as it ends.
    public init(
        calls: (any FileCalls)? = nil, journal: (any ActionJournal)?, monitor: RunMonitor,
        changed: [FileIdentity: Int64] = [:], tell: @escaping (ActionEvent) throws -> Void = { _ in }
    ) {
        self.calls = calls ?? SystemCalls()
        recording = journal
        self.monitor = monitor
        self.changed = changed
        self.tell = tell
    }

    var journal: any ActionJournal {
        guard let recording else { preconditionFailure("nothing is done without a journal") }
        return recording
    }

    /// Notes the end of a step.
    func end(
        _ work: JournalEntry.Work, _ action: PlannedAction, _ aside: Aside?, _ outcome: Outcome
    ) throws {
        if outcome.result == .done {
            report.done += 1
            // Further names of a file hold nothing of their own.
            if counted.insert(action.victim.facts.identity).inserted {
                report.bytes += action.victim.facts.allocated
            }
        }
        if let skip = outcome.skip { report.skipped[skip.reason, default: 0] += 1 }
        try tell(ActionEvent(work: work, action: action, aside: aside, skip: outcome.skip))
    }

    /// What an outcome has to say of times, from what is there now.
    func times(
        _ outcome: Outcome, _ entry: JournalEntry, _ site: Site, _ pair: VerifiedPair? = nil
    ) throws -> Outcome {
        var outcome = outcome
        try ignoringFailure {
            outcome.parentModified = try calls.facts(of: site.place.directory).modified
            for spot in [site.place, site.aside].compactMap({ $0 }) {
                guard let found = try calls.facts(of: spot.name, in: spot.directory) else { continue }
                if found.identity == entry.action.victim.facts.identity {
                    outcome.victimChanged = found.changed
                }
                if found.identity == entry.action.keeper.facts.identity {
                    outcome.keeperChanged = found.changed
                }
            }
            if pair == nil { try lookAtKeeper(entry, &outcome) }
            // Still open: known even where the name is gone, and another name may be next.
            if let pair {
                outcome.victimChanged = try calls.facts(of: pair.victim.descriptor).changed
                outcome.keeperChanged = try calls.facts(of: pair.keeper.descriptor).changed
            }
        }
        if let time = outcome.victimChanged { changed[entry.action.victim.facts.identity] = time }
        if let time = outcome.keeperChanged { changed[entry.action.keeper.facts.identity] = time }
        return outcome
    }

    /// A hard link that was made and taken away again has moved the time of the copy that stays.
    private func lookAtKeeper(_ entry: JournalEntry, _ outcome: inout Outcome) throws {
        let planned = entry.action.keeper
        let files = OpenFiles(calls)
        guard entry.action.kind == .hardlink,
            let root = try? files.top(planned.root, planned.rootIdentity, anyDevice: true)
        else { return }
        let directory = try files.directory(planned.directory, in: root)
        guard let found = try calls.facts(of: planned.name, in: directory) else { return }
        if found.identity == planned.facts.identity { outcome.keeperChanged = found.changed }
    }

    /// When directories get back the time that they had.
    enum TimeCondition {
        case always
        /// If their last change fell into the moments after the entry was begun, and so is its own.
        case ifOurs
    }

    /// Gives the directories of a step the times that are to be put back.
    func restoreTimes(_ entry: JournalEntry, _ site: Site, _ condition: TimeCondition) throws {
        for (directory, modified) in [
            (site.place.directory, entry.parentModified), (site.top, entry.topModified),
        ] {
            guard let directory, let modified else { continue }
            try ignoringFailure {
                let now = try calls.facts(of: directory).modified
                if now != modified && (condition == .always || entry.moments.contains(now)) {
                    try calls.setModified(directory, to: modified)
                }
            }
        }
    }

    /// A step that could be neither done nor taken back.
    func stuck(_ entry: JournalEntry, _ failure: CallFailure) -> TieoutError {
        TieoutError(
            "a step was begun and could not be ended: \(String(cString: strerror(failure.code)))",
            at: shown(path: entry.action.victim.fullPath),
            remedy: "see to the device, then apply or undo again; nothing is lost")
    }
}

extension JournalEntry {
    /// The moments in which a change is the entry's own, as the clock of file systems has them: it is coarse.
    var moments: ClosedRange<Int64> { (began - 20_000_000)...(began + 2_000_000_000) }
}

/// Now, in nanoseconds since 1970.
func clockNow() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
}
