import FileRecords
import GRDB
import Records

/// Which stored directory each walked one is, and the other way round.
struct DirectoryMap {
    /// What a stored directory is to this walk.
    enum Place {
        /// Of another series: nothing can be said of it.
        static let elsewhere: Int32 = -1
        /// Of this series, but not met.
        static let gone: Int32 = -2
    }

    /// By stored id: the number in the walked table, or a `Place`.
    private(set) var walked: [Int32] = []
    /// By walked number: the stored id, 0 where there is none yet.
    var stored: [Int64]

    /// Reads the directories of a series, parents before children, as they were stored.
    ///
    /// - Complexity: O(directories), by a flat table over (parent, hash of the name).
    init(_ table: FileTable, series: Int, in database: Database) throws {
        stored = [Int64](repeating: 0, count: table.directories.count)
        let most = try Int64.fetchOne(database, sql: "SELECT max(id) FROM directory") ?? 0
        walked = [Int32](repeating: Place.elsewhere, count: Int(most) + 1)
        guard most > 0 else { return }
        let children = ChildIndex(table)
        let rows = try RowStatement(
            database, "SELECT id, parent, name FROM directory WHERE series = \(series) ORDER BY id")
        try rows.forEachRow { row in
            let id = row.int(0)
            let parent = row.isNull(1) ? nil : walked[Int(row.int(1))]
            var number: Int32? = nil
            if parent == nil || parent.unsafelyUnwrapped >= 0 {
                number = children.find(parent.map { UInt32($0) }, row.bytes(2), in: table)
            }
            walked[Int(id)] = number ?? Place.gone
            if let number { stored[Int(number)] = id }
        }
    }
}

/// Finds a directory by the one above it and its name.
private struct ChildIndex {
    /// Numbers of directories, -1 where a slot is free.
    private var slots: [Int32]
    private let mask: Int

    init(_ table: FileTable) {
        let size = max(16, (2 * table.directories.count).nextPowerOfTwo)
        slots = [Int32](repeating: -1, count: size)
        mask = size - 1
        table.names.withUnsafeBytes { names in
            for (number, directory) in table.directories.enumerated() {
                let start = directory.nameStart
                let name = UnsafeRawBufferPointer(rebasing: names[start..<start + Int(directory.nameLength)])
                let parent = table.isRoot(UInt32(number)) ? nil : directory.parent
                var slot = place(parent, name)
                while slots[slot] >= 0 { slot = (slot + 1) & mask }
                slots[slot] = Int32(number)
            }
        }
    }

    private func place(_ parent: UInt32?, _ name: UnsafeRawBufferPointer) -> Int {
        let seed = parent.map { UInt64($0) + 1 } ?? 0
        return Int(truncatingIfNeeded: combine(seed, xxh3(name.baseAddress, name.count))) & mask
    }

    func find(_ parent: UInt32?, _ name: UnsafeRawBufferPointer, in table: FileTable) -> Int32? {
        var slot = place(parent, name)
        while slots[slot] >= 0 {
            let number = UInt32(slots[slot])
            let found = table.isRoot(number) ? nil : table.directories[Int(number)].parent
            if found == parent, table.name(ofDirectory: number).elementsEqual(name) { return slots[slot] }
            slot = (slot + 1) & mask
        }
        return nil
    }
}

extension Int {
    /// The least power of two that is no less, for positive numbers.
    var nextPowerOfTwo: Int { self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount) }
}
