/// Bytes that may be written beyond a record: values are stored in whole words, and the next value covers
/// what was too much.
public let recordOverrun = 16

/// Writes one row in SQLite's record format: a header with the type of every value, then the values
/// (https://www.sqlite.org/fileformat2.html#record_format).
public struct RecordWriter {
    @usableFromInline var types: UnsafeMutablePointer<UInt8>
    @usableFromInline var values: UnsafeMutablePointer<UInt8>

    /// - Parameters:
    ///   - start: room for the whole record.
    ///   - headerSize: bytes of the header with its own first byte, below 128.
    @inlinable @inline(__always)
    public init(at start: UnsafeMutablePointer<UInt8>, headerSize: Int) {
        assert(headerSize < 128)
        start[0] = UInt8(truncatingIfNeeded: headerSize)
        types = start + 1
        values = start + headerSize
    }

    /// A value of any type: `fill` puts down its `count` bytes, and up to `recordOverrun` more.
    @inlinable @inline(__always)
    public mutating func put(serialType: Int, count: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Void) {
        types += writeVarint(serialType, to: types)
        fill(values)
        values += count
    }

    /// A text, or a blob where the bytes are no text.
    @inlinable @inline(__always)
    public mutating func put(_ bytes: UnsafeBufferPointer<UInt8>, isText: Bool) {
        types += writeVarint(2 * bytes.count + (isText ? 13 : 12), to: types)
        if let base = bytes.baseAddress { values.update(from: base, count: bytes.count) }
        values += bytes.count
    }

    /// An integer, as short as it goes.
    @inlinable @inline(__always)
    public mutating func put(_ integer: Int) {
        let (type, size) = integerFormat(integer)
        types[0] = type
        types += 1
        let highest = UInt64(truncatingIfNeeded: integer) &<< UInt64(64 - 8 * size)
        UnsafeMutableRawPointer(values).storeBytes(of: highest.bigEndian, as: UInt64.self)
        values += size
    }

    /// A real number.
    @inlinable @inline(__always)
    public mutating func put(_ real: Double) {
        types[0] = 7
        types += 1
        UnsafeMutableRawPointer(values).storeBytes(of: real.bitPattern.bigEndian, as: UInt64.self)
        values += 8
    }

    /// Nothing.
    @inlinable @inline(__always)
    public mutating func putNull() {
        types[0] = 0
        types += 1
    }
}

/// Serial type of an integer and how many bytes its value takes. 0 and 1 take none.
@inlinable @inline(__always)
public func integerFormat(_ integer: Int) -> (type: UInt8, size: Int) {
    if integer == 0 { return (8, 0) }
    if integer == 1 { return (9, 0) }
    switch integer {
    case -0x80...0x7F: return (1, 1)
    case -0x8000...0x7FFF: return (2, 2)
    case -0x80_0000...0x7F_FFFF: return (3, 3)
    case -0x8000_0000...0x7FFF_FFFF: return (4, 4)
    case -0x8000_0000_0000...0x7FFF_FFFF_FFFF: return (5, 6)
    default: return (6, 8)
    }
}

/// Bytes of a number as SQLite's variable-length integer, for numbers below 2^28.
@inlinable @inline(__always)
public func varintSize(_ number: Int) -> Int {
    assert(number >= 0 && number < 1 << 28)
    return number < 1 << 7 ? 1 : number < 1 << 14 ? 2 : number < 1 << 21 ? 3 : 4
}

/// Writes a number below 2^28, seven bits a byte, the highest first; returns the bytes written.
@inlinable @inline(__always)
public func writeVarint(_ number: Int, to place: UnsafeMutablePointer<UInt8>) -> Int {
    if number < 0x80 {
        place[0] = UInt8(truncatingIfNeeded: number)
        return 1
    }
    let size = varintSize(number)
    for byte in 0..<size {
        let bits = UInt8(truncatingIfNeeded: number >> (7 * (size - 1 - byte))) & 0x7F
        place[byte] = byte == size - 1 ? bits : bits | 0x80
    }
    return size
}
