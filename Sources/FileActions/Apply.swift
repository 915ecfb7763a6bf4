import FileRecords
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension ActionRun {
    /// Carries out steps of a plan, one after the other: each is looked at, written down, done, confirmed and
    /// written down again. A step that cannot be taken safely is skipped.
    ///
    /// - Throws: `TieoutError` where the plan would be unsafe, where a step could not be ended, or when the
    ///   run is to stop; whatever the journal throws.
    public func apply(_ actions: [PlannedAction], options: ActionOptions) throws -> ActionReport {
        guard let kind = actions.first?.kind else { return report }
        try checkPlan(ActionPlan(kind: kind, actions: actions, protected: options.protected))
        let quarantine = Quarantine(calls: calls, label: options.label, named: options.quarantine)
        for action in actions {
            try monitor.checkStop()
            do {
                try apply(action, quarantine, options)
            } catch let failure as CallFailure {
                try pass(action, options, Skip(failure))
            } catch let skip as Skip {
                try pass(action, options, skip)
            }
        }
        return report
    }

    private func pass(_ action: PlannedAction, _ options: ActionOptions, _ skip: Skip) throws {
        if !options.isDryRun { try journal.pass(action, batch: options.batch, work: .apply, skip) }
        try end(.apply, action, nil, .skipped(skip))
    }

    private func apply(
        _ action: PlannedAction, _ quarantine: Quarantine, _ options: ActionOptions
    ) throws {
        let files = OpenFiles(calls)
        let verification = Verification(
            calls: calls, protected: options.protected, monitor: monitor, changed: changed)
        let pair = try verification.pair(action, files)
        let aside =
            action.kind.putsAside ? try quarantine.aside(for: action.victim, pair.victim, files) : nil
        if options.isDryRun { return try end(.apply, action, aside, .done) }

        var entry = JournalEntry(
            batch: options.batch, work: .apply, action: action, aside: aside, began: clockNow())
        var site = Site(place: pair.victim.spot, sideName: action.sideName)
        entry.parentModified = try calls.facts(of: site.place.directory).modified
        if let aside {
            let top = try files.top(aside.top, aside.topIdentity, anyDevice: false)
            site.top = top
            entry.topModified = try calls.facts(of: top).modified
        }
        entry.number = try journal.begin(entry)

        let outcome = try carryOut(entry, &site, pair, verification, files)
        try journal.end(entry, outcome)
        try end(.apply, action, aside, outcome)
        withExtendedLifetime(files) {}
    }

    /// Does what is written down, or takes back what was done of it.
    private func carryOut(
        _ entry: JournalEntry, _ site: inout Site, _ pair: VerifiedPair, _ verification: Verification,
        _ files: OpenFiles
    ) throws -> Outcome {
        do {
            if let aside = entry.aside, let top = site.top {
                site.aside = try Quarantine.make(aside, in: top, files)
                try restoreTop(entry, top)
            }
            try verification.confirm(pair.keeper, .keeperChanged)
            try verification.confirm(pair.victim, .changed)
            try Acting(calls: calls, entry: entry, site: site, pair: pair).act()
            return try times(.done, entry, site, pair)
        } catch let failure as CallFailure {
            return try takeBack(entry, site, Skip(failure))
        } catch let skip as Skip {
            return try takeBack(entry, site, skip)
        }
    }

    /// The folder of the quarantine is our own affair, and no change of the tree.
    private func restoreTop(_ entry: JournalEntry, _ top: Descriptor) throws {
        guard let modified = entry.topModified, try calls.facts(of: top).modified != modified else { return }
        try ignoringFailure { try calls.setModified(top, to: modified) }
    }

    /// After a failure: everything as it was, or else what is there is written down.
    private func takeBack(_ entry: JournalEntry, _ site: Site, _ skip: Skip) throws -> Outcome {
        do {
            return try settled(entry, site, skip, restoresTimes: .always)
        } catch let failure as CallFailure {
            throw stuck(entry, failure)
        }
    }

    /// Brings the names of an entry back to what they were.
    ///
    /// - Returns: `skipped`; but `done` where another file has taken the name meanwhile and the file lies
    ///   aside, from where undo can bring it back when the name is free.
    func settled(
        _ entry: JournalEntry, _ site: Site, _ skip: Skip, restoresTimes: TimeCondition
    ) throws -> Outcome {
        guard entry.action.kind.putsAside else { return try times(.skipped(skip), entry, site) }
        do {
            try Settling(calls: calls, entry: entry, site: site).settle()
        } catch let obstacle as Skip {
            var outcome = try times(.skipped(obstacle), entry, site)
            if try entry.occupant(site.aside, calls).isVictim { outcome.result = .done }
            return outcome
        }
        if let aside = entry.aside, let top = site.top { try Quarantine.tidy(aside, in: top, calls) }
        try restoreTimes(entry, site, restoresTimes)
        return try times(.skipped(skip), entry, site)
    }
}
