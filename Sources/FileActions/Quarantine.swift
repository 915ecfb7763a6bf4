import FileRecords

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Where files of one batch are put aside: below the highest directory of their tree that is on their
/// file system, or below one that a person named; there by batch, and with the path that they had.
struct Quarantine {
    let calls: any FileCalls
    /// Names the batch among all batches of all databases.
    let label: [UInt8]
    /// What a person named, absolute.
    let named: [UInt8]?

    /// The place for a file.
    func aside(for file: PlannedFile, _ found: VerifiedFile, _ files: OpenFiles) throws -> Aside {
        let folder = joined(quarantineFolder, label)
        if let named {
            let top = try calls.openNamed(named)
            defer { calls.close(top) }
            let facts = try calls.facts(of: top)
            guard facts.device == found.facts.device else { throw Skip(.crossDevice, code: EXDEV) }
            let path = file.fullPath.drop { $0 == UInt8(ascii: "/") }
            return Aside(top: named, topIdentity: facts.identity, path: joined(folder, Array(path)))
        }
        let top = try highest(file, found, files)
        return Aside(
            top: joined(file.root, top.path), topIdentity: top.identity,
            path: joined(
                folder, top.path.isEmpty ? file.path : Array(file.path.dropFirst(top.path.count + 1))))
    }

    /// The highest directory from which on all directories down to the file are on its device.
    private func highest(
        _ file: PlannedFile, _ found: VerifiedFile, _ files: OpenFiles
    ) throws -> (path: [UInt8], identity: FileIdentity) {
        let device = try calls.facts(of: found.spot.directory).device
        var path: [UInt8] = []
        var highest = (path: path, identity: try calls.facts(of: found.root).identity)
        if highest.identity.device == device { return highest }
        for step in file.directory.split(separator: UInt8(ascii: "/")) {
            path = joined(path, Array(step))
            let opened = try calls.openDirectory(path, in: found.root)
            defer { calls.close(opened) }
            let identity = try calls.facts(of: opened).identity
            if identity.device != device || highest.identity.device != device { highest = (path, identity) }
        }
        return highest
    }

    /// Opens the directory for a file that is put aside, and makes what is missing of it.
    ///
    /// - Throws: `Skip` if something else has the name of the folder.
    static func make(_ aside: Aside, in top: Descriptor, _ files: OpenFiles) throws -> Spot {
        let calls = files.calls
        let (directory, name) = splitPath(aside.path)
        var here = top
        for (depth, step) in directory.split(separator: UInt8(ascii: "/")).enumerated() {
            do {
                here = try enter(Array(step), in: here, files)
            } catch let failure as CallFailure
                where depth == 0 && (failure.code == ELOOP || failure.code == ENOTDIR)
            {
                throw Skip(.quarantineTaken, code: failure.code)
            }
            // Files of others must not end in a folder that a third can read or change.
            if depth == 0, try calls.facts(of: here).owner != geteuid() { throw Skip(.quarantineTaken) }
        }
        return Spot(directory: here, name: name)
    }

    private static func enter(
        _ step: [UInt8], in directory: Descriptor, _ files: OpenFiles
    ) throws -> Descriptor {
        do { return try files.directory(step, in: directory) } catch let failure as CallFailure
            where failure.code == ENOENT
        {}
        do { try files.calls.makeDirectory(step, in: directory) } catch let failure as CallFailure
            where failure.code == EEXIST
        {}
        try files.calls.sync(directory)
        return try files.directory(step, in: directory)
    }

    /// Removes the directories of a place as far as nothing is left in them.
    static func tidy(_ aside: Aside, in top: Descriptor, _ calls: any FileCalls) throws {
        var steps = splitPath(aside.path).directory.split(separator: UInt8(ascii: "/")).map(Array.init)
        while let last = steps.popLast() {
            do {
                let above = try calls.openDirectory(
                    Array(steps.joined(separator: [UInt8(ascii: "/")])), in: top)
                defer { calls.close(above) }
                try calls.removeDirectory(last, in: above)
            } catch is CallFailure {
                // Not empty, or never made: one above may be empty all the same.
            }
        }
    }
}
