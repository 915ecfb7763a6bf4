import FileRecords
import FileStore
import FileTrees
import Pages
import Records

/// The page of a scan: a map of the folders by size and by what stands elsewhere too, duplicates by
/// kind, size and age, folders that hold the same, the groups that hold most, what could not be read, all scans.
///
/// One document that loads nothing. Text of files stands in it only where HTML or JSON was escaped.
public struct FilesPage {
    /// Most groups, pairs of folders and faults in the page; of each it says how many there are in all.
    static let mostRows = 100
    /// Most paths of a group in the page.
    static let mostPaths = 12

    let scan: StoredScan
    let history: [ScanRecord]
    let faults: [FileFault]
    let passedOver: [(reason: String, entries: Int)]
    let directories: DirectoryFindings

    /// Loads what a page tells.
    ///
    /// - Parameter number: of the scan; nil for the latest.
    /// - Complexity: that of loading the scan, and of `duplicateDirectories`.
    public init(database path: String, scan number: Int?) throws {
        let database = try FileDatabase(reading: path)
        defer { database.close() }
        let record = try database.scan(number)
        scan = try database.load(record)
        history = try database.scans()
        faults = try database.faults(of: record)
        passedOver = try database.passedOver(by: record)
        directories = directoryFindings(scan, faults)
    }

    /// The whole document.
    public var html: String {
        let tree = PageTree(scan)
        let body = [
            heading, figures, map(tree), categories, overlaps, groups, remarks, scans, footer,
        ].joined(separator: "\n")
        return Page(
            title: "Files: " + roots, style: FilesPage.style, body: body, script: FilesPage.script
        ).html
    }

    var roots: String { scan.record.roots.map { shown(path: $0) }.joined(separator: ", ") }
}
