import FileRecords
import FileScan
import Glibc
import Records
import TestSupport

/// The slow, obvious way: every file is read into memory, and files are grouped by what was read.
func referenceGroups(_ table: FileTable) -> [[UInt32]] {
    var groups: [(content: [UInt8], members: [UInt32])] = []
    for (number, file) in table.files.enumerated() where file.facts.type == .regular {
        guard let content = contents(of: table.path(ofFile: number)), !content.isEmpty else { continue }
        if let place = groups.firstIndex(where: { isEqual($0.content, content) }) {
            groups[place].members.append(UInt32(number))
        } else {
            groups.append((content, [UInt32(number)]))
        }
    }
    return groups.map(\.members).filter { members in
        Set(members.map { table.files[Int($0)].facts.identity }).count > 1
    }
}

private func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count && memcmp(left, right, left.count) == 0
}

func contents(of path: [UInt8]) -> [UInt8]? {
    guard let file = fopen(cString(path), "r") else { return nil }
    defer { fclose(file) }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { content += buffer[..<count] }
    return content
}

extension ContentGroups {
    var all: [[UInt32]] { (0..<count).map { Array(self[$0]) } }
}

/// What a refinement gave, and the evidence after it.
struct Refined {
    var contents: RefinedContents
    var evidence: [ContentEvidence]
    /// Numbers that were kept.
    var kept: Set<UInt32> = []

    var bytesRead: Int64 { contents.steps.reduce(0) { $0 + $1.bytesRead } }

    /// The evidence as a later scan has it.
    var remembered: [ContentEvidence] {
        evidence.map { evidence in
            var evidence = evidence
            if evidence.origin == .read { evidence.origin = .remembered }
            if evidence.origin == .unreadable { evidence = ContentEvidence() }
            return evidence
        }
    }
}

func refine(
    _ table: FileTable, knowing evidence: [ContentEvidence]? = nil,
    monitor: RunMonitor = RunMonitor(run: "test"), _ change: (inout RefineOptions) -> Void = { _ in }
) throws -> Refined {
    var options = RefineOptions()
    options.scan = 1
    change(&options)
    var evidence = evidence ?? Array(repeating: ContentEvidence(), count: table.files.count)
    var kept: Set<UInt32> = []
    let contents = try refineByContent(table, evidence: &evidence, options: options, monitor: monitor) {
        numbers, _ in
        precondition(numbers == numbers.sorted())
        kept.formUnion(numbers)
    }
    return Refined(contents: contents, evidence: evidence, kept: kept)
}

/// A tree of files that are hard to tell apart.
func oddTree(seed: UInt64, files: Int) throws -> TestTree {
    let tree = try TestTree()
    var random = Seeded(seed)
    let sizes = [
        0, 1, 2, 100, 4095, 4096, 4097, 8191, 8192, 8193, 65535, 65536, 65537, 65536 + 4096, 131_072, 200_000,
        400_000, 720_896,
    ]
    var directories = [""]
    for number in 0..<5 {
        tree.makeDirectory("d\(number)")
        directories.append("d\(number)/")
    }
    var names: [String] = []
    for number in 0..<files {
        let size = sizes.randomElement(using: &random) ?? 0
        // Few beginnings, few places of difference: most files of a size are nearly equal.
        var content = [UInt8](repeating: UInt8.random(in: 0...1, using: &random), count: size)
        if size > 0, Bool.random(using: &random) {
            let places = [
                0, size / 2, size - 1, min(size - 1, 4096), min(size - 1, 65536), max(0, size - 4097),
            ]
            content[places.randomElement(using: &random) ?? 0] ^= 2
        }
        let directory = directories.randomElement(using: &random) ?? ""
        let name = "\(directory)\(number)"
        tree.write(name, content)
        if size > 0, Int.random(in: 0..<10, using: &random) == 0 { tree.link(name, name + "-link") }
        if Int.random(in: 0..<20, using: &random) == 0 { tree.symlink("\(number)", name + "-symlink") }
        names.append(name)
    }
    for byte in UInt8(1)...255 where byte != UInt8(ascii: "/") && byte != UInt8(ascii: ".") {
        tree.write([byte], [byte / 2])
    }
    tree.write("sparse", [1])
    tree.truncate("sparse", 100_000)
    tree.write("full", [1] + [UInt8](repeating: 0, count: 99_999))
    tree.fifo("fifo")
    return tree
}
