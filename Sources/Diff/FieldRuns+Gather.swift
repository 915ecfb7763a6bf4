import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

// Runs whose bytes the source does not have side by side.
extension FieldRuns {
    /// Adds fields of a record that do not lie as they were written: it shares its hash with none that does.
    @inline(never)
    mutating func addUnusual(_ group: HashedColumns, _ first: Int) {
        gather(group, first)
        let marks = xxh3(lengths + first + group.first, group.count &* MemoryLayout<UInt32>.stride)
        runs[count &- 1].marks = marks == 0 ? 1 : marks
    }

    /// Gathers fields that stand side by side, in pieces between which the source has more than the separator. A
    /// field that has nothing but it on one side is not quoted, and cannot hold it.
    @inline(never)
    mutating func gatherRun(
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
    mutating func gather(_ group: HashedColumns, _ first: Int) {
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
