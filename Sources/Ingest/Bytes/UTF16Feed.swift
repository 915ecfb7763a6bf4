import Records

/// UTF-16 as UTF-8.
///
/// A surrogate without its partner comes out as the three bytes that UTF-8 forbids for it (as in WTF-8),
/// and a single byte at the end as 0xFF: what is done with malformed text is decided in one place, later.
final class UTF16Feed: ByteFeed {
    private var input: FeedInput
    private let littleEndian: Bool
    /// A high surrogate whose partner is not yet known; 0: none.
    private var high: UInt16 = 0
    /// Decoded, and for want of room not yet given.
    private var waiting: ArraySlice<UInt8> = []
    /// The most that one step writes: a lone surrogate, then what followed it.
    private static let stepBytes = 8

    init(_ feed: any ByteFeed, littleEndian: Bool) {
        input = FeedInput(feed)
        self.littleEndian = littleEndian
    }

    func read(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        precondition(!target.isEmpty)
        if waiting.isEmpty {
            guard target.count < Self.stepBytes else { return try decode(into: target) }
            var step = [UInt8](repeating: 0, count: Self.stepBytes)
            let count = try step.withUnsafeMutableBytes { try decode(into: $0) }
            waiting = step[..<count]
        }
        let given = waiting.prefix(target.count)
        target.copyBytes(from: given)
        waiting = waiting.dropFirst(given.count)
        return given.count
    }

    private func decode(into target: UnsafeMutableRawBufferPointer) throws -> Int {
        var count = 0
        while count == 0 {
            try input.fill(atLeast: 2)
            let bytes = input.bytes
            guard bytes.count >= 2 else {
                guard count == 0, high != 0 || !bytes.isEmpty else { return 0 }
                if high != 0 { put(UInt32(high), target, &count) }
                high = 0
                if !bytes.isEmpty {
                    target[count] = 0xFF
                    count += 1
                    input.use(1)
                }
                return count
            }
            var place = 0
            while place + 1 < bytes.count && count + Self.stepBytes <= target.count {
                let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
                take(littleEndian ? second << 8 | first : first << 8 | second, target, &count)
                place += 2
            }
            input.use(place)
        }
        return count
    }

    @inline(__always)
    private func take(_ unit: UInt16, _ target: UnsafeMutableRawBufferPointer, _ count: inout Int) {
        if unit < 0x80 && high == 0 {
            target[count] = UInt8(unit)
            count += 1
            return
        }
        if high != 0 {
            let before = high
            high = 0
            if unit & 0xFC00 == 0xDC00 {
                put(0x10000 + (UInt32(before & 0x3FF) << 10 | UInt32(unit & 0x3FF)), target, &count)
                return
            }
            put(UInt32(before), target, &count)
        }
        if unit & 0xFC00 == 0xD800 { high = unit } else { put(UInt32(unit), target, &count) }
    }

    private func put(_ scalar: UInt32, _ target: UnsafeMutableRawBufferPointer, _ count: inout Int) {
        func append(_ byte: UInt32) {
            target[count] = UInt8(truncatingIfNeeded: byte)
            count += 1
        }
        switch scalar {
        case ..<0x80: append(scalar)
        case ..<0x800:
            append(0xC0 | scalar >> 6)
            append(0x80 | scalar & 0x3F)
        case ..<0x10000:
            append(0xE0 | scalar >> 12)
            append(0x80 | scalar >> 6 & 0x3F)
            append(0x80 | scalar & 0x3F)
        default:
            append(0xF0 | scalar >> 18)
            append(0x80 | scalar >> 12 & 0x3F)
            append(0x80 | scalar >> 6 & 0x3F)
            append(0x80 | scalar & 0x3F)
        }
    }
}
