import FileRecords

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Bringing the names of a step back to what they were before it: after a failure, after a kill, and when a
/// person wants it undone. It looks at what is there, takes one step that nothing can be lost by, and looks
/// again; so it can itself be killed anywhere and be begun anew.
struct Settling {
    let calls: any FileCalls
    let entry: JournalEntry
    let site: Site

    /// - Throws: `Skip` where that is not possible without overwriting something; `CallFailure`.
    func settle() throws {
        // Each round brings the names nearer; no more than five are ever needed.
        for _ in 0..<8 where try step() { return }
        throw Skip(.nameTaken)
    }

    /// - Returns: whether all is as before.
    private func step() throws -> Bool {
        let place = try entry.occupant(site.place, calls)
        let aside = try entry.occupant(site.aside, calls)
        let side = try entry.occupant(site.side, calls)
        switch (place, aside) {
        case (.victim(let isChanged), .nothing):
            if side.isReplacement { try remove(side, site.side) }
            if isChanged && entry.work == .undo { throw Skip(.gone) }
            return true
        case (.victim, .victim):
            // Two names of one inode: a move without the flag of `renameat2` was cut in two.
            try unlinkAside()
            return false
        case (.victim, .replacement):
            try remove(aside, site.aside)
            return aside == .replacement(isLastName: true)
        case (.victim, .other):
            return true
        case (.nothing, .victim), (.nothing, .other):
            if side == .other, let name = site.side {
                // Somebody's file, put at the name in the moment of the swap: it goes back first.
                try calls.move(name, to: site.place)
                throw Skip(.nameTaken)
            }
            try moveBack()
            return false
        case (.nothing, .replacement):
            try remove(aside, site.aside)
            throw Skip(.vanished)
        case (.replacement, .victim), (.replacement, .other):
            if entry.work == .undo { try refuse(place, aside) }
            try swapBack()
            return false
        case (.other, .replacement):
            try remove(aside, site.aside)
            throw Skip(.changed)
        case (.other, .victim), (.other, .other):
            throw Skip(.nameTaken)
        case (.replacement, .replacement), (.nothing, .nothing), (.replacement, .nothing), (.other, .nothing):
            throw Skip(.gone)
        }
    }

    /// Undoing much later is more careful than rolling back at once: what has happened since is not ours.
    private func refuse(_ place: Occupant, _ aside: Occupant) throws {
        if aside != .victim(isChanged: false) { throw Skip(.changedAside) }
        if place == .replacement(isLastName: true) { throw Skip(.lastName) }
    }

    private func moveBack() throws {
        guard let aside = site.aside else { preconditionFailure("nothing lies aside") }
        try calls.move(aside, to: site.place)
        try calls.sync(site.place.directory)
        try calls.sync(aside.directory)
    }

    private func swapBack() throws {
        guard let aside = site.aside, let side = site.side else { preconditionFailure("nothing lies aside") }
        if try calls.swap(aside, site.place) {
            try calls.sync(site.place.directory)
            try calls.sync(aside.directory)
        } else {
            // A second name may be there already, from a move that was cut in two.
            let occupant = try entry.occupant(side, calls)
            if occupant == .replacement(isLastName: false) { try calls.unlink(side.name, in: side.directory) }
            try calls.move(site.place, to: side)
        }
    }

    /// Removes what took the place of the file, but never the last name of a file.
    private func remove(_ occupant: Occupant, _ spot: Spot?) throws {
        guard let spot, occupant == .replacement(isLastName: false) else { return }
        try calls.unlink(spot.name, in: spot.directory)
    }

    private func unlinkAside() throws {
        guard let aside = site.aside else { preconditionFailure("nothing lies aside") }
        try calls.unlink(aside.name, in: aside.directory)
    }
}
