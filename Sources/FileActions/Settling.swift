import FileRecords

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Bringing the names of a step back to what they were before it: after a failure, after a kill, and when a
/// person wants it undone. It looks at what is there, makes one move that nothing can be lost by, and looks
/// again; so it can itself be killed anywhere and be begun anew.
struct Settling {
    let calls: any FileCalls
    let entry: JournalEntry
    let site: Site

    /// - Throws: `Skip` where that is not possible without overwriting something; `CallFailure`.
    func settle() throws {
        // Each round brings the names nearer; no more than five are ever needed.
        for _ in 0..<8 {
            let aside = try entry.occupant(site.aside, calls)
            let move = settlingMove(
                place: try entry.occupant(site.place, calls), aside: aside,
                side: try entry.occupant(site.side, calls), isUndo: entry.work == .undo)
            switch move {
            case .finished: return
            case .refused(let reason): throw Skip(reason)
            case .dropAndRefuse(let reason):
                if aside == .replacement(isLastName: false) { try drop(known(site.aside)) }
                throw Skip(reason)
            case .dropAside: try drop(known(site.aside))
            case .dropSide: try drop(known(site.side))
            case .bringBack: try bringBack(known(site.aside))
            case .bringBackSide: try bringBack(known(site.side))
            case .swapBack: try swapBack(known(site.aside), known(site.side))
            }
        }
        throw Skip(.nameTaken)
    }

    /// Nothing can lie where there is no directory.
    private func known(_ spot: Spot?) -> Spot {
        guard let spot else { preconditionFailure("nothing lies aside") }
        return spot
    }

    /// Removes what we made ourselves, or one name of the file of which another is seen to be the same inode.
    private func drop(_ spot: Spot) throws {
        let found = try calls.facts(of: spot.name, in: spot.directory)
        if try entry.occupant(spot, calls).isVictim {
            // A number alone could be that of a file on another file system.
            let hasSecondName = try [site.place, site.aside, site.side].contains { other in
                guard let other, other != spot else { return false }
                return try calls.facts(of: other.name, in: other.directory)?.identity == found?.identity
            }
            guard hasSecondName else { throw Skip(.nameTaken) }
        }
        try calls.unlink(spot.name, in: spot.directory)
    }

    private func bringBack(_ spot: Spot) throws {
        try calls.giveBack(spot, to: site.place)
        try calls.sync(site.place.directory)
        try calls.sync(spot.directory)
    }

    private func swapBack(_ aside: Spot, _ side: Spot) throws {
        if try calls.swap(aside, site.place) {
            // Somebody's file, put at the name in the moment of the swap: it has the name.
            if try entry.occupant(aside, calls) == .other, try calls.swap(aside, site.place) {
                throw Skip(.nameTaken)
            }
            try calls.sync(site.place.directory)
            try calls.sync(aside.directory)
        } else {
            // A second name may be there already, from a move that was cut in two.
            if try entry.occupant(side, calls) == .replacement(isLastName: false) { try drop(side) }
            try calls.take(site.place, to: side)
        }
    }
}
