import FileRecords
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension ActionRun {
    /// Removes for good what a run has put aside: each file only if the copy that stays is still there and
    /// both are the same byte by byte at that moment.
    ///
    /// - Parameters:
    ///   - entries: those of the run whose outcome is `done`.
    ///   - batch: number of the purging run.
    public func purge(_ entries: [JournalEntry], batch: Int64) throws -> ActionReport {
        for entry in entries where entry.action.kind.putsAside && entry.action.kind.canBeUndone {
            try monitor.checkStop()
            do {
                try purge(entry, batch)
            } catch let failure as CallFailure {
                try pass(entry, batch, Skip(failure))
            } catch let skip as Skip {
                try pass(entry, batch, skip)
            }
        }
        return report
    }

    private func pass(_ entry: JournalEntry, _ batch: Int64, _ skip: Skip) throws {
        try journal.pass(entry.action, batch: batch, work: .purge, skip)
        try end(.purge, entry.action, entry.aside, .skipped(skip))
    }

    private func purge(_ entry: JournalEntry, _ batch: Int64) throws {
        guard let place = entry.aside else { throw Skip(.gone) }
        let files = OpenFiles(calls)
        let top = try files.top(place.top, place.topIdentity, anyDevice: true)
        let (path, name) = splitPath(place.path)
        let spot = Spot(directory: try files.directory(path, in: top), name: name)
        switch try entry.occupant(spot, calls) {
        case .victim(isChanged: false): break
        case .nothing: throw Skip(.gone)
        default: throw Skip(.changedAside)
        }
        let verification = Verification(calls: calls, protected: [], monitor: monitor, changed: changed)
        let pair = try verification.compare(spot, with: entry.action.keeper, files)

        var intent = JournalEntry(
            batch: batch, work: .purge, action: entry.action, aside: place, began: clockNow())
        intent.topModified = try calls.facts(of: top).modified
        intent.number = try journal.begin(intent)
        var outcome = Outcome.done
        do {
            try remove(intent, pair, verification, top)
        } catch let failure as CallFailure {
            let isGone = try entry.occupant(spot, calls) == .nothing
            if !isGone { outcome = .skipped(Skip(failure)) }
        } catch let skip as Skip {
            outcome = .skipped(skip)
        }
        try journal.end(intent, outcome)
        try end(.purge, entry.action, place, outcome)
        withExtendedLifetime(files) {}
    }

    /// Looks at both a last time, with the copy on the disk, and only then removes.
    private func remove(
        _ intent: JournalEntry, _ pair: VerifiedPair, _ verification: Verification, _ top: Descriptor
    ) throws {
        try calls.sync(pair.keeper.descriptor)
        try verification.confirm(pair.keeper, .keeperChanged)
        if calls.hasWriter(pair.victim.descriptor) { throw Skip(.busy) }
        try verification.confirm(pair.victim, .changedAside)
        try calls.unlink(pair.victim.spot.name, in: pair.victim.spot.directory)
        if let place = intent.aside { try Quarantine.tidy(place, in: top, calls) }
        if let modified = intent.topModified, try calls.facts(of: top).modified != modified {
            try ignoringFailure { try calls.setModified(top, to: modified) }
        }
    }
}
