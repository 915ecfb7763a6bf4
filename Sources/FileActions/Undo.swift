import FileRecords
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension ActionRun {
    /// Takes back what a run did, and writes that down in the same way. Nothing is overwritten: where a name
    /// has been taken meanwhile, the file stays aside.
    ///
    /// - Parameters:
    ///   - entries: those of the run whose outcome is `done`, newest first.
    ///   - batch: number of the undoing run.
    public func undo(_ entries: [JournalEntry], batch: Int64) throws -> ActionReport {
        for entry in entries {
            try monitor.checkStop()
            do {
                try undo(entry, batch)
            } catch let failure as CallFailure {
                try pass(
                    entry, batch, failure.code == ENOENT ? Skip(.directoryGone, code: ENOENT) : Skip(failure))
            } catch let skip as Skip {
                try pass(entry, batch, skip)
            }
        }
        return report
    }

    private func pass(_ entry: JournalEntry, _ batch: Int64, _ skip: Skip) throws {
        try journal.pass(entry.action, batch: batch, work: .undo, skip)
        try end(.undo, entry.action, entry.aside, .skipped(skip))
    }

    private func undo(_ entry: JournalEntry, _ batch: Int64) throws {
        guard entry.action.kind.canBeUndone else { throw Skip(.forGood) }
        let files = OpenFiles(calls)
        let site = try entry.site(files)
        var intent = JournalEntry(
            batch: batch, work: .undo, action: entry.action, aside: entry.aside, began: clockNow())
        try noteTimes(&intent, of: entry, site)
        intent.number = try journal.begin(intent)
        let outcome: Outcome
        do {
            outcome = try undone(intent, site, .always)
        } catch let failure as CallFailure {
            // What is half done is safe as it is, and the next undo goes on from there.
            outcome = .skipped(Skip(failure))
        }
        try journal.end(intent, outcome)
        try end(.undo, entry.action, entry.aside, outcome)
        withExtendedLifetime(files) {}
    }

    /// The directory gets back its old time only if nobody has changed it since; the one above the quarantine
    /// keeps what it has now.
    private func noteTimes(_ intent: inout JournalEntry, of entry: JournalEntry, _ site: Site) throws {
        let parent = try calls.facts(of: site.place.directory)
        // Where the time could not be looked at after the act, the moment of it must do.
        let isOurs =
            entry.outcome?.parentModified.map { $0 == parent.modified }
            ?? (parent.modified == entry.parentModified || entry.moments.contains(parent.modified))
        if isOurs { intent.parentModified = entry.parentModified }
        guard let top = site.top else { return }
        let above = try calls.facts(of: top)
        if above.identity != parent.identity { intent.topModified = above.modified }
    }

    /// - Throws: `CallFailure`.
    func undone(
        _ intent: JournalEntry, _ site: Site, _ condition: TimeCondition
    ) throws -> Outcome {
        // A file that shares storage is what it was.
        guard intent.action.kind.putsAside else { return .done }
        do {
            try Settling(calls: calls, entry: intent, site: site).settle()
        } catch let skip as Skip {
            return try times(.skipped(skip), intent, site)
        }
        if let aside = intent.aside, let top = site.top { try Quarantine.tidy(aside, in: top, calls) }
        try restoreTimes(intent, site, condition)
        return try times(.done, intent, site)
    }
}
