import FileRecords

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension FileCalls {
    /// Whether a failure says that the file system does not know a flag of `renameat2`.
    private func isUnknown(_ failure: CallFailure) -> Bool {
        [EINVAL, ENOSYS, ENOTSUP, EOPNOTSUPP].contains(failure.code)
    }

    /// Moves a name to one that nobody has, and never over one that somebody has.
    ///
    /// Where the file system cannot do that in one step, the file gets its new name first and loses the old
    /// one then: at no moment has it none.
    func move(_ from: Spot, to: Spot) throws {
        do {
            return try rename(
                from.name, in: from.directory, to: to.name, in: to.directory, .withoutReplacing)
        } catch let failure as CallFailure where isUnknown(failure) {}
        let moving = try facts(of: from.name, in: from.directory)
        if moving?.type == .symbolicLink {
            try makeLink(
                to: linkText(from.name, in: from.directory), to.name, in: to.directory)
        } else {
            try link(from.name, in: from.directory, to: to.name, in: to.directory)
            let linked = try facts(of: to.name, in: to.directory)
            // Somebody has put another file there between the two calls: that one keeps its name.
            guard let moving, moving.identity == linked?.identity else {
                try unlink(to.name, in: to.directory)
                throw CallFailure(EAGAIN)
            }
        }
        try sync(to.directory)
        guard try facts(of: from.name, in: from.directory)?.identity == moving?.identity else {
            throw CallFailure(EAGAIN)
        }
        try unlink(from.name, in: from.directory)
    }

    /// Swaps two names in one step.
    ///
    /// - Returns: false where the file system cannot do that.
    func swap(_ one: Spot, _ other: Spot) throws -> Bool {
        do {
            try rename(one.name, in: one.directory, to: other.name, in: other.directory, .exchanging)
            return true
        } catch let failure as CallFailure where isUnknown(failure) {
            return false
        }
    }
}
