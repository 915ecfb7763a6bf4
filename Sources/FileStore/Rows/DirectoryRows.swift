import FileRecords
import PackedTables

/// The rows of `directory` that a scan has for its directories.
struct DirectoryRows: DescribedRows {
    private let table: FileTable
    private let homes: [Int64]
    private let series: Int
    /// The paths of all directories with a slash behind, and where each begins; at last where they end.
    private var prefixes: [UInt8] = []
    private var starts: [Int] = [0]

    /// - Complexity: O(directories * length of path) time and memory.
    init(_ table: FileTable, homes: [Int64], series: Int) {
        self.table = table
        self.homes = homes
        self.series = series
        let slash = UInt8(ascii: "/")
        starts.reserveCapacity(table.directories.count + 1)
        for (place, directory) in table.directories.enumerated() {
            if !table.isRoot(UInt32(place)) {
                // Its parent stands before it.
                let above = Int(directory.parent)
                for byte in starts[above]..<starts[above + 1] { prefixes.append(prefixes[byte]) }
            }
            prefixes.append(contentsOf: table.name(ofDirectory: UInt32(place)))
            if prefixes.last != slash { prefixes.append(slash) }
            starts.append(prefixes.count)
        }
    }

    var count: Int { table.directories.count }

    func put(_ row: Int, into sink: inout some RecordSink) {
        let directory = table.directories[row]
        sink.putNull()
        sink.put(series)
        if table.isRoot(UInt32(row)) { sink.putNull() } else { sink.put(Int(homes[Int(directory.parent)])) }
        table.name(ofDirectory: UInt32(row)).withUnsafeBufferPointer { sink.put($0, isText: false) }
        prefixes.withUnsafeBufferPointer { prefixes in
            let prefix = UnsafeBufferPointer(rebasing: prefixes[starts[row]..<starts[row + 1]])
            sink.put(prefix, isText: false)
            sink.put(text: escapedText(prefix))
        }
    }
}

/// The rows of `directory_fact` that a scan has for its directories.
struct DirectoryFactRows: DescribedRows {
    let directories: [FileTable.Directory]
    let homes: [Int64]
    let scan: Int

    var count: Int { directories.count }

    func put(_ row: Int, into sink: inout some RecordSink) {
        sink.putNull()
        sink.putNull()
        sink.put(Int(homes[row]))
        sink.put(directories[row].facts)
        sink.put(scan)
    }
}
