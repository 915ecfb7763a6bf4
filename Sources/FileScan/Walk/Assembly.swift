import FileRecords

/// Puts together what the threads of a walk found: a table that does not depend on who found what.
func assemble(_ findings: [Findings], roots: OpenRoots) -> WalkedTrees {
    var assembly = Assembly(findings, roots: roots)
    assembly.placeDirectories()
    let (table, mounted) = assembly.fillTable()
    let faults = assembly.faults(table)
    var passedOver = assembly.passedOver
    assembly.free()
    var trees = WalkedTrees(table: table, faults: faults, passedOver: passedOver)
    if !mounted.isEmpty {
        let (rest, repeated) = withoutRepeats(table, mounted: mounted)
        passedOver[.repeated] += repeated
        trees = WalkedTrees(table: rest, faults: faults, passedOver: passedOver)
    }
    return trees
}

private struct Assembly {
    /// A way to a directory, and which thread found it.
    private struct Way {
        var part: Int
        var arrival: Int
    }

    private var findings: [Findings]
    private let roots: OpenRoots
    /// Where the names of each thread begin in the table's.
    private let nameBases: [Int]
    private(set) var passedOver = PassedOver()
    /// The directories of the table, in order: the way to each.
    private var placed: [Way] = []
    private var parents: [UInt32] = []
    /// Number in the table by node; `UInt32.max` where it has none.
    private var numbers: [UInt32]

    init(_ findings: [Findings], roots: OpenRoots) {
        self.findings = findings
        self.roots = roots
        var bases: [Int] = []
        var total = 0
        for part in findings {
            bases.append(total)
            total += part.names.count
            passedOver.add(part.passedOver)
        }
        nameBases = bases
        let nodes = findings.map { $0.arrivals.map(\.node).max() ?? -1 }.max() ?? -1
        numbers = [UInt32](repeating: .max, count: nodes + 1)
    }

    /// Numbers the directories: from the roots down, those of one directory by name. A directory that
    /// several ways lead to is placed at the first of them.
    mutating func placeDirectories() {
        var (firsts, waysBelow) = waysByParent()
        firsts.sort { arrival($0).root < arrival($1).root }
        for root in firsts {
            var pending = [(way: root, parent: UInt32.max)]
            while let (way, parent) = pending.popLast() {
                let node = arrival(way).node
                if node >= 0, numbers[node] != .max {
                    passedOver[.repeated] += 1
                    continue
                }
                let number = UInt32(placed.count)
                placed.append(way)
                parents.append(parent == .max ? number : parent)
                guard node >= 0 else { continue }
                numbers[node] = number
                var below = waysBelow[node]
                waysBelow[node] = []
                below.sort { isBefore($1, $0) }
                for way in below { pending.append((way, number)) }
            }
        }
    }

    private func arrival(_ way: Way) -> Findings.Arrival { findings[way.part].arrivals[way.arrival] }

    private func name(_ way: Way) -> UnsafeBufferPointer<UInt8> {
        let arrival = arrival(way)
        guard arrival.nameLength > 0 else { return UnsafeBufferPointer(start: nil, count: 0) }
        return UnsafeBufferPointer(
            start: findings[way.part].names.address(arrival.nameStart), count: arrival.nameLength)
    }

    private func isBefore(_ left: Way, _ right: Way) -> Bool {
        name(left).lexicographicallyPrecedes(name(right))
    }

    private func waysByParent() -> (roots: [Way], below: [[Way]]) {
        var firsts: [Way] = []
        var below = [[Way]](repeating: [], count: numbers.count)
        for (part, found) in findings.enumerated() {
            for (index, arrival) in found.arrivals.enumerated() {
                let way = Way(part: part, arrival: index)
                if arrival.parent < 0 { firsts.append(way) } else { below[arrival.parent].append(way) }
            }
        }
        return (firsts, below)
    }

