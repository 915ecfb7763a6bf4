import FileRecords
import Records

/// Directories laid out so that whatever lies below one is one interval, with the places of every content.
///
/// Counted are regular files that are not empty. Memory: about 24 bytes a file and 60 a directory.
struct DirectoryTree {
    let table: FileTable
    let numbers: ContentNumbers
    let index: TreeIndex
    /// Where each directory stands in an order in which all below it follow at once, and where those end.
    private(set) var place: [Int32]
    private(set) var end: [Int32]
    /// Files in the order of the places of their directories, and where those of each place begin.
    private(set) var files: [UInt32] = []
    private(set) var fileStarts: [Int] = []
    /// Files below each directory, and their bytes.
    private(set) var fileCount: [Int]
    private(set) var bytes: [Int64]
    /// The files of each content, as places in `files`; rising.
    private(set) var occurrences: [UInt32]
    private(set) var occurrenceStarts: [Int]
    /// The place in the order of directories of each of `files`.
    private var placeOfFile: [Int32] = []

    init(_ table: FileTable, _ numbers: ContentNumbers) {
        self.table = table
        self.numbers = numbers
        let index = TreeIndex(table)
        self.index = index
        let count = table.directories.count
        place = [Int32](repeating: 0, count: count)
        end = [Int32](repeating: 0, count: count)
        fileCount = [Int](repeating: 0, count: count)
        bytes = [Int64](repeating: 0, count: count)
        var order: [UInt32] = []
        var pending = (0..<UInt32(count)).filter { table.isRoot($0) }.reversed() as [UInt32]
        while let directory = pending.popLast() {
            place[Int(directory)] = Int32(order.count)
            order.append(directory)
            pending.append(contentsOf: index.directories(in: directory).reversed())
        }
        for directory in order {
            fileStarts.append(files.count)
            for file in index.files(in: directory) {
                let facts = table.files[Int(file)].facts
                guard facts.type == .regular && facts.size > 0 else { continue }
                files.append(file)
                placeOfFile.append(place[Int(directory)])
                fileCount[Int(directory)] += 1
                bytes[Int(directory)] += facts.size
            }
        }
        fileStarts.append(files.count)
        for directory in order.reversed() {
            end[Int(directory)] = max(end[Int(directory)], place[Int(directory)] + 1)
            let parent = Int(table.directories[Int(directory)].parent)
            guard parent != Int(directory) else { continue }
            end[parent] = max(end[parent], end[Int(directory)])
            fileCount[parent] += fileCount[Int(directory)]
            bytes[parent] += bytes[Int(directory)]
        }
        let ordered = files
        (occurrences, occurrenceStarts) = grouped(ordered.count, into: numbers.count) {
            Int(numbers.ofFile[Int(ordered[$0])])
        }
    }

    /// Places in `files` of all files below a directory.
    func filesBelow(_ directory: UInt32) -> Range<Int> {
        fileStarts[Int(place[Int(directory)])]..<fileStarts[Int(end[Int(directory)])]
    }

    /// Whether a directory is another or lies below it.
    @inline(__always)
    func isBelow(_ directory: UInt32, _ other: UInt32) -> Bool {
        place[Int(directory)] >= place[Int(other)] && place[Int(directory)] < end[Int(other)]
    }

    /// The directory above; nil for a root.
    @inline(__always)
    func parent(_ directory: UInt32) -> UInt32? {
        let parent = table.directories[Int(directory)].parent
        return parent == directory ? nil : parent
    }

    /// The directory directly in another that holds all its files; nil where there is none.
    func soleChild(_ directory: UInt32) -> UInt32? {
        index.directories(in: directory).first {
            fileCount[Int($0)] > 0 && fileCount[Int($0)] == fileCount[Int(directory)]
        }
    }

    /// The content of a file, by its place in `files`.
    @inline(__always)
    func content(_ file: Int) -> UInt32 { numbers.ofFile[Int(files[file])] }

    /// The directory of a file, by its place in `files`.
    @inline(__always)
    func directory(_ file: Int) -> UInt32 { table.files[Int(files[file])].directory }

    /// How many files hold a content.
    @inline(__always)
    func occurrenceCount(_ content: UInt32) -> Int {
        occurrenceStarts[Int(content) + 1] - occurrenceStarts[Int(content)]
    }

    /// The files below a directory that hold a content.
    ///
    /// - Complexity: O(log occurrences).
    func occurrences(of content: UInt32, below directory: UInt32) -> ArraySlice<UInt32> {
        let range = filesBelow(directory)
        let all = occurrenceStarts[Int(content)]..<occurrenceStarts[Int(content) + 1]
        let first = firstOccurrence(all, from: range.lowerBound)
        return occurrences[first..<firstOccurrence(first..<all.upperBound, from: range.upperBound)]
    }

    /// The files anywhere that hold a content.
    func occurrences(of content: UInt32) -> ArraySlice<UInt32> {
        occurrences[occurrenceStarts[Int(content)]..<occurrenceStarts[Int(content) + 1]]
    }

    private func firstOccurrence(_ range: Range<Int>, from file: Int) -> Int {
        lowerBound(range) { Int(occurrences[$0]) < file }
    }

    /// For each directory whether it or one below it is among those given.
    func directoriesAbove(_ given: Set<UInt32>) -> [Bool] {
        var isAbove = place.indices.map { given.contains(UInt32($0)) }
        for directory in (0..<UInt32(isAbove.count)).reversed() where isAbove[Int(directory)] {
            if let parent = parent(directory) { isAbove[Int(parent)] = true }
        }
        return isAbove
    }

    /// The contents below a directory, each once, rising.
    ///
    /// - Complexity: O(n log n) for n files below.
    func contents(below directory: UInt32) -> [UInt32] {
        var contents = filesBelow(directory).map(content)
        contents.sort()
        var distinct = 0
        for number in contents where distinct == 0 || contents[distinct - 1] != number {
            contents[distinct] = number
            distinct += 1
        }
        contents.removeLast(contents.count - distinct)
        return contents
    }
}
