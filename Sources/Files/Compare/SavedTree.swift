import FileRecords
import FileStore
import FileTrees
import Records

/// A folder as a scan saw it.
struct SavedTree {
    var table: FileTable
    var evidence: [ContentEvidence]
    var root: UInt32
    var unread: Set<UInt32>
    var record: ScanRecord
    /// What the scan left out, by reason.
    var passedOver: [(reason: String, entries: Int)]

    /// Loads a scan.
    ///
    /// - Parameters:
    ///   - number: of the scan; nil for the latest.
    ///   - folder: the folder in it; nil for its root, of which there must be one.
    init(database path: String, scan number: Int?, folder: [UInt8]?) throws {
        let database = try FileDatabase(reading: path)
        defer { database.close() }
        record = try database.scan(number)
        let scan = try database.load(record)
        table = scan.table
        evidence = evidenceOfAllNames(scan.table, scan.evidence)
        unread = directoriesNotRead(table, try database.faults(of: record))
        passedOver = try database.passedOver(by: record)
        let roots = rootPaths(of: table)
        guard folder != nil || roots.count == 1 else {
            throw TieoutError(
                "scan \(record.number) has \(roots.count) roots", at: path,
                remedy: "name one as \(path)#\(record.number):\(roots.first.map { shown(path: $0) } ?? "")")
        }
        let wanted = try folder.map(absolutePath) ?? roots[0]
        guard let root = directory(at: wanted, in: scan.table) else {
            throw TieoutError(
                "scan \(record.number) holds no folder \(shown(path: wanted))", at: path,
                remedy: "its roots are \(roots.map { shown(path: $0) }.joined(separator: ", "))")
        }
        self.root = root
    }
}

/// The directory of a table with that path.
///
/// - Complexity: O(directories · length).
func directory(at path: [UInt8], in table: FileTable) -> UInt32? {
    (0..<UInt32(table.directories.count)).first { table.path(ofDirectory: $0) == path }
}

/// The directories of which faults say that not all their entries are known.
///
/// - Complexity: O(directories · length + faults), O(1) without such faults.
func directoriesNotRead(_ table: FileTable, _ faults: [FileFault]) -> Set<UInt32> {
    var paths: Set<[UInt8]> = []
    for fault in faults {
        switch fault.step {
        case .openDirectory, .readDirectory: paths.insert(fault.path)
        case .stat:
            let end = fault.path.lastIndex(of: UInt8(ascii: "/")) ?? 0
            paths.insert(Array(end == 0 ? fault.path.prefix(1) : fault.path[..<end]))
        default: break
        }
    }
    guard !paths.isEmpty else { return [] }
    return Set((0..<UInt32(table.directories.count)).filter { paths.contains(table.path(ofDirectory: $0)) })
}
