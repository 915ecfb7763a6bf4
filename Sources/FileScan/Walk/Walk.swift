import CLinux
import FileRecords
import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Meets everything below `roots` and says what it is; opens directories only, follows no symbolic link.
///
/// A directory is entered once, whatever leads to it: a root given twice or lying within another, or a
/// bind mount, is passed over where it is met again, in the order of the roots and of the names in them.
/// File systems are crossed unless an option says otherwise; those of the kernel (`/proc`) never are.
///
/// - Parameters:
///   - roots: paths of directories; relative ones begin at the working directory. A root itself may be a
///     symbolic link.
///   - threads: readers of directories at once, at least 1. The result does not depend on it.
///   - monitor: is told that the run is walking; its units are entries.
/// - Throws: `TieoutError` where a root cannot be opened, or when the run is to stop.
/// - Complexity: three system calls a directory and one for each other entry.
public func walkTrees(
    _ roots: [[UInt8]], options: WalkOptions, threads: Int, monitor: RunMonitor
) throws -> WalkedTrees {
    precondition(threads > 0)
    monitor.begin(.walking)
    // Lists of a million files are large, and most are needed for one step only.
    tieout_give_back_from(1 << 20)
    let open = try OpenRoots(roots.map(absolute))
    let rules = NameRules(options)
    let frontier = Frontier(roots: open)
    let readers = (0..<threads).map { _ in
        DirectoryReader(frontier: frontier, roots: open, rules: rules, monitor: monitor)
    }
    try onThreads(threads) { try readers[$0].readAll() }
    return assemble(readers.map { $0.takeFindings() }, roots: open)
}

/// A path as it is shown: absolute, without empty and `.` components; `..` and links stay as they are.
func absolute(_ path: [UInt8]) -> [UInt8] {
    let slash = UInt8(ascii: "/")
    var whole = path
    if path.first != slash {
        var buffer = [CChar](repeating: 0, count: 1 << 16)
        if getcwd(&buffer, buffer.count) != nil {
            whole = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) } + [slash] + path
        }
    }
    var result: [UInt8] = []
    for component in whole.split(separator: slash) where Array(component) != [UInt8(ascii: ".")] {
        result.append(slash)
        result.append(contentsOf: component)
    }
    return result.isEmpty ? [slash] : result
}
