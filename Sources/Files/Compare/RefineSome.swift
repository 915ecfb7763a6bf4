import FileRecords
import FileScan
import FileTrees
import Records

/// Whether a file has to be looked at: links, and files of a size that a file of the other side has.
///
/// - Parameters:
///   - isCounted: which files of a table belong to its side.
func filesOfSharedSizes(
    _ table: FileTable, _ isCounted: [Bool], _ other: FileTable, _ isCountedThere: [Bool]
) -> [Bool] {
    let here = sizes(table, isCounted)
    let there = sizes(other, isCountedThere)
    return table.files.map { file in
        switch file.facts.type {
        case .symbolicLink: true
        case .regular: here.contains(file.facts.size) && there.contains(file.facts.size)
        default: false
        }
    }
}

private func sizes(_ table: FileTable, _ isCounted: [Bool]) -> Set<Int64> {
    var sizes: Set<Int64> = []
    for (file, entry) in table.files.enumerated()
    where isCounted[file] && entry.facts.type == .regular && entry.facts.size > 0 {
        sizes.insert(entry.facts.size)
    }
    return sizes
}

/// What reading some files of a table came to.
struct RefinedSome {
    var groups: ContentGroups
    var faults: [FileFault]
    var bytesRead: Int64
}

/// Tells apart the contents of some files of a table; the others are not touched.
func refineSome(
    _ table: FileTable, _ evidence: inout [ContentEvidence], _ isWanted: [Bool], _ options: CompareOptions,
    hashAll: Bool, _ monitor: RunMonitor
) throws -> RefinedSome {
    let wanted = table.files.indices.filter { isWanted[$0] }
    let part = FileTable(
        directories: table.directories, files: wanted.map { table.files[$0] }, names: table.names)
    var partEvidence = wanted.map { evidence[$0] }
    var refine = RefineOptions()
    refine.threads = options.threads
    refine.verify = options.verify
    refine.hashAll = hashAll
    let refined = try refineByContent(part, evidence: &partEvidence, options: refine, monitor: monitor) {
        _, _ in
    }
    for (place, file) in wanted.enumerated() { evidence[file] = partEvidence[place] }
    var groups = ContentGroups()
    for group in 0..<refined.groups.count {
        groups.append(refined.groups[group].map { UInt32(wanted[Int($0)]) })
    }
    return RefinedSome(
        groups: groups, faults: refined.faults, bytesRead: refined.steps.reduce(0) { $0 + $1.bytesRead })
}

extension FileTable {
    /// For each directory whether it is a given one or lies below it.
    func isBelow(_ root: UInt32) -> [Bool] {
        var isBelow = [Bool](repeating: false, count: directories.count)
        for directory in Int(root)..<directories.count {
            isBelow[directory] = directory == Int(root) || isBelow[Int(directories[directory].parent)]
        }
        return isBelow
    }
}
