/// The ids of the records of a segment, raw bytes as read, back to back.
struct IDList {
    private var bytes: ArenaList<UInt8>
    /// One past the last byte of each.
    private var ends: ArenaList<UInt32>

    /// An empty list.
    ///
    /// - Parameters:
    ///   - expected: ids that it has room for.
    ///   - bytes: bytes of theirs.
    init(expected: Int, bytes: Int, in arena: RowArena) {
        ends = ArenaList(expected: expected, in: arena)
        self.bytes = ArenaList(expected: bytes, in: arena)
    }

    mutating func append(_ id: UnsafeBufferPointer<UInt8>) {
        bytes.append(contentsOf: id)
        precondition(bytes.count <= UInt32.max, "the ids of a batch take at most 4 GiB")
        ends.append(UInt32(truncatingIfNeeded: bytes.count))
    }

    /// The bytes of an id.
    subscript(place: Int) -> UnsafeBufferPointer<UInt8> {
        precondition(place < ends.count)
        let start = place == 0 ? 0 : ends.elements[place - 1]
        return UnsafeBufferPointer(rebasing: bytes.elements[Int(start)..<Int(ends.elements[place])])
    }

    /// Lends every id, in the order of the records.
    func forEach(_ body: (UnsafeBufferPointer<UInt8>) throws -> Void) rethrows {
        var start = 0
        for end in ends.elements {
            try body(UnsafeBufferPointer(rebasing: bytes.elements[start..<Int(end)]))
            start = Int(end)
        }
    }

    /// Bytes held.
    var byteCount: Int { bytes.byteCount + ends.byteCount }
}
