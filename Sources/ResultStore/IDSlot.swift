import PackedTables

/// An id in 16 bytes: itself where it is a text of at most 15, else where it stands.
///
/// ```
///   │ b y t e s … 0 0 0 │ length 0–15 │         most ids: one cache line holds four of them
///   │ offset (8) │ length (4) │ … │ 0x80 or 0x81 │    longer texts (0x80); blobs (0x81)
/// ```
struct IDSlot {
    // The first 8 bytes as a big-endian number, and the last 8.
    private let high: UInt64
    private let low: UInt64

    /// - Parameters:
    ///   - id: its bytes.
    ///   - longIDs: takes the bytes that do not fit.
    @inline(__always)
    init(_ id: UnsafeBufferPointer<UInt8>, longIDs: inout [UInt8]) {
        self = IDSlot(ascii: id) ?? IDSlot(any: id, longIDs: &longIDs)
    }

    @inline(never)
    private init(any id: UnsafeBufferPointer<UInt8>, longIDs: inout [UInt8]) {
        let isText = isText(id)
        guard id.count <= 15, isText else {
            high = UInt64(longIDs.count)
            low = UInt64(id.count) << 32 | (isText ? 0x80 : 0x81)
            longIDs.append(contentsOf: id)
            return
        }
        var (high, low): (UInt64, UInt64) = (0, 0)
        for (place, byte) in id.enumerated() {
            if place < 8 {
                high |= UInt64(byte) << (56 - 8 * UInt64(place))
            } else {
                low |= UInt64(byte) << (120 - 8 * UInt64(place))
            }
        }
        self.high = high
        self.low = low | UInt64(id.count)
    }

    /// The same for what most ids are: 4 to 15 characters of ASCII. Nil for all others.
    @inline(__always)
    private init?(ascii id: UnsafeBufferPointer<UInt8>) {
        guard id.count >= 4, id.count <= 15, let base = UnsafeRawPointer(id.baseAddress) else { return nil }
        let count = UInt64(truncatingIfNeeded: id.count)
        // The first and the last bytes are read as one number each, which overlap.
        if id.count >= 8 {
            high = UInt64(bigEndian: base.loadUnaligned(as: UInt64.self))
            let last = UInt64(bigEndian: (base + id.count - 8).loadUnaligned(as: UInt64.self))
            low = last << (128 - 8 * count) | count
        } else {
            let first = UInt32(bigEndian: base.loadUnaligned(as: UInt32.self))
            let last = UInt32(bigEndian: (base + id.count - 4).loadUnaligned(as: UInt32.self))
            high = UInt64(first) << 32 | UInt64(last) << (64 - 8 * count)
            low = count
        }
        // Padding counts as a character: only a NUL among the id's own bytes is one.
        let padding = (high: UInt64.max >> (8 * count), low: UInt64.max >> (8 * max(count, 8) - 64))
        guard isASCII(high | padding.high & ones), isASCII(low & ~0xFF | padding.low & ones) else {
            return nil
        }
    }

    @inline(__always)
    var isInline: Bool { low & 0x80 == 0 }

    @inline(__always)
    var isBlob: Bool { low & 0x81 == 0x81 }

    @inline(__always)
    var count: Int { isInline ? Int(low & 0x7F) : Int(low >> 32) }

    /// SQLite's serial type: 13 + 2n for a text of n bytes, 12 + 2n for a blob.
    @inline(__always)
    var serialType: Int { 2 * count + (isBlob ? 12 : 13) }

    /// Bytes that its type and value take in a record.
    @inline(__always)
    var storedSize: Int { varintSize(serialType) + count }

    /// Copies the id's bytes; may write up to `recordOverrun` bytes beyond them.
    @inline(__always)
    func copy(to place: UnsafeMutablePointer<UInt8>, longIDs: UnsafePointer<UInt8>) {
        guard isInline else { return place.update(from: longIDs + Int(high), count: count) }
        let target = UnsafeMutableRawPointer(place)
        target.storeBytes(of: high.bigEndian, as: UInt64.self)
        (target + 8).storeBytes(of: low.bigEndian, as: UInt64.self)
    }

    /// Eight bytes of the id from `shared` on, as a big-endian number, padded with zeros.
    func key(after shared: Int, longIDs: UnsafePointer<UInt8>) -> UInt64 {
        if isInline, shared < 8 {
            return shared == 0 ? high : high << UInt64(8 * shared) | (low & ~0xFF) >> UInt64(64 - 8 * shared)
        }
        var key: UInt64 = 0
        for place in shared..<shared + 8 { key = key << 8 | UInt64(byte(place, longIDs: longIDs)) }
        return key
    }

    /// A byte of the id; zero beyond its end.
    func byte(_ place: Int, longIDs: UnsafePointer<UInt8>) -> UInt8 {
        guard place < count else { return 0 }
        if !isInline { return longIDs[Int(high) + place] }
        return UInt8(
            truncatingIfNeeded: place < 8 ? high >> UInt64(56 - 8 * place) : low >> UInt64(120 - 8 * place))
    }

    /// SQLite's order of values with BINARY collation: texts before blobs, then bytes, then length.
    ///
    /// - Returns: below, equal to or above zero.
    static func compare(
        _ one: IDSlot, _ oneLongIDs: UnsafePointer<UInt8>, _ other: IDSlot,
        _ otherLongIDs: UnsafePointer<UInt8>
    ) -> Int {
        if one.isInline, other.isInline {
            // Texts hold no zero byte, so the padding sorts the shorter first.
            if one.high != other.high { return one.high < other.high ? -1 : 1 }
            return one.low == other.low ? 0 : one.low < other.low ? -1 : 1
        }
        if one.isBlob != other.isBlob { return one.isBlob ? 1 : -1 }
        for place in 0..<min(one.count, other.count) {
            let (a, b) = (one.byte(place, longIDs: oneLongIDs), other.byte(place, longIDs: otherLongIDs))
            if a != b { return a < b ? -1 : 1 }
        }
        return one.count - other.count
    }
}

/// A one in every byte.
private let ones: UInt64 = 0x0101_0101_0101_0101

/// All eight bytes are characters of ASCII other than NUL.
@inline(__always)
private func isASCII(_ bytes: UInt64) -> Bool { (bytes | (bytes &- ones)) & (ones << 7) == 0 }
