/// What the folding of words does with each byte, in one table.
enum ByteClass {
    /// The byte is left out: an apostrophe (o'brien is obrien).
    static let dropped: UInt8 = 0
    /// The byte needs the slow road: `&` or not ASCII.
    static let slow: UInt8 = 1
    /// Any other byte between words.
    static let space: UInt8 = 0x20

    /// 256 entries: a lower-case letter or a digit, `space`, `slow` or `dropped`.
    nonisolated(unsafe) static let words: UnsafePointer<UInt8> = {
        // Written once, then only read.
        let table = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
        for byte in 0..<256 {
            let c = UInt8(byte)
            switch c {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): table[byte] = c
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): table[byte] = c | 0x20
            case UInt8(ascii: "'"), UInt8(ascii: "`"): table[byte] = dropped
            case UInt8(ascii: "&"), 0x80...0xFF: table[byte] = slow
            default: table[byte] = space
            }
        }
        return UnsafePointer(table)
    }()
}

extension UInt8 {
    @inline(__always)
    var isDigit: Bool { self &- 0x30 < 10 }
    @inline(__always)
    var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
    /// A to Z become a to z; every other byte stays.
    @inline(__always)
    var lowered: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
    /// Space, tab, line ends: 0x20 and the control bytes.
    @inline(__always)
    var isBlank: Bool { self <= 0x20 }
}

typealias Bytes = UnsafeBufferPointer<UInt8>

extension UnsafeBufferPointer<UInt8> {
    /// Without blanks at both ends.
    @inline(__always)
    var trimmed: Bytes {
        var low = 0
        var high = count
        while low < high, self[low].isBlank { low += 1 }
        while high > low, self[high - 1].isBlank { high -= 1 }
        return Bytes(rebasing: self[low..<high])
    }
}
