import FileRecords

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Which names, sizes and ages a walk takes in.
struct NameRules: Sendable {
    private let options: WalkOptions
    private let exclude: [[CChar]]
    private let include: [[CChar]]
    private let except: [FileIdentity]
    private let filtersFacts: Bool

    init(_ options: WalkOptions) {
        self.options = options
        exclude = options.exclude.map { $0.map { CChar(bitPattern: $0) } + [0] }
        include = options.include.map { $0.map { CChar(bitPattern: $0) } + [0] }
        except = options.except.sorted()
        filtersFacts =
            options.sizes != 0...Int64.max || options.modifiedAfter != nil || options.modifiedBefore != nil
    }

    var oneFileSystem: Bool { options.oneFileSystem }

    /// Why a directory is not entered, by its name.
    ///
    /// - Parameters:
    ///   - name: with a zero behind it.
    ///   - above: the path of the directory that holds it, from the root on.
    func reasonAgainst(
        directory name: UnsafePointer<CChar>, length: Int, above: [UInt8]
    ) -> PassedOver.Reason? {
        if name[0] == CChar(UInt8(ascii: ".")) {
            if !options.git, strcmp(name, ".git") == 0 { return .git }
            if length == quarantineFolder.count, memcmp(name, quarantineFolder, length) == 0 { return .own }
            if !options.trash {
                if strcmp(name, ".Trash") == 0 || strcmp(name, ".Trashes") == 0
                    || strncmp(name, ".Trash-", 7) == 0
                {
                    return .trash
                }
            }
            if !options.hidden { return .hidden }
        } else if !options.trash {
            if strcmp(name, "$RECYCLE.BIN") == 0 { return .trash }
            if strcmp(name, "Trash") == 0, ends(above, with: ".local/share") { return .trash }
        }
        return matches(exclude, name) ? .name : nil
    }

    private func ends(_ path: [UInt8], with end: String) -> Bool {
        let end = Array(end.utf8)
        return path.suffix(end.count) == end[...]
            && (path.count == end.count || path[path.count - end.count - 1] == UInt8(ascii: "/"))
    }

    /// Why anything else is not taken in, by its name.
    @inline(__always)
    func reasonAgainst(file name: UnsafePointer<CChar>) -> PassedOver.Reason? {
        if !options.hidden, name[0] == CChar(UInt8(ascii: ".")) { return .hidden }
        if !exclude.isEmpty, matches(exclude, name) { return .name }
        if !include.isEmpty, !matches(include, name) { return .name }
        return nil
    }

    private func matches(_ patterns: [[CChar]], _ name: UnsafePointer<CChar>) -> Bool {
        patterns.contains { fnmatch($0, name, 0) == 0 }
    }

    /// Why a file is not taken in, by what it is.
    @inline(__always)
    func reasonAgainst(_ facts: FileFacts) -> PassedOver.Reason? {
        guard filtersFacts, facts.type == .regular else { return nil }
        if !options.sizes.contains(facts.size) { return .size }
        if let before = options.modifiedBefore, facts.modified >= before { return .age }
        if let after = options.modifiedAfter, facts.modified < after { return .age }
        return nil
    }

    /// Whether an inode is one that is left out wherever it is.
    @inline(__always)
    func isExcepted(_ facts: FileFacts) -> Bool {
        // They are few: looking at each costs less than hashing.
        for identity in except where identity.inode == facts.inode && identity.device == facts.device {
            return true
        }
        return false
    }
}
