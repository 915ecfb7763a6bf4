/// Folds ASCII words: lower case, punctuation to single spaces, apostrophes dropped.
///
/// Eight bytes a step where they hold no apostrophe and no two separators in a row, else byte by byte.
///
/// - Parameters:
///   - out: room for `raw.count + 8` bytes.
///   - table: `ByteClass.words`.
/// - Returns: bytes written, or −1 where the value needs `foldUnicode` (an `&` or a byte beyond ASCII).
/// - Complexity: O(count)
@inline(__always)
func foldASCII(_ raw: Bytes, to out: UnsafeMutablePointer<UInt8>, table: UnsafePointer<UInt8>) -> Int {
    var n = 0
    var place = 0
    while place < raw.count, raw[place] == ByteClass.space { place &+= 1 }
    // Bit 7 where the byte before was a separator; none is written at the start.
    var separated: UInt64 = 0x80
    while place < raw.count {
        let size = min(8, raw.count &- place)
        if let block = WordBlock(raw.block(at: place, size: size)) {
            let spaces = size == 8 ? block.spaces : block.spaces & ((1 << UInt64(size &* 8)) &- 1)
            if spaces & (spaces << 8 | separated) == 0 {
                UnsafeMutableRawPointer(out + n).storeBytes(of: block.folded.littleEndian, as: UInt64.self)
                n &+= size
                place &+= size
                separated = (spaces >> UInt64((size &- 1) &* 8)) & 0x80
                continue
            }
        }
        var last = separated == 0 ? 0 : ByteClass.space
        for byte in raw[place..<(place &+ size)] {
            let c = table[Int(byte)]
            if c < ByteClass.space {
                if c == ByteClass.dropped { continue }
                return -1
            }
            // Always written, kept unless a second space.
            out[n] = c
            n &+= c != ByteClass.space || last != ByteClass.space ? 1 : 0
            last = c
        }
        separated = last == ByteClass.space ? 0x80 : 0
        place &+= size
    }
    return n > 0 && separated != 0 ? n &- 1 : n
}

/// As `foldASCII`, leaving the spaces out: the canonical form of codes.
///
/// - Returns: bytes written, or −1 where the value needs the slow road.
@inline(__always)
func foldASCIICode(_ raw: Bytes, to out: UnsafeMutablePointer<UInt8>, table: UnsafePointer<UInt8>) -> Int {
    var n = 0
    var place = 0
    while place < raw.count {
        let size = min(8, raw.count &- place)
        if let block = WordBlock(raw.block(at: place, size: size)) {
            let spaces = size == 8 ? block.spaces : block.spaces & ((1 << UInt64(size &* 8)) &- 1)
            if spaces == 0 {
                UnsafeMutableRawPointer(out + n).storeBytes(of: block.folded.littleEndian, as: UInt64.self)
                n &+= size
                place &+= size
                continue
            }
        }
        for byte in raw[place..<(place &+ size)] {
            let c = table[Int(byte)]
            if c == ByteClass.slow { return -1 }
            out[n] = c
            n &+= c > ByteClass.space ? 1 : 0
        }
        place &+= size
    }
    return n
}

/// Folds any value to words: HTML entities decoded, `&` to `and`, NFKC, case folded, accents removed,
/// everything that is neither letter, digit nor a mark that makes a letter to single spaces.
/// Bytes that are not UTF-8 separate words.
///
/// - Parameter out: emptied first.
/// - Complexity: O(count), some 10 ns a character.
func foldUnicode(_ raw: Bytes, into out: inout [UInt8]) {
    out.removeAll(keepingCapacity: true)
    var writer = WordWriter()
    var place = 0
    while place < raw.count { place = writer.put(raw, at: place, into: &out) }
    writer.finish(&out)
}

/// Puts folded scalars behind one another, with single spaces where something else stood.
struct WordWriter {
    private var spaceDue = false
    /// The last scalar written and where it starts, for what combines with it.
    private var last: UInt32 = 0
    private var lastStart = 0
    private let folding = FoldingTable.shared
    private let classes = ByteClass.words

    /// Puts what stands at `place`: a scalar, an HTML entity, a malformed byte.
    ///
    /// - Returns: where the next one starts.
    @inline(__always)
    mutating func put(_ raw: Bytes, at place: Int, into out: inout [UInt8]) -> Int {
        let byte = raw[place]
        if byte == UInt8(ascii: "&") {
            let entity = htmlEntity(raw, at: place)
            put(entity?.scalar ?? 0x26, into: &out)
            return place + (entity?.length ?? 1)
        }
        if byte < 0x80 {
            put(UInt32(byte), into: &out)
            return place + 1
        }
        let decoded = decodeUTF8(raw, at: place)
        put(decoded.scalar, into: &out)
        return place + decoded.length
    }

