import FileRecords
import Foundation
import Records

@testable import FileStore

/// A moment long after everything that planted trees hold.
let late: Int64 = 1_800_000_000_000_000_000

/// Groups of a table, found the obvious way.
func plainGroups(_ table: FileTable, _ evidence: [ContentEvidence]) -> ContentGroups {
    var byContent: [String: [UInt32]] = [:]
    for (place, file) in table.files.enumerated() {
        guard file.facts.type == .regular, file.facts.size > 0,
            let whole = evidence[place].whole(size: file.facts.size)
        else { continue }
        byContent["\(file.facts.size) \(whole)", default: []].append(UInt32(place))
    }
    var groups = ContentGroups()
    for members in byContent.values.sorted(by: { $0[0] < $1[0] })
    where Set(members.map { table.files[Int($0)].facts.identity }).count > 1 {
        groups.append(members)
    }
    return groups
}

/// Stores a tree as a scan would, reading what is not remembered.
///
/// - Returns: the number of the scan, and how many files were remembered.
@discardableResult
func store(
    _ trees: [PlantedTree], in database: FileDatabase, started: Int64 = late, filter: String = "",
    complete: Bool = true
) throws -> (number: Int, remembered: Int) {
    let table = trees[0].table(Array(trees.dropFirst()))
    let writer = try ScanWriter(
        database, roots: trees.map { Array($0.root.utf8) }, filter: filter, options: "{}", started: started)
    var known = [ContentEvidence](repeating: ContentEvidence(), count: table.files.count)
    let remembered = try writer.recall(table, into: &known)
    read(trees, table, &known)
    let groups = plainGroups(table, known)
    var scan = FinishedScan(
        table: table, evidence: known, groups: groups,
        measures: (0..<groups.count).map { groups.measure($0, in: table) },
        kinds: table.files.map { $0.facts.inode % 2 == 0 ? .text : .image })
    scan.isComplete = complete
    scan.counts.files = table.files.count
    try writer.finish(scan)
    return (writer.number, remembered)
}

/// Fills in what is not remembered.
func read(_ trees: [PlantedTree], _ table: FileTable, _ known: inout [ContentEvidence]) {
    let leaves = trees.reduce(into: [:]) { $0.merge($1.files) { $1 } }
    for place in table.files.indices where known[place].origin == .none {
        if let content = leaves[text(table.path(ofFile: place))]?.content {
            known[place] = evidence(content, size: table.files[place].facts.size)
        }
    }
}
