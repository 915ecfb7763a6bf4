import CKernels
import Records

/// Windows-1252, bytes 0x80 … 0x9F, after the WHATWG Encoding Standard; the bytes it leaves open stand
/// for the control characters of Latin-1.
private let windows1252: [UInt16] = [
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
    0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122,
    0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
]

/// Writes a single-byte text as UTF-8; `target` has room for three bytes each.
///
/// - Returns: bytes written.
func transcode(
    _ source: UnsafeBufferPointer<UInt8>, latin1: Bool, to target: UnsafeMutablePointer<UInt8>
) -> Int {
    var count = 0
    for byte in source {
        let scalar = byte >= 0x80 && byte < 0xA0 && !latin1 ? windows1252[Int(byte) - 0x80] : UInt16(byte)
        if scalar < 0x80 {
            target[count] = UInt8(scalar)
            count += 1
        } else if scalar < 0x800 {
            target[count] = 0xC0 | UInt8(scalar >> 6)
            target[count + 1] = 0x80 | UInt8(scalar & 0x3F)
            count += 2
        } else {
            target[count] = 0xE0 | UInt8(scalar >> 12)
            target[count + 1] = 0x80 | UInt8(scalar >> 6 & 0x3F)
            target[count + 2] = 0x80 | UInt8(scalar & 0x3F)
            count += 3
        }
    }
    return count
}

/// Writes text with U+FFFD for what is malformed; `target` has room for three bytes each.
///
/// - Returns: bytes written.
func mend(_ source: UnsafeBufferPointer<UInt8>, to target: UnsafeMutablePointer<UInt8>) -> Int {
    let mended = Array(String(decoding: source, as: UTF8.self).utf8)
    target.update(from: mended, count: mended.count)
    return mended.count
}

extension TextEncoding {
    var isSingleByte: Bool { self == .latin1 || self == .windows1252 }
    var isUTF16: Bool { self == .utf16LittleEndian || self == .utf16BigEndian }
}

func isUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = bytes.baseAddress else { return true }
    return tieout_utf8_prefix(base, bytes.count) == bytes.count
}

extension ChunkScanner {
    /// The batch with every field in well-formed UTF-8.
    ///
    /// In a file taken for UTF-8, a record that is none is mended with U+FFFD or read as Windows-1252.
    ///
    /// - Returns: the batch, and how many records were not in the encoding of the file.
    static func inUTF8(
        _ batch: RawBatch, from encoding: TextEncoding, replacing: Bool = false
    ) -> (batch: RawBatch, transcoded: Int) {
        let single = encoding.isSingleByte
        var foreign: [Bool] = []
        if !single {
            foreign = (0..<batch.recordCount).map { record in
                (0..<batch.columnCount).contains { !isUTF8(batch.field(record, $0)) }
            }
            guard foreign.contains(true) else { return (batch, 0) }
        }
        var room = 0
        for record in 0..<batch.recordCount {
            let factor = single || foreign[record] ? 3 : 1
            for column in 0..<batch.columnCount { room += factor * batch.field(record, column).count }
        }
        // Places are 32 bits wide; a batch that large would need a record of over a gigabyte.
        precondition(room <= Int(UInt32.max))
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: max(room, 1), alignment: 16)
        let target = bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)
        var starts = Array(batch.starts)
        var lengths = Array(batch.lengths)
        var used = 0
        for record in 0..<batch.recordCount {
            for column in 0..<batch.columnCount {
                let field = batch.field(record, column)
                let place = record * batch.columnCount + column
                starts[place] = UInt32(used)
                if replacing && !single && foreign[record] {
                    lengths[place] = UInt32(mend(field, to: target + used))
                } else if single || foreign[record] {
                    lengths[place] = UInt32(transcode(field, latin1: encoding == .latin1, to: target + used))
                } else if let base = field.baseAddress {
                    (target + used).update(from: base, count: field.count)
                }
                used += Int(lengths[place])
            }
        }
        let result = RawBatch(
            sequence: batch.sequence, columnCount: batch.columnCount, recordCount: batch.recordCount,
            byteOffset: batch.byteOffset, recordOffsets: Array(batch.recordOffsets), bytes: bytes,
            starts: starts,
            lengths: lengths, firstLine: batch.firstLine, isOneLineEach: batch.isOneLineEach)
        return (result, foreign.count { $0 })
    }
}
