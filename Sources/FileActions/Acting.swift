import FileRecords

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The act itself, when everything has been looked at and the intent is written down.
struct Acting {
    let calls: any FileCalls
    let entry: JournalEntry
    let site: Site
    let pair: VerifiedPair

    /// - Throws: `Skip` or `CallFailure` from anywhere between; the names are then to be settled.
    func act() throws {
        switch entry.action.kind {
        case .reflink: return try share()
        case .quarantine, .delete: try calls.moveAside(site.place, to: aside, spare: side)
        case .hardlink, .symlink: try replace()
        }
        try confirm()
        try calls.sync(aside.directory)
        try calls.sync(site.place.directory)
        if entry.action.kind == .delete { try delete() }
        if entry.action.kind.keepsName, let modified = entry.parentModified {
            // To whoever looks at the directory nothing has changed in it. Only its owner may say so.
            try ignoringFailure { try calls.setModified(site.place.directory, to: modified) }
        }
    }

    private var aside: Spot {
        guard let aside = site.aside else { preconditionFailure("no place in the quarantine") }
        return aside
    }

    private var side: Spot { Spot(directory: aside.directory, name: site.sideName) }

    /// The name gets what takes its place in the same step in which the file goes to the quarantine.
    private func replace() throws {
        try makeReplacement(at: aside)
        if try calls.swap(aside, site.place) { return }
        // Without a swap the name is missing for a moment.
        try calls.unlink(aside.name, in: aside.directory)
        try calls.moveAside(site.place, to: aside, spare: side)
        try makeReplacement(at: site.place)
    }

    private func makeReplacement(at spot: Spot) throws {
        if entry.action.kind == .symlink {
            return try calls.makeLink(to: entry.action.linkText, spot.name, in: spot.directory)
        }
        do {
            try calls.link(pair.keeper.descriptor, to: spot.name, in: spot.directory)
        } catch let failure as CallFailure where failure.code == ENOENT {
            // Where /proc is not mounted, the file is linked by its name; what came of it is confirmed.
            let keeper = pair.keeper.spot
            try calls.link(keeper.name, in: keeper.directory, to: spot.name, in: spot.directory)
        }
    }

    /// What lies aside is what was looked at, the name leads to what it should, and the copy is still there.
    private func confirm() throws {
        guard try entry.occupant(aside, calls) == .victim(isChanged: false) else { throw Skip(.changed) }
        let place = try entry.occupant(site.place, calls)
        if entry.action.kind.keepsName && !place.isReplacement { throw Skip(.changed) }
        let keeper = pair.keeper
        let now = try calls.facts(of: keeper.spot.name, in: keeper.spot.directory)
        guard let now, now.identity == keeper.facts.identity else { throw Skip(.keeperHides) }
        guard now.size == keeper.facts.size, now.modified == keeper.facts.modified else {
            throw Skip(.keeperChanged)
        }
        if entry.action.kind == .symlink {
            let reached = try calls.factsFollowing(site.place.name, in: site.place.directory)
            guard reached.identity == keeper.facts.identity else { throw Skip(.brokenLink) }
        }
    }

    /// Only now, with the file aside and the copy seen to be still there and on the disk.
    private func delete() throws {
        try calls.sync(pair.keeper.descriptor)
        guard !calls.hasWriter(pair.victim.descriptor) else { throw Skip(.busy) }
        try confirm()
        try calls.unlink(aside.name, in: aside.directory)
        try ignoringFailure { try calls.sync(aside.directory) }
    }

    /// The kernel compares the bytes itself, and nobody can change them meanwhile.
    private func share() throws {
        // Larger ranges are cut short by file systems.
        let step: Int64 = 16 << 20
        var offset: Int64 = 0
        let size = pair.victim.facts.size
        while offset < size {
            let shared = try calls.share(
                pair.keeper.descriptor, with: pair.victim.descriptor, offset: offset,
                length: min(step, size - offset))
            guard shared.isSame else { throw Skip(.different) }
            guard shared.bytes > 0 else { throw Skip(.unsupported) }
            offset += shared.bytes
        }
        let now = try calls.facts(of: pair.victim.descriptor)
        if now.modified != pair.victim.facts.modified, now.size == size {
            try calls.setModified(pair.victim.descriptor, to: pair.victim.facts.modified)
        }
    }
}

/// Runs what may fail without harm; only failures of calls are passed over.
func ignoringFailure(_ body: () throws -> Void) throws {
    do { try body() } catch is CallFailure {}
}
