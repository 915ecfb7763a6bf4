import FileRecords

/// The way down through a table: what lies directly in each directory, by the bytes of names.
///
/// Built in O(n log n), or O(n) where files already stand as a walk leaves them.
struct TreeIndex {
    /// Numbers of files by directory, then by name.
    private(set) var files: [UInt32]
    /// Where the files of each directory begin in `files`, and at last where the last end.
    private(set) var fileStarts: [Int]
    /// Numbers of directories by parent, then by name; roots are in nobody's list.
    private(set) var children: [UInt32]
    /// Where the directories in each directory begin in `children`.
    private(set) var childStarts: [Int]

    init(_ table: FileTable) {
        let directories = table.directories.count
        (files, fileStarts) = grouped(table.files.count, into: directories) {
            Int(table.files[$0].directory)
        }
        (children, childStarts) = grouped(directories, into: directories) {
            let parent = Int(table.directories[$0].parent)
            return parent == $0 ? nil : parent
        }
        for directory in 0..<directories {
            sortByName(&files, fileStarts[directory]..<fileStarts[directory + 1]) {
                table.name(ofFile: Int($0))
            }
            sortByName(&children, childStarts[directory]..<childStarts[directory + 1]) {
                table.name(ofDirectory: $0)
            }
        }
    }

    /// Files directly in a directory, by name.
    func files(in directory: UInt32) -> ArraySlice<UInt32> {
        files[fileStarts[Int(directory)]..<fileStarts[Int(directory) + 1]]
    }

    /// Directories directly in a directory, by name.
    func directories(in directory: UInt32) -> ArraySlice<UInt32> {
        children[childStarts[Int(directory)]..<childStarts[Int(directory) + 1]]
    }
}

/// Sorts numbers `0 ..< count` into buckets, keeping their order; nil leaves one out.
func grouped(
    _ count: Int, into buckets: Int, by bucket: (Int) -> Int?
) -> (members: [UInt32], starts: [Int]) {
    var starts = [Int](repeating: 0, count: buckets + 1)
    for number in 0..<count {
        if let bucket = bucket(number) { starts[bucket + 1] += 1 }
    }
    for place in 0..<buckets { starts[place + 1] += starts[place] }
    var next = starts
    var members = [UInt32](repeating: 0, count: starts[buckets])
    for number in 0..<count {
        guard let bucket = bucket(number) else { continue }
        members[next[bucket]] = UInt32(number)
        next[bucket] += 1
    }
    return (members, starts)
}

private func sortByName(
    _ numbers: inout [UInt32], _ range: Range<Int>, _ name: (UInt32) -> ArraySlice<UInt8>
) {
    for place in range.dropFirst() where precedes(name(numbers[place]), name(numbers[place - 1])) {
        numbers[range].sort { precedes(name($0), name($1)) }
        return
    }
}

/// Whether a name stands before another: by bytes, a name before what goes on from it.
@inline(__always)
func precedes(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> Bool {
    left.lexicographicallyPrecedes(right)
}
