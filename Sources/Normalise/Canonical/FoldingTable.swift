/// What becomes of a letter beyond ASCII: case folded, compatibility forms and ligatures taken apart,
/// accents removed, in one look-up.
///
/// The rules were computed once from the Unicode Character Database, version 14.0, so that the same
/// input gives the same output whatever the age of the standard library: for every assigned code
/// point NFKD, case folding, removal of accents (general combining marks, Hebrew and Arabic points;
/// not the vowel signs and voicing marks of scripts where they make another letter), the letters
/// that have no decomposition (ø o, ł l, đ d, þ th, æ ae …), then NFC.
///
/// Notation, all numbers hexadecimal but counts: `C0*3=>61` sends three code points from U+00C0 on to
/// `a`; `FF21*26>61` counts up on both sides; `:` and `;` are the same with every second code point
/// (upper and lower case in turn). Nothing after `>`: removed.
struct FoldingTable: @unchecked Sendable {
    // Immutable after `init`, and never freed.

    static let shared = FoldingTable()

    /// Page of each 256 code points; page 0 holds no change.
    private let pageOf: UnsafeMutablePointer<UInt16>
    /// 0: unchanged; else `1 + place in pool` << 8 | scalars.
    private let entries: UnsafeMutablePointer<UInt32>
    private let pool: UnsafeMutablePointer<UInt32>

    /// Replacement scalars of a code point, nil where it stays as it is.
    @inline(__always)
    func replacement(_ scalar: UInt32) -> UnsafeBufferPointer<UInt32>? {
        assert(scalar < 0x110000)
        let entry = entries[Int(pageOf[Int(scalar >> 8)]) << 8 | Int(scalar & 255)]
        if entry == 0 { return nil }
        return UnsafeBufferPointer(start: pool + Int(entry >> 8) - 1, count: Int(entry & 255))
    }

    private init() {
        var pages = [UInt16](repeating: 0, count: 0x1100)
        var cells = [UInt32](repeating: 0, count: 256)
        var scalars: [UInt32] = []
        for rules in [FoldingTable.letters, FoldingTable.forms] {
            var reader = RuleReader(rules)
            while let rule = reader.next() {
                for step in 0..<rule.count {
                    let from = rule.first + step * rule.stride
                    let page = Int(from >> 8)
                    if pages[page] == 0 {
                        pages[page] = UInt16(cells.count >> 8)
                        cells.append(contentsOf: repeatElement(0, count: 256))
                    }
                    let place = UInt32(scalars.count) + 1
                    cells[Int(pages[page]) << 8 | Int(from & 255)] = place << 8 | UInt32(rule.to.count)
                    for scalar in rule.to { scalars.append(scalar + step * rule.rise) }
                }
            }
        }
        pageOf = .allocate(capacity: pages.count)
        pageOf.initialize(from: pages, count: pages.count)
        entries = .allocate(capacity: cells.count)
        entries.initialize(from: cells, count: cells.count)
        pool = .allocate(capacity: scalars.count)
        pool.initialize(from: scalars, count: scalars.count)
    }
}

private struct Rule {
    var first: UInt32
    var count: UInt32 = 1
    var stride: UInt32 = 1
    /// Added to the replacement at each step.
    var rise: UInt32 = 0
    var to: [UInt32] = []
}

/// Reads the notation of `FoldingTable`.
private struct RuleReader {
    private var next8: UnsafePointer<UInt8>
    private let end: UnsafePointer<UInt8>

    init(_ rules: StaticString) {
        next8 = rules.utf8Start
        end = next8 + rules.utf8CodeUnitCount
    }

    mutating func next() -> Rule? {
        while next8 < end, next8.pointee == UInt8(ascii: " ") { next8 += 1 }
        guard next8 < end else { return nil }
        var rule = Rule(first: number(16))
        if take("*") {
            rule.count = number(10)
            (rule.stride, rule.rise) =
                take("=") ? (1, 0) : take(":") ? (2, 2) : take(";") ? (2, 0) : (1, 1)
        }
        precondition(take(">"), "a folding rule has no target")
        while next8 < end, next8.pointee != UInt8(ascii: " ") {
            rule.to.append(number(16))
            _ = take(",")
        }
        return rule
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next8 < end, next8.pointee == UInt8(ascii: character) else { return false }
        next8 += 1
        return true
    }

    private mutating func number(_ radix: UInt32) -> UInt32 {
        var value: UInt32 = 0
        while next8 < end {
            let byte = UInt32(next8.pointee)
            let digit: UInt32
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46 where radix == 16: digit = byte - 0x41 + 10
            default: return value
            }
            value = value * radix + digit
            next8 += 1
        }
        return value
    }
}
