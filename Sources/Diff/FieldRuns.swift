import Records

/// Runs of fields of a few records with a separator between them: where the bytes of the source have them just
/// so, those; else gathered in a room of their own.
///
/// A field can hold the separator itself, and then a run could be read in two ways. What tells them apart are
/// marks, which go into the hash: which fields hold it, and how long these are. A run that is taken as it was written
/// needs none: its quotes are in it.
struct FieldRuns: ~Copyable {
    /// Records whose runs are found before they are hashed.
    static let records = 16

    struct Run {
        /// In the source or in the room.
        var bytes: UnsafeRawPointer
        var length: Int
        /// 0: no field holds the separator.
        var marks: UInt64
    }

    let bytes: UnsafeRawPointer
    let starts: UnsafePointer<UInt32>
    let lengths: UnsafePointer<UInt32>
    let separator: UInt8
    /// Of runs that are taken as they were written.
    let quote: UInt8
    /// Up to here whole steps can be read.
    let safeEnd: Int
    var room: UnsafeMutableRawPointer
    var capacity = 1 << 14
    var used = 0
    /// A key and a row of each record.
    let runs: UnsafeMutablePointer<Run>
    var count = 0
    /// Room for the hash of each record's key.
    let keys: UnsafeMutablePointer<Hash128>

    /// Bytes copied at once.
    static let step = 32

    init(
        bytes: UnsafeMutableRawBufferPointer, starts: UnsafePointer<UInt32>, lengths: UnsafePointer<UInt32>,
        separator: UInt8, quote: UInt8? = nil
    ) {
        room = .allocate(byteCount: capacity, alignment: 16)
        runs = .allocate(capacity: 2 * Self.records)
        keys = .allocate(capacity: Self.records)
        // A batch of empty fields may have no bytes at all; nothing is read from them.
        self.bytes = bytes.baseAddress.map { UnsafeRawPointer($0) } ?? UnsafeRawPointer(room)
        self.starts = starts
        self.lengths = lengths
        self.separator = separator
        self.quote = quote ?? 0
        safeEnd = bytes.count - Self.step
    }

    deinit {
        room.deallocate()
        runs.deallocate()
        keys.deallocate()
    }

    mutating func clear() { (count, used) = (0, 0) }

    /// Hash of the n-th run.
    @inline(__always)
    func hash(_ index: Int) -> UInt64 {
        let run = runs[index]
        let hash = xxh3(run.bytes, run.length)
        return run.marks == 0 ? hash : combine(hash, run.marks)
    }

    /// The same, wide.
    @inline(__always)
    func hashWide(_ index: Int) -> Hash128 {
        let run = runs[index]
        let hash = xxh3Wide(run.bytes, run.length)
        guard run.marks != 0 else { return hash }
        return Hash128(high: combine(hash.high, run.marks), low: combine(hash.low, run.marks))
    }

    /// Adds the run of a group of columns.
    ///
    /// - Parameter first: place of the record's first field.
    @inline(__always)
    mutating func add(_ group: HashedColumns, _ first: Int) {
        let start = Int(starts[first &+ group.first])
        if group.count == 1 {
            return append(bytes + start, Int(lengths[first &+ group.first]))
        }
        guard group.isRun else { return gather(group, first) }
        let (starts, lengths) = (starts + first + group.first, lengths + first + group.first)
        if Self.areSeparatedByOne(starts, lengths, group.count) {
            let last = group.count &- 1
            append(bytes + start, Int(starts[last]) &+ Int(lengths[last]) &- start)
        } else {
            gatherRun(starts, lengths, group.count)
        }
    }

    /// Adds fields of a record that lie as they were written, from the quote before the first, if there is one, to
    /// the quote behind the last. Two records of the same key have the same bytes there only if they have the same
    /// fields.
    @inline(__always)
    mutating func addAsWritten(_ group: HashedColumns, _ first: Int) {
        let place = first &+ group.first
        let last = place &+ group.count &- 1
        var start = Int(starts[place])
        var end = Int(starts[last]) &+ Int(lengths[last])
        assert(start + Int(lengths[place]) < Int(starts[place + 1]))
        precondition(start < end && end < safeEnd + Self.step, "the fields are all there, in order")
        // No field that is not quoted begins with a quote, so that the first byte of all may stand for the one before.
        start &-= (bytes + max(start &- 1, 0)).load(as: UInt8.self) == quote ? 1 : 0
        end &+= (bytes + end).load(as: UInt8.self) == quote ? 1 : 0
        append(bytes + start, end &- start)
    }

    /// Whether one byte lies between each two fields next to each other: a separator. It is none where fields were
    /// written anew, and more around a quoted one.
    @inline(__always)
    private static func areSeparatedByOne(
        _ starts: UnsafePointer<UInt32>, _ lengths: UnsafePointer<UInt32>, _ count: Int
    ) -> Bool {
        guard count > 4 else {
            var others: UInt32 = 0
            for field in 1..<count {
                others |= (starts[field] &- starts[field &- 1] &- lengths[field &- 1]) ^ 1
            }
            return others == 0
        }
        // Four at once; the last four may be some that were looked at before.
        var others = SIMD4<UInt32>.zero
        var field = 1
        while true {
            let ends = four(starts + (field &- 1)) &+ four(lengths + (field &- 1))
            others |= (four(starts + field) &- ends) ^ 1
            if field &+ 4 == count { break }
            field = min(field &+ 4, count &- 4)
        }
        let halves = unsafeBitCast(others, to: SIMD2<UInt64>.self)
        return halves[0] | halves[1] == 0
    }

    @inline(__always)
    private static func four(_ numbers: UnsafePointer<UInt32>) -> SIMD4<UInt32> {
        UnsafeRawPointer(numbers).loadUnaligned(as: SIMD4<UInt32>.self)
    }

    /// Adds a run that is found.
    @inline(__always)
    mutating func append(_ bytes: UnsafeRawPointer, _ length: Int, marks: UInt64 = 0) {
        (runs + count).initialize(to: Run(bytes: bytes, length: length, marks: marks))
        count &+= 1
    }
}
