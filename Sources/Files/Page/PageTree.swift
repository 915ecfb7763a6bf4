import FileRecords
import FileStore
import Pages

/// The folders of a scan with what lies in them, small enough for a page: what is too small to be seen is
/// summed up in one entry of its folder, which says how many it stands for.
struct PageTree {
    /// Most entries of a page.
    static let mostEntries = 12_000

    private let scan: StoredScan
    private var isDuplicate: [Bool]
    /// Bytes below each directory, each inode once, and those of them that stand elsewhere too.
    private var bytes: [Int64]
    private var duplicateBytes: [Int64]
    private var fileCount: [Int]
    private var childrenOf: [[UInt32]]
    private var filesOf: [[UInt32]]
    private let countedSize: [Int64]
    /// What is smaller is summed up.
    private(set) var least: Int64 = 0

    init(_ scan: StoredScan) {
        self.scan = scan
        let table = scan.table
        let directories = table.directories.count
        isDuplicate = [Bool](repeating: false, count: table.files.count)
        for member in scan.groups.members { isDuplicate[Int(member)] = true }
        bytes = [Int64](repeating: 0, count: directories)
        duplicateBytes = bytes
        fileCount = [Int](repeating: 0, count: directories)
        childrenOf = [[UInt32]](repeating: [], count: directories)
        filesOf = childrenOf
        var linked: Set<FileIdentity> = []
        countedSize = table.files.map { file in
            guard file.facts.type == .regular else { return 0 }
            // Of several names of an inode the first stands for all.
            let isFirst = file.facts.links < 2 || linked.insert(file.facts.identity).inserted
            return isFirst ? file.facts.size : 0
        }
        for (number, file) in table.files.enumerated() where file.facts.type == .regular {
            let directory = Int(file.directory)
            filesOf[directory].append(UInt32(number))
            fileCount[directory] += 1
            bytes[directory] += countedSize[number]
            if isDuplicate[number] { duplicateBytes[directory] += countedSize[number] }
        }
        for directory in (0..<directories).reversed() {
            let parent = Int(table.directories[directory].parent)
            guard parent != directory else { continue }
            childrenOf[parent].append(UInt32(directory))
            fileCount[parent] += fileCount[directory]
            bytes[parent] += bytes[directory]
            duplicateBytes[parent] += duplicateBytes[directory]
        }
        least = smallestShown()
    }

    /// The least size so that no more than `mostEntries` are at least as large.
    private func smallestShown() -> Int64 {
        var sizes = bytes + countedSize
        guard sizes.count > PageTree.mostEntries else { return 0 }
        sizes.sort(by: >)
        return sizes[PageTree.mostEntries] + 1
    }

    /// As JSON: an entry is `[name, bytes, bytes that stand elsewhere too, files, entries below]`, a file
    /// without the last, what is summed up without a name.
    var json: String {
        let roots = (0..<UInt32(scan.table.directories.count)).filter { scan.table.isRoot($0) }
        var text = ""
        if roots.count == 1, let root = roots.first {
            write(root, to: &text)
        } else {
            let total = (
                roots.reduce(0) { $0 + bytes[Int($1)] }, roots.reduce(0) { $0 + duplicateBytes[Int($1)] },
                roots.reduce(0) { $0 + fileCount[Int($1)] }
            )
            text += "[\"all folders\",\(total.0),\(total.1),\(total.2),["
            for (place, root) in roots.enumerated() {
                if place > 0 { text += "," }
                write(root, to: &text)
            }
            text += "]]"
        }
        return text
    }

    private func write(_ root: UInt32, to text: inout String) {
        // By hand instead of recursion: a path may have thousands of folders.
        var open: [(directory: UInt32, next: Int, shown: [UInt32], needsComma: Bool)] = []
        func begin(_ directory: UInt32) {
            let name = JSONText.quoted(shown(path: scan.table.name(ofDirectory: directory)))
            text +=
                "[\(name),\(bytes[Int(directory)]),\(duplicateBytes[Int(directory)]),\(fileCount[Int(directory)]),["
            let below = childrenOf[Int(directory)].filter { isShown(bytes[Int($0)]) }.sorted {
                bytes[Int($0)] != bytes[Int($1)] ? bytes[Int($0)] > bytes[Int($1)] : $0 < $1
            }
            open.append((directory, 0, below, false))
        }
        begin(root)
        while let last = open.last {
            if last.next < last.shown.count {
                if last.needsComma { text += "," }
                open[open.count - 1].next += 1
                open[open.count - 1].needsComma = true
                begin(last.shown[last.next])
            } else {
                let parts = files(in: last.directory) + rest(of: last.directory)
                if !parts.isEmpty {
                    text += (last.needsComma ? "," : "") + parts.joined(separator: ",")
                }
                text += "]]"
                open.removeLast()
            }
        }
    }

    private func isShown(_ size: Int64) -> Bool { size > 0 && size >= least }

    private func files(in directory: UInt32) -> [String] {
        filesOf[Int(directory)].filter { isShown(countedSize[Int($0)]) }.sorted {
            let (a, b) = (countedSize[Int($0)], countedSize[Int($1)])
            return a != b ? a > b : $0 < $1
        }.map { file in
            let size = countedSize[Int(file)]
            let name = JSONText.quoted(shown(path: scan.table.name(ofFile: Int(file))))
            return "[\(name),\(size),\(isDuplicate[Int(file)] ? size : 0),1]"
        }
    }

    private func rest(of directory: UInt32) -> [String] {
        var sum = (bytes: Int64(0), duplicates: Int64(0), files: 0)
        for file in filesOf[Int(directory)] where !isShown(countedSize[Int(file)]) {
            sum.bytes += countedSize[Int(file)]
            if isDuplicate[Int(file)] { sum.duplicates += countedSize[Int(file)] }
            sum.files += 1
        }
        for child in childrenOf[Int(directory)] where !isShown(bytes[Int(child)]) {
            sum.bytes += bytes[Int(child)]
            sum.duplicates += duplicateBytes[Int(child)]
            sum.files += fileCount[Int(child)]
        }
        return sum.bytes > 0 ? ["[null,\(sum.bytes),\(sum.duplicates),\(sum.files)]"] : []
    }
}
