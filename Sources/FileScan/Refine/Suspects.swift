import FileRecords
import Records

/// Sets of inodes that may be equal, one behind the other.
struct Suspects: Sendable {
    /// Inodes, set after set.
    private(set) var inodes: [Int32] = []
    /// Where each set begins, and at last where the last ends.
    private(set) var starts: [Int] = [0]

    var count: Int { starts.count - 1 }

    var indices: Range<Int> { 0..<count }

    /// The first inode of a set.
    func first(_ number: Int) -> Int { Int(inodes[starts[number]]) }

    subscript(_ number: Int) -> ArraySlice<Int32> { inodes[starts[number]..<starts[number + 1]] }

    mutating func append(_ set: some Collection<Int32>) {
        guard set.count > 1 else { return }
        inodes.append(contentsOf: set)
        starts.append(inodes.count)
    }

    mutating func append(_ sets: [[Int32]]) {
        for set in sets { append(set) }
    }

    /// Names, and the bytes of inodes, that are still in a set.
    func left(_ run: RefineRun) -> (files: Int, bytes: Int64) {
        var files = 0
        var bytes: Int64 = 0
        for inode in inodes {
            files += run.candidates.names(of: Int(inode)).count
            bytes += run.size(Int(inode))
        }
        return (files, bytes)
    }
}
