import FileRecords

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Moving names so that nothing is ever overwritten, also on file systems that know no flag of `renameat2`
/// (NFS, some of FUSE). There a name is given with a link, which fails where the name is taken, and taken
/// away by a rename into a folder of our own, which shows what it has caught: an unlink would not.
extension FileCalls {
    /// Whether a failure says that the file system does not know a flag of `renameat2`.
    private func isUnknown(_ failure: CallFailure) -> Bool {
        [EINVAL, ENOSYS, ENOTSUP, EOPNOTSUPP].contains(failure.code)
    }

    /// - Returns: false where the file system cannot do that in one step.
    private func renameWhole(_ from: Spot, _ to: Spot, _ renaming: Renaming) throws -> Bool {
        do {
            try rename(from.name, in: from.directory, to: to.name, in: to.directory, renaming)
            return true
        } catch let failure as CallFailure where isUnknown(failure) {
            return false
        }
    }

    /// Moves a file from a name that others know to one in a folder of our own that nothing has.
    ///
    /// - Parameter spare: a second name there.
    /// - Throws: `EAGAIN` where another file came to the name meanwhile; that one has the name, or lies at
    ///   `spare` if yet another has taken it.
    func moveAside(_ from: Spot, to aside: Spot, spare: Spot) throws {
        if try renameWhole(from, aside, .withoutReplacing) { return }
        let moving = try identity(from)
        try link(from.name, in: from.directory, to: aside.name, in: aside.directory)
        guard try identity(aside) == moving else {
            if try identity(aside) == identity(from) { try unlink(aside.name, in: aside.directory) }
            throw CallFailure(EAGAIN)
        }
        try sync(aside.directory)
        try take(from, to: spare)
        guard try identity(spare) == moving else {
            try giveBack(spare, to: from)
            throw CallFailure(EAGAIN)
        }
        try unlink(spare.name, in: spare.directory)
    }

    /// Moves whatever has a name that others know to one in a folder of our own.
    func take(_ from: Spot, to spare: Spot) throws {
        guard try facts(of: spare.name, in: spare.directory) == nil else { throw CallFailure(EEXIST) }
        try rename(from.name, in: from.directory, to: spare.name, in: spare.directory, .intoOurOwn)
    }

    /// Moves a file out of a folder of our own to a name that nobody has.
    func giveBack(_ from: Spot, to place: Spot) throws {
        if try renameWhole(from, place, .withoutReplacing) { return }
        let moving = try facts(of: from.name, in: from.directory)
        if moving?.type == .symbolicLink {
            try makeLink(
                to: linkText(from.name, in: from.directory), place.name, in: place.directory)
        } else {
            try link(from.name, in: from.directory, to: place.name, in: place.directory)
            // What is there instead has been put there by somebody else, and is not touched.
            guard try identity(place) == moving?.identity else { throw CallFailure(EAGAIN) }
        }
        try sync(place.directory)
        try unlink(from.name, in: from.directory)
    }

    /// Swaps two names in one step.
    ///
    /// - Returns: false where the file system cannot do that.
    func swap(_ one: Spot, _ other: Spot) throws -> Bool { try renameWhole(one, other, .exchanging) }

    /// - Throws: `ENOENT` where nothing has the name.
    private func identity(_ spot: Spot) throws -> FileIdentity {
        guard let found = try facts(of: spot.name, in: spot.directory) else { throw CallFailure(ENOENT) }
        return found.identity
    }
}
