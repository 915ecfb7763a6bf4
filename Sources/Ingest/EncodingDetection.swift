import CKernels
import Records

/// The encoding of a text, judged by its beginning.
struct EncodingEvidence {
    var encoding: TextEncoding
    /// Bytes of the byte order mark.
    var markBytes = 0
    var sentence: String?

    /// Bytes of the beginning that are judged.
    static let headBytes = 1 << 20

    init(encoding: TextEncoding, markBytes: Int = 0, sentence: String? = nil) {
        self.encoding = encoding
        self.markBytes = markBytes
        self.sentence = sentence
    }

    /// What the beginning of a text tells.
    ///
    /// - Parameters:
    ///   - told: the encoding it is in, whatever it looks like; nil: detected.
    ///   - further: stretches further on, for a file whose beginning tells nothing.
    init(of head: [UInt8], further: () throws -> [[UInt8]] = { [] }, told: TextEncoding?) rethrows {
        self = try detectEncoding(head, further)
        guard let told, told != encoding else { return }
        self.init(encoding: told)
        let marks: [TextEncoding: [UInt8]] = [
            .utf16LittleEndian: [0xFF, 0xFE], .utf16BigEndian: [0xFE, 0xFF],
        ]
        let mark = marks[told] ?? [0xEF, 0xBB, 0xBF]
        if head.starts(with: mark) { markBytes = mark.count }
    }
}

/// Judges by byte order mark, by where NULs stand (UTF-16 of western text is every other byte NUL), and
/// by what is well-formed UTF-8: single-byte text is practically never.
private func detectEncoding(
    _ head: [UInt8], _ further: () throws -> [[UInt8]]
) rethrows -> EncodingEvidence {
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { return .init(encoding: .utf8, markBytes: 3) }
    if head.starts(with: [0xFF, 0xFE]) {
        return .init(encoding: .utf16LittleEndian, markBytes: 2, sentence: "UTF-16 by its byte order mark")
    }
    if head.starts(with: [0xFE, 0xFF]) {
        return .init(encoding: .utf16BigEndian, markBytes: 2, sentence: "UTF-16 by its byte order mark")
    }
    if let utf16 = utf16WithoutMark(head.prefix(64 << 10)) { return utf16 }
    var (sequences, breaks, controls) = countUTF8(head)
    if sequences == 0 && breaks == 0 {
        for stretch in try further() {
            // Its first bytes may belong to a character before it.
            let more = countUTF8(Array(stretch.drop { (0x80..<0xC0).contains($0) }))
            sequences += more.sequences
            breaks += more.breaks
            controls = controls || more.controls
        }
    }
    // A broken byte here and there does not make a UTF-8 file something else.
    if breaks == 0 || sequences >= 4 * breaks { return .init(encoding: .utf8) }
    let encoding: TextEncoding = controls ? .windows1252 : .latin1
    return .init(
        encoding: encoding,
        sentence: "read as \(controls ? "Windows-1252" : "Latin-1"), since it is not valid UTF-8")
}

private func utf16WithoutMark(_ head: ArraySlice<UInt8>) -> EncodingEvidence? {
    guard head.count >= 8 else { return nil }
    var zeros = (even: 0, odd: 0)
    for (index, byte) in head.enumerated() where byte == 0 {
        if index % 2 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
    }
    let half = head.count / 2
    if zeros.odd * 10 > half * 7 && zeros.even * 20 < half {
        return .init(encoding: .utf16LittleEndian, sentence: "UTF-16, every second byte is NUL")
    }
    if zeros.even * 10 > half * 7 && zeros.odd * 20 < half {
        return .init(encoding: .utf16BigEndian, sentence: "UTF-16, every second byte is NUL")
    }
    return nil
}

/// Sequences of two bytes or more, places where UTF-8 breaks, and whether a byte 0x80 … 0x9F stands at
/// one of those, which Latin-1 does not use for text.
private func countUTF8(_ bytes: [UInt8]) -> (sequences: Int, breaks: Int, controls: Bool) {
    var sequences = 0
    var breaks = 0
    var controls = false
    bytes.withUnsafeBufferPointer { bytes in
        guard let base = bytes.baseAddress else { return }
        // The scan may read behind what it judges: look at the last bytes apart.
        let judged = max(0, bytes.count - Int(TIEOUT_SCAN_PADDING))
        let isPlain = tieout_survey(base, judged, 0, 0).nonascii == 0
        if isPlain && bytes[judged...].allSatisfy({ $0 < 0x80 }) { return }
        var at = 0
        while at < bytes.count {
            let valid = tieout_utf8_prefix(base + at, bytes.count - at)
            for index in at..<at + valid where base[index] >= 0xC0 { sequences += 1 }
            at += valid
            // A sequence cut off by the end of the sample is no break.
            guard bytes.count - at > 3 else { break }
            breaks += 1
            controls = controls || (0x80..<0xA0).contains(base[at])
            at += 1
        }
        if breaks == 0 && at < bytes.count && sequences == 0 { breaks = 1 }
    }
    return (sequences, breaks, controls)
}

/// Refuses what is no text, with what to do about it.
func refuseBinary(_ head: [UInt8], at path: String) throws {
    let packed: [(start: [UInt8], what: String, remedy: String)] = [
        ([0x1F, 0x8B, 0x08], "is compressed twice", "unpack it once"),
        ([0x28, 0xB5, 0x2F, 0xFD], "is compressed twice", "unpack it once"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "is compressed with xz", "unpack it first: xz -d"),
        ([0x50, 0x4B, 0x03, 0x04], "is a zip archive or a spreadsheet", "export it as CSV"),
        (Array("SQLite format 3".utf8) + [0], "is an SQLite database", "export the table as CSV"),
        (Array("PAR1".utf8), "is a Parquet file", "export it as CSV"),
        (Array("%PDF".utf8), "is a PDF document", "export the data as CSV"),
    ]
    for kind in packed where head.starts(with: kind.start) {
        throw TieoutError(kind.what, at: path, remedy: kind.remedy)
    }
    let beginning = head.prefix(64 << 10)
    if beginning.count(where: { $0 == 0 }) * 16 > beginning.count {
        throw TieoutError(
            "looks like a binary file: it is full of NUL bytes", at: path, remedy: "export it as CSV")
    }
}
