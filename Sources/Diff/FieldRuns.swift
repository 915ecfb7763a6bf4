import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Runs of fields of a few records with a separator between them: where the bytes of the source have them just
/// so, those; else gathered in a room of their own.
///
/// A field can hold the separator itself, and then a run could be read in two ways. What tells them apart are
/// marks, which go into the hash: which fields hold it, and how long these are.
struct FieldRuns: ~Copyable {
    /// Records whose runs are found before they are hashed.
    static let records = 16

    private struct Run {
        /// In the source or in the room.
        var bytes: UnsafeRawPointer
        var length: Int
        /// 0: no field holds the separator.
        var marks: UInt64
    }

    private let bytes: UnsafeRawPointer
    private let starts: UnsafePointer<UInt32>
    private let lengths: UnsafePointer<UInt32>
    private let separator: UInt8
    /// Up to here whole steps can be read.
    private let safeEnd: Int
    private var room: UnsafeMutableRawPointer
    private var capacity = 1 << 14
    private var used = 0
    /// A key and a row of each record.
    private let runs: UnsafeMutablePointer<Run>
    private var count = 0

    /// Bytes copied at once.
    private static let step = 32

    init(
        bytes: UnsafeMutableRawBufferPointer, starts: UnsafePointer<UInt32>, lengths: UnsafePointer<UInt32>,
        separator: UInt8
    ) {
        room = .allocate(byteCount: capacity, alignment: 16)
        runs = .allocate(capacity: 2 * Self.records)
        // A batch of empty fields may have no bytes at all; nothing is read from them.
        self.bytes = bytes.baseAddress.map { UnsafeRawPointer($0) } ?? UnsafeRawPointer(room)
        self.starts = starts
        self.lengths = lengths
        self.separator = separator
        safeEnd = bytes.count - Self.step
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

    @inline(__always)
    private mutating func append(_ bytes: UnsafeRawPointer, _ length: Int, marks: UInt64 = 0) {
        (runs + count).initialize(to: Run(bytes: bytes, length: length, marks: marks))
        count &+= 1
    }

    /// Gathers fields that stand side by side, in pieces between which the source has more than the separator. A
    /// field that has nothing but it on one side is not quoted, and cannot hold it.
    @inline(never)
    private mutating func gatherRun(
        _ starts: UnsafePointer<UInt32>, _ lengths: UnsafePointer<UInt32>, _ count: Int
    ) {
        var sum = 0
        for field in 0..<count { sum &+= Int(lengths[field]) }
        makeRoom(sum, count)
        var at = room + used
        var marks: UInt64 = 0
        var field = 0
        while field < count {
            let start = Int(starts[field])
            var end = start &+ Int(lengths[field])
            var next = field &+ 1
            while next < count, Int(starts[next]) == end &+ 1, (bytes + end).load(as: UInt8.self) == separator
            {
                end = end &+ 1 &+ Int(lengths[next])
                next &+= 1
            }
            copy(start, end &- start, to: at)
            if next == field &+ 1 { mark(field, at, end &- start, &marks) }
            at += end &- start
            at.storeBytes(of: separator, as: UInt8.self)
            at += 1
            field = next
        }
        appendGathered(to: at, marks)
    }

    /// Gathers fields one by one.
    @inline(never)
    private mutating func gather(_ group: HashedColumns, _ first: Int) {
        group.columns.withUnsafeBufferPointer { columns in
            var sum = 0
            for column in columns { sum &+= Int(lengths[first &+ column]) }
            makeRoom(sum, columns.count)
            var at = room + used
            var marks: UInt64 = 0
            for (field, column) in columns.enumerated() {
                let length = Int(lengths[first &+ column])
                copy(Int(starts[first &+ column]), length, to: at)
                mark(field, at, length, &marks)
                at += length
                at.storeBytes(of: separator, as: UInt8.self)
                at += 1
            }
            appendGathered(to: at, marks)
        }
    }

    /// Notes a field that holds the separator.
    @inline(__always)
    private func mark(_ field: Int, _ bytes: UnsafeRawPointer, _ length: Int, _ marks: inout UInt64) {
        if length > 0, memchr(bytes, Int32(separator), length) != nil {
            marks = combine(
                marks, UInt64(truncatingIfNeeded: field) &<< 32 | UInt64(truncatingIfNeeded: length))
        }
    }

    /// Room for the bytes of some fields, a separator behind each, and what a copy of whole steps writes too much.
    @inline(__always)
    private mutating func makeRoom(_ sum: Int, _ fields: Int) {
        let needed = used &+ sum &+ fields &+ Self.step
        if needed > capacity { grow(needed) }
    }

    /// Adds what was gathered up to `end`, without the last separator.
    @inline(__always)
    private mutating func appendGathered(to end: UnsafeMutableRawPointer, _ marks: UInt64) {
        let begin = room + used
        let length = end - begin &- 1
        append(begin, length, marks: marks)
        used &+= length
    }

    @inline(__always)
    private func copy(_ start: Int, _ length: Int, to target: UnsafeMutableRawPointer) {
        guard start &+ length <= safeEnd else {
            return target.copyMemory(from: bytes + start, byteCount: length)
        }
        // Steps of fixed size, whatever the length; what is too much is overwritten.
        var done = 0
        repeat {
            let step = (bytes + start + done).loadUnaligned(as: SIMD4<UInt64>.self)
            (target + done).storeBytes(of: step, as: SIMD4<UInt64>.self)
            done &+= Self.step
        } while done < length
    }

    private mutating func grow(_ needed: Int) {
        capacity = max(needed, 2 * capacity)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
        larger.copyMemory(from: room, byteCount: used)
        for run in 0..<count {
            let offset = runs[run].bytes - UnsafeRawPointer(room)
            if (0..<used).contains(offset) { runs[run].bytes = UnsafeRawPointer(larger + offset) }
        }
        room.deallocate()
        room = larger
    }
}
