import FileRecords

/// Regular files that share their size, by size and inode: those whose contents are to be told apart.
///
/// Three lists, each a cut of the one below: classes of one size, inodes, names.
struct Candidates {
    /// Numbers of files, by class, in it by inode, of an inode rising.
    private(set) var names: [UInt32] = []
    /// Where the names of each inode begin, and at last where the last end.
    private(set) var inodeStarts: [Int32] = [0]
    /// Where the inodes of each class begin, and at last where the last end.
    private(set) var classStarts: [Int32] = [0]

    /// Names whose size is shared, and the bytes of their names' files, before inodes are told apart.
    private(set) var sameSize = (files: 0, bytes: Int64(0))

    /// - Parameter all: whether files are taken in whose size no other has.
    init(_ table: FileTable, all: Bool) {
        let ordered = orderedBySize(table.files)
        var start = 0
        while start < ordered.count {
            let size = table.files[Int(ordered[start])].facts.size
            var end = start + 1
            while end < ordered.count, table.files[Int(ordered[end])].facts.size == size { end += 1 }
            if end - start > 1 {
                sameSize.files += end - start
                sameSize.bytes += Int64(end - start) * size
            }
            if end - start > 1 || all { addClass(ordered[start..<end], table, all: all) }
            start = end
        }
    }

    private mutating func addClass(_ members: ArraySlice<UInt32>, _ table: FileTable, all: Bool) {
        let before = (names.count, inodeStarts.count)
        names.append(contentsOf: members)
        names[before.0...].sort {
            let (left, right) = (table.files[Int($0)].facts, table.files[Int($1)].facts)
            if left.device != right.device { return left.device < right.device }
            return left.inode != right.inode ? left.inode < right.inode : $0 < $1
        }
        for place in (before.0 + 1)..<names.count {
            let last = table.files[Int(names[place - 1])].facts.identity
            if table.files[Int(names[place])].facts.identity != last { inodeStarts.append(Int32(place)) }
        }
        inodeStarts.append(Int32(names.count))
        if inodeStarts.count - before.1 > 1 || all {
            classStarts.append(Int32(inodeStarts.count - 1))
        } else {
            names.removeLast(names.count - before.0)
            inodeStarts.removeLast(inodeStarts.count - before.1)
        }
    }

    /// How many inodes there are.
    var inodeCount: Int { inodeStarts.count - 1 }

    /// How many sizes there are.
    var classCount: Int { classStarts.count - 1 }

    /// The inodes of a class.
    func inodes(ofClass number: Int) -> Range<Int> {
        Int(classStarts[number])..<Int(classStarts[number + 1])
    }

    /// The names of an inode, rising.
    @inline(__always)
    func names(of inode: Int) -> ArraySlice<UInt32> {
        names[Int(inodeStarts[inode])..<Int(inodeStarts[inode + 1])]
    }

    /// The first name of an inode, which stands for it.
    @inline(__always)
    func leader(_ inode: Int) -> Int { Int(names[Int(inodeStarts[inode])]) }

    /// All inodes in the order of their first names.
    func inTableOrder(fileCount: Int) -> [Int32] {
        var inodeAt = [Int32](repeating: -1, count: fileCount)
        for inode in 0..<inodeCount { inodeAt[leader(inode)] = Int32(inode) }
        return inodeAt.filter { $0 >= 0 }
    }
}

/// Numbers of the regular files that are not empty, by size, those of one size rising.
///
/// A radix sort: no comparison of a million files, and only as many passes as the sizes have digits.
func orderedBySize(_ files: [FileTable.File]) -> [UInt32] {
    var keys: [(size: UInt64, number: UInt32)] = []
    var highest: UInt64 = 0
    keys.reserveCapacity(files.count)
    for (number, file) in files.enumerated() where file.facts.type == .regular && file.facts.size > 0 {
        keys.append((UInt64(file.facts.size), UInt32(number)))
        highest = max(highest, UInt64(file.facts.size))
    }
    var other = keys
    let digits = 2048
    var shift: UInt64 = 0
    while highest >> shift > 0 {
        var places = [Int](repeating: 0, count: digits + 1)
        for key in keys { places[Int(key.size >> shift & UInt64(digits - 1)) + 1] += 1 }
        for digit in 0..<digits { places[digit + 1] += places[digit] }
        for key in keys {
            let digit = Int(key.size >> shift & UInt64(digits - 1))
            other[places[digit]] = key
            places[digit] += 1
        }
        swap(&keys, &other)
        shift += 11
        if shift >= 64 { break }
    }
    return keys.map(\.number)
}
