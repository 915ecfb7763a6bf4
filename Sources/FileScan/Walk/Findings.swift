import FileRecords

/// What one thread of a walk found: in pieces, so that no array of all entries is ever copied to grow.
struct Findings {
    /// A way to a directory that was opened, or could not be.
    struct Arrival {
        /// Node of the directory that holds it; -1 for a root.
        var parent: Int
        /// Number of the root, where it is one.
        var root: Int
        /// Name, in `names`; of no length for a root.
        var nameStart: Int
        var nameLength: Int
        /// Its own node; -1 where it could not be opened.
        var node: Int
        var facts: FileFacts
    }

    /// What was read of a directory.
    struct Contents {
        var node: Int
        /// Its files, in `files`, by the bytes of their names.
        var files: Range<Int>
    }

    /// Where a file is that something is mounted on.
    struct Mounted {
        var node: Int
        var file: Int
    }

    var arrivals: [Arrival] = []
    var contents: [Contents] = []
    var files = Pieces<FileTable.File>(pieceSize: 4096)
    var names = Pieces<UInt8>(pieceSize: 1 << 18)
    var mounted: [Mounted] = []
    var faults: [(node: Int, name: [UInt8], step: FileFault.Step, code: Int32)] = []
    var passedOver = PassedOver()

    /// Frees what is not held by Swift. The findings are used up.
    mutating func free() {
        files.free()
        names.free()
    }
}

/// A list in pieces of equal length: grows without moving what is in it.
struct Pieces<Element: BitwiseCopyable>: @unchecked Sendable {
    private(set) var pieces: [UnsafeMutablePointer<Element>] = []
    let pieceSize: Int
    private(set) var count = 0

    init(pieceSize: Int) { self.pieceSize = pieceSize }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == pieces.count * pieceSize {
            pieces.append(UnsafeMutablePointer<Element>.allocate(capacity: pieceSize))
        }
        pieces[pieces.count - 1][count - (pieces.count - 1) * pieceSize] = element
        count += 1
    }

    /// Appends elements so that they lie in one piece, leaving a gap where they would not.
    ///
    /// - Precondition: at most as many as a piece holds.
    /// - Returns: where they begin.
    @inline(__always)
    mutating func append(together elements: UnsafeBufferPointer<Element>) -> Int {
        precondition(elements.count <= pieceSize)
        guard let base = elements.baseAddress, !elements.isEmpty else { return count }
        if count + elements.count > pieces.count * pieceSize {
            count = pieces.count * pieceSize
            pieces.append(UnsafeMutablePointer<Element>.allocate(capacity: pieceSize))
        }
        let start = count
        (pieces[pieces.count - 1] + (start - (pieces.count - 1) * pieceSize)).update(
            from: base, count: elements.count)
        count += elements.count
        return start
    }

    @inline(__always)
    func address(_ index: Int) -> UnsafeMutablePointer<Element> {
        pieces[index / pieceSize] + index % pieceSize
    }

    mutating func free() {
        for piece in pieces { piece.deallocate() }
        pieces = []
        count = 0
    }
}
