import FileRecords

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The names that one step is about, in open directories.
struct Site {
    /// The name that the plan is about.
    var place: Spot
    /// The directory that was there before the quarantine; nil where no step uses it.
    var top: Descriptor?
    /// The name in the quarantine; nil where its directory is not there.
    var aside: Spot?
    /// A second name there, through which a swap goes where the file system has no swap.
    var side: Spot? {
        aside.map { Spot(directory: $0.directory, name: sideName) }
    }
    var sideName: [UInt8]
}

/// What a name leads to, as seen by a step.
enum Occupant: Equatable {
    case nothing
    /// The file that the step is about.
    case victim(isChanged: Bool)
    /// What takes its place: one more name of the copy that stays, or a symbolic link to it.
    case replacement(isLastName: Bool)
    case other

    var isVictim: Bool { self == .victim(isChanged: false) || self == .victim(isChanged: true) }
    var isReplacement: Bool {
        self == .replacement(isLastName: false) || self == .replacement(isLastName: true)
    }
}

extension JournalEntry {
    /// Opens the directories of a step again, as recovery and undo must; those of the quarantine only if they
    /// are there.
    func site(_ files: OpenFiles) throws -> Site {
        let root = try files.top(action.victim.root, action.victim.rootIdentity, anyDevice: true)
        let directory = try files.directory(action.victim.directory, in: root)
        var site = Site(
            place: Spot(directory: directory, name: action.victim.name),
            sideName: action.sideName)
        guard let aside else { return site }
        let top = try files.top(aside.top, aside.topIdentity, anyDevice: true)
        site.top = top
        let (path, name) = splitPath(aside.path)
        do {
            site.aside = Spot(directory: try files.directory(path, in: top), name: name)
        } catch let failure as CallFailure where failure.code == ENOENT {}
        return site
    }

    /// What a name of the step leads to.
    func occupant(_ spot: Spot?, _ calls: any FileCalls) throws -> Occupant {
        guard let spot, let found = try calls.facts(of: spot.name, in: spot.directory) else {
            return .nothing
        }
        let (victim, keeper) = (action.victim.facts, action.keeper.facts)
        // The number of the device may be another one after the file system was mounted again.
        let here = try calls.facts(of: spot.directory).device
        func isSame(_ planned: FileFacts) -> Bool {
            found.type == .regular && found.inode == planned.inode
                && (found.device == planned.device || found.device == here)
        }
        if isSame(victim) {
            return .victim(isChanged: found.size != victim.size || found.modified != victim.modified)
        }
        switch action.kind {
        case .hardlink where isSame(keeper): return .replacement(isLastName: found.links < 2)
        case .symlink where found.type == .symbolicLink:
            let text = try calls.linkText(spot.name, in: spot.directory)
            return text == action.linkText ? .replacement(isLastName: false) : .other
        default: return .other
        }
    }
}

extension PlannedAction {
    /// The text of a symbolic link that takes the place of the file.
    var linkText: [UInt8] {
        guard isRelative && victim.root == keeper.root else { return keeper.fullPath }
        let from = victim.directory.split(separator: UInt8(ascii: "/"))
        let to = keeper.path.split(separator: UInt8(ascii: "/"))
        let common = zip(from, to.dropLast()).prefix { $0 == $1 }.count
        let up = [ArraySlice<UInt8>](repeating: Array("..".utf8)[...], count: from.count - common)
        return Array((up + to.dropFirst(common)).joined(separator: [UInt8(ascii: "/")]))
    }
}
