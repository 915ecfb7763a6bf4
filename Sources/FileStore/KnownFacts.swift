import FileRecords

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the database knows already of the files of a walk. Where it knows nothing, it takes no room.
struct KnownFacts {
    /// What it knows of one file; all 0 for nothing.
    struct File {
        /// The row that still describes it.
        var row: Int64 = 0
        /// The content that its row names.
        var content: Int64 = 0
        /// The media type that its row names.
        var mediaType: Int32 = 0
    }

    /// How many files there are.
    let count: Int
    private var files: [File] = []
    /// Rows that hold no longer.
    var ended: [Int64] = []
    /// By directory: the row that still describes it, 0 where there is none.
    var directoryRows: [Int64]
    /// Rows of directories that hold no longer.
    var endedDirectories: [Int64] = []

    init(_ table: FileTable) {
        count = table.files.count
        directoryRows = [Int64](repeating: 0, count: table.directories.count)
    }

    /// What is known of a file.
    @inline(__always)
    subscript(file: Int) -> File {
        get { files.isEmpty ? File() : files[file] }
        set {
            if files.isEmpty { files = [File](repeating: File(), count: count) }
            files[file] = newValue
        }
    }

    /// The media type of each file; nothing where none is known.
    var mediaTypes: [Int32] { files.map(\.mediaType) }
}

/// Finds files of a walk by directory and name. Rows come nearly in the order of the walk, so that most are
/// found where the last one ended.
struct FileFinder {
    private let table: FileTable
    /// Of each directory its first file; the last entry is the number of files.
    private let starts: [Int]
    private var next = 0

    init(_ table: FileTable) {
        self.table = table
        var starts = [Int](repeating: table.files.count, count: table.directories.count + 1)
        var directory = 0
        for (number, file) in table.files.enumerated() {
            precondition(Int(file.directory) + 1 >= directory, "files stand by directory")
            while directory <= Int(file.directory) {
                starts[directory] = number
                directory += 1
            }
        }
        self.starts = starts
    }

    /// The number of a file, or nil where the directory holds none of that name.
    @inline(__always)
    mutating func find(_ name: UnsafeRawBufferPointer, in directory: Int) -> Int? {
        var range = starts[directory]..<starts[directory + 1]
        if range.contains(next), order(name, next) == 0 {
            next += 1
            return next - 1
        }
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            let order = order(name, middle)
            if order == 0 {
                next = middle + 1
                return middle
            }
            range = order < 0 ? range.lowerBound..<middle : middle + 1..<range.upperBound
        }
        return nil
    }

    /// Below 0 where `name` stands before that of the file.
    @inline(__always)
    private func order(_ name: UnsafeRawBufferPointer, _ file: Int) -> Int {
        let entry = table.files[file]
        let length = Int(entry.nameLength)
        let order = table.names.withUnsafeBytes { names -> Int32 in
            let common = min(length, name.count)
            guard common > 0 else { return 0 }
            return memcmp(
                name.baseAddress.unsafelyUnwrapped,
                names.baseAddress.unsafelyUnwrapped + entry.nameStart, common)
        }
        return order != 0 ? Int(order) : name.count - length
    }
}
