import Records

/// Runs of fields of a few records with a separator between them: where the bytes of the source have them just
/// so, those; else gathered in a room of their own.
///
/// A field can hold the separator itself, and then a run could be read in two ways. Such a run is gathered with
/// the length of each field before it instead, and its hash is inverted.
struct FieldRuns: ~Copyable {
    /// Records whose runs are found before they are hashed.
    static let records = 16

    private struct Run {
        /// In the source; nil: gathered, from `offset` on.
        var source: UnsafeRawPointer?
        var offset: Int
        var length: Int
        var holdsSeparator: Bool
    }

    private let bytes: UnsafeRawPointer
    private let starts: UnsafePointer<UInt32>
    private let lengths: UnsafePointer<UInt32>
    private let separator: UInt8
    /// Up to here 16 bytes can be read at once.
    private let safeEnd: Int
    private var room: UnsafeMutableRawPointer
    private var capacity = 1 << 14
    private var used = 0
    /// A key and a row of each record.
    private let runs: UnsafeMutablePointer<Run>
    private var count = 0

    init(
        bytes: UnsafeMutableRawBufferPointer, starts: UnsafePointer<UInt32>, lengths: UnsafePointer<UInt32>,
        separator: UInt8
    ) {
        precondition(separator != 0, "zeros fill what is looked through for separators")
        room = .allocate(byteCount: capacity, alignment: 16)
        runs = .allocate(capacity: 2 * Self.records)
        // A batch of empty fields may have no bytes at all; nothing is read from them.
        self.bytes = bytes.baseAddress.map { UnsafeRawPointer($0) } ?? UnsafeRawPointer(room)
        self.starts = starts
        self.lengths = lengths
        self.separator = separator
        safeEnd = bytes.count - 32
    }

    deinit {
        room.deallocate()
        runs.deallocate()
    }

    mutating func clear() { (count, used) = (0, 0) }

    /// Hash of the n-th run.
    @inline(__always)
    func hash(_ index: Int) -> UInt64 {
        let run = runs[index]
        let hash = xxh3(run.source ?? UnsafeRawPointer(room + run.offset), run.length)
        return run.holdsSeparator ? ~hash : hash
    }

    /// The same, wide.
    @inline(__always)
    func hashWide(_ index: Int) -> Hash128 {
        let run = runs[index]
        var hash = xxh3Wide(run.source ?? UnsafeRawPointer(room + run.offset), run.length)
        if run.holdsSeparator { (hash.high, hash.low) = (~hash.high, ~hash.low) }
        return hash
    }

    /// Adds the run of a group of columns.
    ///
    /// - Parameter first: place of the record's first field.
    @inline(__always)
    mutating func add(_ group: HashedColumns, _ first: Int) {
        group.columns.withUnsafeBufferPointer { columns in
            var sum = 0
            for column in columns { sum &+= Int(lengths[first &+ column]) }
            let start = Int(starts[first &+ columns[0]])
            let last = first &+ columns[columns.count &- 1]
            let length = sum &+ columns.count &- 1
            // One byte between each two, since in a source with runs there is never none.
            let isAsInSource =
                columns.count == 1
                || group.isRun && Int(starts[last]) &+ Int(lengths[last]) &- start == length
            if isAsInSource {
                runs[count] = Run(source: bytes + start, offset: 0, length: length, holdsSeparator: false)
            } else {
                gather(columns, first, sum)
            }
            count &+= 1
        }
    }

    /// - Parameter sum: bytes of the fields.
    private mutating func gather(_ columns: UnsafeBufferPointer<Int>, _ first: Int, _ sum: Int) {
        // Of each field its length; behind the last, what a copy of fixed size writes too much.
        let needed = used &+ sum &+ 4 &* columns.count &+ 32
        if needed > capacity { grow(needed) }
        var at = room + used
        for column in columns {
            at = copy(first &+ column, to: at)
            at.storeBytes(of: separator, as: UInt8.self)
            at += 1
        }
        var length = at - (room + used) &- 1
        let holdsSeparator = separators(upTo: length) != columns.count &- 1
        if holdsSeparator {
            at = room + used
            for column in columns {
                at.storeBytes(of: lengths[first &+ column], as: UInt32.self)
                at = copy(first &+ column, to: at + 4)
            }
            length = at - (room + used)
        }
        runs[count] = Run(source: nil, offset: used, length: length, holdsSeparator: holdsSeparator)
        used &+= length
    }

    /// - Returns: where the next field goes.
    @inline(__always)
    private func copy(_ field: Int, to target: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
        let length = Int(lengths[field])
        let start = Int(starts[field])
        if length <= 32 && start <= safeEnd {
            // Most fields: two copies of fixed size, whatever the length; what is too much is overwritten.
            Self.copy16(bytes + start, to: target)
            Self.copy16(bytes + start + 16, to: target + 16)
        } else {
            target.copyMemory(from: bytes + start, byteCount: length)
        }
        return target + length
    }

    @inline(__always)
    private static func copy16(_ from: UnsafeRawPointer, to: UnsafeMutableRawPointer) {
        to.storeBytes(of: from.loadUnaligned(as: SIMD2<UInt64>.self), as: SIMD2<UInt64>.self)
    }

    /// Separators among the first bytes from `used` on.
    @inline(__always)
    private func separators(upTo length: Int) -> Int {
        let base = room + used
        // What a copy wrote too much must not count.
        (base + length).storeBytes(of: .zero, as: SIMD16<UInt8>.self)
        let wanted = SIMD16<UInt8>(repeating: separator)
        var found = 0
        for offset in stride(from: 0, to: length, by: 16) {
            let here = (base + offset).loadUnaligned(as: SIMD16<UInt8>.self) .== wanted
            found &+= Int(SIMD16<UInt8>.zero.replacing(with: 1, where: here).wrappedSum())
        }
        return found
    }

    private mutating func grow(_ needed: Int) {
        capacity = max(needed, 2 * capacity)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        larger.copyMemory(from: room, byteCount: used)
        room.deallocate()
        room = larger
    }
}