    /// Puts a mark as it is, inside the word that stands before it.
    mutating func putMark(_ mark: UInt8, into out: inout [UInt8]) { append(mark, to: &out) }

    /// What comes next is another word.
    mutating func endWord() { spaceDue = true }

    mutating func put(_ scalar: UInt32, into out: inout [UInt8]) {
        if scalar < 0x80 { return putASCII(UInt8(scalar), into: &out) }
        if isApostrophe(scalar) { return }
        guard let replacement = folding.replacement(scalar) else { return putFolded(scalar, into: &out) }
        for part in replacement {
            if part < 0x80 {
                putASCII(UInt8(part), into: &out)
            } else if !isApostrophe(part) {
                putFolded(part, into: &out)
            }
        }
    }

    mutating func finish(_ out: inout [UInt8]) {
        if out.last == ByteClass.space { out.removeLast() }
    }

    private mutating func putASCII(_ byte: UInt8, into out: inout [UInt8]) {
        let c = classes[Int(byte)]
        switch c {
        case ByteClass.dropped: return
        case ByteClass.space: spaceDue = true
        case ByteClass.slow:
            spaceDue = true
            for letter in [UInt8(ascii: "a"), UInt8(ascii: "n"), UInt8(ascii: "d")] {
                append(letter, to: &out)
            }
            spaceDue = true
        default: append(c, to: &out)
        }
    }

    private mutating func putFolded(_ scalar: UInt32, into out: inout [UInt8]) {
        guard belongsToWord(scalar) else {
            spaceDue = true
            return
        }
        if !spaceDue, lastStart < out.count, let joined = composition(last, scalar) {
            out.removeSubrange(lastStart...)
            return append(joined, to: &out)
        }
        append(scalar, to: &out)
    }

    @inline(__always)
    private mutating func append(_ byte: UInt8, to out: inout [UInt8]) {
        if spaceDue, !out.isEmpty { out.append(ByteClass.space) }
        spaceDue = false
        last = UInt32(byte)
        lastStart = out.count
        out.append(byte)
    }

    private mutating func append(_ scalar: UInt32, to out: inout [UInt8]) {
        if spaceDue, !out.isEmpty { out.append(ByteClass.space) }
        spaceDue = false
        last = scalar
        lastStart = out.count
        appendUTF8(scalar, to: &out)
    }
}

/// Typographic apostrophes, primes used as such, and the invisible marks that separate nothing.
private func isApostrophe(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x2018, 0x2019, 0x201B, 0x02BC, 0x02BB, 0x00B4, 0x2032, 0xFF07: true
    case 0x00AD, 0x200B...0x200F, 0x2060, 0xFEFF: true
    default: false
    }
}

/// Letters, digits and marks; not punctuation, symbols, spaces and controls.
private func belongsToWord(_ value: UInt32) -> Bool {
    guard let scalar = Unicode.Scalar(value), value != 0xFFFD else { return false }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
    case .decimalNumber, .letterNumber, .otherNumber: return true
    case .nonspacingMark, .spacingMark, .enclosingMark: return true
    default: return false
    }
}

/// What two scalars become in NFC where both survive folding: Hangul syllables (UAX #15, section on
/// Hangul composition) and voiced kana. Accented Latin, Greek and Cyrillic letters need none of it:
/// their accents are gone.
private func composition(_ first: UInt32, _ second: UInt32) -> UInt32? {
    switch (first, second) {
    case (0x1100...0x1112, 0x1161...0x1175): 0xAC00 + ((first - 0x1100) * 21 + (second - 0x1161)) * 28
    case (0xAC00...0xD7A3, 0x11A8...0x11C2) where (first - 0xAC00) % 28 == 0: first + second - 0x11A7
    case (0x3046, 0x3099), (0x30A6, 0x3099): first + 0x4E
    case (0x304B...0x3062, 0x3099), (0x30AB...0x30C2, 0x3099): first % 2 == 1 ? first + 1 : nil
    case (0x3064...0x3068, 0x3099), (0x30C4...0x30C8, 0x3099): first % 2 == 0 ? first + 1 : nil
    case (0x306F...0x307B, 0x3099), (0x30CF...0x30DB, 0x3099): first % 3 == 0 ? first + 1 : nil
    case (0x306F...0x307B, 0x309A), (0x30CF...0x30DB, 0x309A): first % 3 == 0 ? first + 2 : nil
    default: nil
    }
}
