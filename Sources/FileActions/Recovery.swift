import FileRecords
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension ActionRun {
    /// Finds out what became of steps that a killed run has begun, by looking at the files, and brings each to
    /// one of its two ends: as intended, or as before.
    ///
    /// What cannot be looked at now, as a tree that is not mounted, stays open.
    ///
    /// - Parameter open: entries without an outcome, newest first.
    /// - Returns: how many stay open.
    public func recover(_ open: [JournalEntry]) throws -> Int {
        var left = 0
        for entry in open {
            do {
                let files = OpenFiles(calls)
                let outcome = try withExtendedLifetime(files) { try resolve(entry, entry.site(files)) }
                try journal.end(entry, outcome)
            } catch let failure as CallFailure {
                guard [ENOENT, ELOOP, ENOTDIR].contains(failure.code) else { throw stuck(entry, failure) }
                left += 1
            } catch is Skip {
                left += 1
            }
        }
        return left
    }

    private func resolve(_ entry: JournalEntry, _ site: Site) throws -> Outcome {
        switch entry.work {
        case .apply:
            guard try isDone(entry, site) else {
                return try settled(entry, site, Skip(.interrupted), restoresTimes: .ifOurs)
            }
            if entry.action.kind.keepsName { try restoreTimes(entry, site, .ifOurs) }
            return try times(.done, entry, site)
        case .undo:
            return try undone(entry, site, .ifOurs)
        case .purge:
            let isGone = try entry.occupant(site.aside, calls) == .nothing
            return isGone ? .done : .skipped(Skip(.interrupted))
        }
    }

    /// Whether the names are as intended.
    private func isDone(_ entry: JournalEntry, _ site: Site) throws -> Bool {
        let place = try entry.occupant(site.place, calls)
        let aside = try entry.occupant(site.aside, calls)
        switch entry.action.kind {
        case .quarantine: return !place.isVictim && aside == .victim(isChanged: false)
        case .hardlink, .symlink: return place.isReplacement && aside == .victim(isChanged: false)
        case .delete: return !place.isVictim && aside == .nothing
        // Sharing storage is not seen, and does no harm a second time.
        case .reflink: return false
        }
    }
}
