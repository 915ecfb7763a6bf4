import FileRecords

/// The letters behind the last dot of a name, at most eight, without their case, in one word.
///
/// A name that begins with its only dot has none: `.profile` is hidden, not a file of profiles.
public struct FileExtension: Sendable, Hashable {
    /// The letters, the last in the lowest byte; 0 for none.
    let word: UInt64

    /// The extension of a name's bytes.
    @inline(__always)
    public init(name: UnsafeRawBufferPointer) {
        var word: UInt64 = 0
        var place = name.count - 1
        var shift: UInt64 = 0
        while place > 0, shift < 72 {
            let byte = name[place]
            if byte == UInt8(ascii: ".") {
                self.word = shift <= 64 ? word : 0
                return
            }
            if shift == 64 { break }
            let isUpper = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
            word |= UInt64(isUpper ? byte | 0x20 : byte) &<< shift
            shift += 8
            place -= 1
        }
        self.word = 0
    }

    /// The extension that is written so, without a dot.
    public init(_ text: String) {
        self = Array(("x." + text).utf8).withUnsafeBytes { FileExtension(name: $0) }
    }
}
