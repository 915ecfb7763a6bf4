/// Eight bytes of a value at once, in one integer: bit 7 of each byte of a mask tells about that byte.
///
/// Byte-wise tests by addition without carries (Lamport 1975, "Multiple byte processing with full-word
/// instructions"), right for bytes below 0x80.
struct WordBlock {
    /// Folded: letters in lower case, digits, 0x20 for every other byte.
    let folded: UInt64
    /// The bytes that became 0x20.
    let spaces: UInt64

    /// - Returns: nil where a byte of the block needs more than a look: an apostrophe, `&`, not ASCII.
    @inline(__always)
    init?(_ x: UInt64) {
        let quotes = (x | WordBlock.each(1)) ^ WordBlock.each(0x27)
        let backquotes = x ^ WordBlock.each(0x60)
        // A byte is zero exactly where adding 0x7F does not reach bit 7.
        let special = ~(quotes &+ WordBlock.each(0x7F)) | ~(backquotes &+ WordBlock.each(0x7F)) | x
        if special & WordBlock.top != 0 { return nil }
        let upper = WordBlock.between(x, 0x41, 0x5A)
        let word = upper | WordBlock.between(x, 0x61, 0x7A) | WordBlock.between(x, 0x30, 0x39)
        spaces = ~word & WordBlock.top
        let kept = ((word & WordBlock.top) >> 7) &* 0xFF
        folded = ((x | ((upper & WordBlock.top) >> 2)) & kept) | (WordBlock.each(0x20) & ~kept)
    }

    /// ASCII bytes with A to Z in lower case.
    @inline(__always)
    static func lowered(_ x: UInt64) -> UInt64 { x | ((between(x, 0x41, 0x5A) & top) >> 2) }

    @inline(__always)
    static var top: UInt64 { each(0x80) }

    @inline(__always)
    static func each(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }

    /// Bit 7 set in the bytes from `low` to `high`; the other bits mean nothing.
    @inline(__always)
    private static func between(_ x: UInt64, _ low: UInt8, _ high: UInt8) -> UInt64 {
        (x &+ each(0x80 - low)) & ~(x &+ each(0x7F - high))
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Bytes `place ..< place + size` in one integer, the first lowest, zeros above; nothing outside the
    /// buffer is read.
    ///
    /// - Precondition: `size` is 1…8, and `place + size <= count`.
    @inline(__always)
    func block(at place: Int, size: Int) -> UInt64 {
        let base = UnsafeRawPointer(baseAddress.unsafelyUnwrapped)
        if size == 8 {
            return UInt64(littleEndian: base.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        }
        let end = place &+ size
        if end >= 8 {
            // The eight bytes that end here, the earlier ones shifted out.
            let last = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: end &- 8, as: UInt64.self))
            return last >> UInt64(truncatingIfNeeded: (8 &- size) &* 8)
        }
        if size >= 4 {
            let low = UInt32(littleEndian: base.loadUnaligned(fromByteOffset: place, as: UInt32.self))
            let high = UInt32(littleEndian: base.loadUnaligned(fromByteOffset: end &- 4, as: UInt32.self))
            return UInt64(low) | UInt64(high) << UInt64(truncatingIfNeeded: (size &- 4) &* 8)
        }
        var block: UInt64 = 0
        for i in 0..<size { block |= UInt64(self[place &+ i]) << UInt64(truncatingIfNeeded: i &* 8) }
        return block
    }
}
