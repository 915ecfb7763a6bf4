import FileRecords
import FileStore

/// Files and bytes of a kind, a size or an age.
public struct Category: Sendable, Encodable, Equatable {
    /// What they have in common.
    public var name: String
    /// Names.
    public var files = 0
    /// Bytes, each inode once.
    public var bytes = 0
    /// Names of files that are there more than once.
    public var duplicateFiles = 0
    /// Their bytes, each inode once.
    public var duplicateBytes = 0

    init(_ name: String) { self.name = name }

    mutating func add(names: Int, bytes: Int64, isDuplicate: Bool) {
        files += names
        self.bytes += Int(bytes)
        if isDuplicate {
            duplicateFiles += names
            duplicateBytes += Int(bytes)
        }
    }
}

/// What a scan holds, by kind, by size and by age; those that hold nothing are left out.
public struct Categories: Sendable, Encodable, Equatable {
    /// By kind, the largest first.
    public var kinds: [Category]
    /// By size, the smallest first.
    public var sizes: [Category]
    /// By age at the time of the scan, the youngest first.
    public var ages: [Category]

    /// Counts regular files; of an inode with several names the first stands for all.
    ///
    /// - Complexity: O(files).
    public init(_ scan: StoredScan) {
        var kinds = FileKind.allCases.map { Category($0.name) }
        var sizes = SizeBand.allCases.map { Category($0.name) }
        var ages = AgeBand.allCases.map { Category($0.name) }
        var isDuplicate = [Bool](repeating: false, count: scan.table.files.count)
        for member in scan.groups.members { isDuplicate[Int(member)] = true }
        for (file, names) in inodes(of: scan.table) {
            let facts = scan.table.files[file].facts
            func add(_ category: inout Category) {
                category.add(names: names, bytes: facts.size, isDuplicate: isDuplicate[file])
            }
            add(&kinds[Int(scan.kinds[file].rawValue)])
            add(&sizes[Int(SizeBand(size: facts.size).rawValue)])
            add(&ages[Int(AgeBand(modified: facts.modified, now: scan.record.started).rawValue)])
        }
        self.kinds = kinds.filter { $0.files > 0 }.sorted {
            $0.bytes != $1.bytes ? $0.bytes > $1.bytes : $0.name < $1.name
        }
        self.sizes = sizes.filter { $0.files > 0 }
        self.ages = ages.filter { $0.files > 0 }
    }
}

/// The first file of each inode of regular files, and how many names it has in the table.
private func inodes(of table: FileTable) -> [(file: Int, names: Int)] {
    var found: [(file: Int, names: Int)] = []
    var linked: [Int] = []
    for (number, file) in table.files.enumerated() where file.facts.type == .regular {
        if file.facts.links > 1 { linked.append(number) } else { found.append((number, 1)) }
    }
    let identity = { (file: Int) in table.files[file].facts.identity }
    linked.sort { identity($0) != identity($1) ? identity($0) < identity($1) : $0 < $1 }
    for (place, file) in linked.enumerated() {
        if place > 0, identity(linked[place - 1]) == identity(file) {
            found[found.count - 1].names += 1
        } else {
            found.append((file, 1))
        }
    }
    return found
}
