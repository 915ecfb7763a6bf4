import FileRecords
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Directories of which nothing is ever touched.
///
/// A directory is known by its real path and by its identity, so that neither a symbolic link nor a bind
/// mount is a way around it.
struct ProtectedTrees {
    let paths: [[UInt8]]
    /// By number of the directory in the table.
    private let isProtected: [Bool]

    /// - Throws: `TieoutError` where one is not there, or nothing of it was scanned: a slip of the pen must
    ///   not protect nothing.
    init(_ given: [[UInt8]], in table: FileTable) throws {
        let calls = SystemCalls()
        var paths: [[UInt8]] = []
        var identities: [FileIdentity] = []
        for path in given {
            guard let real = realPath(path), let opened = try? calls.openNamed(real) else {
                throw TieoutError(
                    "there is no such directory to keep", at: shown(path: path),
                    remedy: "name one that is there")
            }
            defer { calls.close(opened) }
            paths.append(real)
            identities.append(try calls.facts(of: opened).identity)
        }
        var found = [Bool](repeating: false, count: given.count)
        var isProtected = [Bool](repeating: false, count: table.directories.count)
        var real: [UInt32: [UInt8]] = [:]
        for number in table.directories.indices {
            let directory = UInt32(number)
            let parent = table.directories[number].parent
            let isRoot = table.isRoot(directory)
            if !isRoot && isProtected[Int(parent)] {
                isProtected[number] = true
            }
            let given = Array(table.name(ofDirectory: directory))
            let rootPath = isRoot ? realPath(given) ?? given : []
            if isRoot { real[directory] = rootPath }
            for (which, path) in paths.enumerated() {
                // Below a root there are no links, so identity decides; a root may lie deep in a kept tree.
                let matches =
                    table.directories[number].facts.identity == identities[which]
                    || (isRoot && (isWithin(rootPath, path) || isWithin(given, path)))
                if matches {
                    isProtected[number] = true
                    found[which] = true
                }
            }
        }
        if let missing = found.firstIndex(of: false) {
            throw TieoutError(
                "nothing of this directory was scanned, so that there is nothing to keep in it",
                at: shown(path: given[missing]), remedy: "scan it together with the others")
        }
        self.paths = paths
        self.isProtected = isProtected
    }

    /// Whether a directory, by its number, is one of them or lies below one.
    func contains(_ directory: UInt32) -> Bool { isProtected[Int(directory)] }
}

/// A path without symbolic links; nil where it leads nowhere.
func realPath(_ path: [UInt8]) -> [UInt8]? {
    withText(path) { path in
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return UnsafeBufferPointer(start: real, count: strlen(real)).map { UInt8(bitPattern: $0) }
    }
}