    /// Fills the table.
    ///
    /// - Returns: it, and the numbers of files that something is mounted on.
    mutating func fillTable() -> (FileTable, mounted: [Int]) {
        var names: [UInt8] = []
        names.reserveCapacity(
            findings.reduce(0) { $0 + $1.names.count } + roots.paths.reduce(0) { $0 + $1.count })
        for part in findings.indices {
            findings[part].names.appendAll(to: &names)
            // Here is where memory is shortest: all files are there twice.
            findings[part].names.free()
        }
        var directories: [FileTable.Directory] = []
        directories.reserveCapacity(placed.count)
        for (number, way) in placed.enumerated() {
            let arrival = arrival(way)
            var start = nameBases[way.part] + arrival.nameStart
            var length = arrival.nameLength
            if arrival.parent < 0 {
                start = names.count
                length = roots.paths[arrival.root].count
                names.append(contentsOf: roots.paths[arrival.root])
            }
            directories.append(
                FileTable.Directory(
                    parent: parents[number], nameLength: UInt32(length), nameStart: start,
                    facts: arrival.facts))
        }
        let (files, mounted) = orderedFiles()
        return (FileTable(directories: directories, files: files, names: names), mounted)
    }

    private func orderedFiles() -> ([FileTable.File], mounted: [Int]) {
        // For each directory, where its files are: in which part, and from where to where.
        var ranges = [(part: Int, files: Range<Int>)](repeating: (0, 0..<0), count: placed.count)
        for (part, found) in findings.enumerated() {
            for contents in found.contents where numbers[contents.node] != .max {
                ranges[Int(numbers[contents.node])] = (part, contents.files)
            }
        }
        let count = ranges.reduce(0) { $0 + $1.files.count }
        var firsts = [Int](repeating: 0, count: placed.count)
        let files = [FileTable.File](unsafeUninitializedCapacity: count) { room, filled in
            for (number, (part, range)) in ranges.enumerated() {
                firsts[number] = filled
                for index in range {
                    var file = findings[part].files.address(index).pointee
                    file.directory = UInt32(number)
                    file.nameStart += nameBases[part]
                    room.initializeElement(at: filled, to: file)
                    filled += 1
                }
            }
        }
        var mounted: [Int] = []
        for found in findings {
            for place in found.mounted where numbers[place.node] != .max {
                let number = Int(numbers[place.node])
                mounted.append(firsts[number] + place.file - ranges[number].files.lowerBound)
            }
        }
        return (files, mounted.sorted())
    }

    /// Frees what is not held by Swift.
    mutating func free() {
        for part in findings.indices { findings[part].free() }
    }

    /// The faults, by path.
    func faults(_ table: FileTable) -> [FileFault] {
        var faults: [FileFault] = []
        for part in findings {
            for (node, name, step, code) in part.faults {
                var path: [UInt8] = []
                if node >= 0, numbers[node] != .max { path = table.path(ofDirectory: numbers[node]) }
                if !name.isEmpty {
                    if path.last != UInt8(ascii: "/") { path.append(UInt8(ascii: "/")) }
                    path.append(contentsOf: name)
                }
                faults.append(FileFault(path: path, step: step, code: code))
            }
        }
        return faults.sorted { $0.path.lexicographicallyPrecedes($1.path) }
    }
}

extension Pieces where Element == UInt8 {
    /// Appends all of it, gaps and all: places stay what they were.
    fileprivate func appendAll(to bytes: inout [UInt8]) {
        for (number, piece) in pieces.enumerated() {
            bytes.append(
                contentsOf: UnsafeBufferPointer(
                    start: piece, count: min(pieceSize, count - number * pieceSize)))
        }
    }
}

/// Leaves out files that are another file of the table, mounted at a second place: it is one name that is
/// seen twice, not two.
private func withoutRepeats(_ table: FileTable, mounted: [Int]) -> (FileTable, repeated: Int) {
    var first: [FileIdentity: Int] = [:]
    let suspects = Set(mounted)
    for number in mounted { first[table.files[number].facts.identity] = -1 }
    for (number, file) in table.files.enumerated() where !suspects.contains(number) {
        if first[file.facts.identity] != nil { first[file.facts.identity] = number }
    }
    var left: Set<Int> = []
    for number in mounted {
        let identity = table.files[number].facts.identity
        if first[identity] == -1 { first[identity] = number } else { left.insert(number) }
    }
    guard !left.isEmpty else { return (table, 0) }
    let files = table.files.enumerated().filter { !left.contains($0.offset) }.map(\.element)
    return (FileTable(directories: table.directories, files: files, names: table.names), left.count)
}
