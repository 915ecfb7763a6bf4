import CKernels
import Records
import Scoring
import Testing

/// One after the other: these tests choose the instruction set, which all threads share.
@Suite(.serialized) enum TextKernelTests {}

/// Values in memory that stays where it is, and the pairs made of them.
final class TextCorpus {
    let pairs: UnsafeMutableBufferPointer<TextPair>
    let strings: [(String, String)]
    private let memory: UnsafeMutableBufferPointer<UInt8>

    init(_ strings: [(String, String)]) {
        self.strings = strings
        memory = .allocate(capacity: strings.reduce(1) { $0 + $1.0.utf8.count + $1.1.utf8.count })
        pairs = .allocate(capacity: strings.count)
        var end = 0
        for (place, (a, b)) in strings.enumerated() {
            let first = store(a, &end)
            let second = store(b, &end)
            pairs[place] = TextPair(
                a: first.bytes, b: second.bytes, a_length: first.length, b_length: second.length)
        }
    }

    deinit {
        memory.deallocate()
        pairs.deallocate()
    }

    private func store(_ text: String, _ end: inout Int) -> TextValue {
        let start = end
        for byte in text.utf8 {
            memory[end] = byte
            end += 1
        }
        return TextValue(bytes: memory.baseAddress.unsafelyUnwrapped + start, length: UInt32(end - start))
    }

    var rows: [TextValue] { pairs.map { TextValue(bytes: $0.a, length: $0.a_length) } }
    var columns: [TextValue] { pairs.map { TextValue(bytes: $0.b, length: $0.b_length) } }

    func similarities(_ measure: TextMeasure, cutoff: Float = 0, rarities: WordRarities? = nil) -> [Float] {
        var scratch = TextScratch()
        return [Float](unsafeUninitializedCapacity: pairs.count) { results, count in
            Scoring.similarities(
                measure, UnsafeBufferPointer(pairs), cutoff: cutoff, rarities: rarities,
                into: results.baseAddress.unsafelyUnwrapped,
                scratch: &scratch)
            count = pairs.count
        }
    }

    func distances(_ measure: TextMeasure, cutoff: UInt32 = .max) -> [UInt32] {
        var scratch = TextScratch()
        return [UInt32](unsafeUninitializedCapacity: pairs.count) { results, count in
            Scoring.distances(
                measure, UnsafeBufferPointer(pairs), cutoff: cutoff,
                into: results.baseAddress.unsafelyUnwrapped,
                scratch: &scratch)
            count = pairs.count
        }
    }

    /// Rows by columns.
    static func matrix(_ measure: TextMeasure, _ rows: [TextValue], _ columns: [TextValue], cutoff: Float)
        -> [Float]
    {
        var scratch = TextScratch()
        return rows.withUnsafeBufferPointer { rows in
            columns.withUnsafeBufferPointer { columns in
                [Float](unsafeUninitializedCapacity: rows.count * columns.count) { results, count in
                    Scoring.similarities(
                        measure, rows: rows, columns: columns, cutoff: cutoff,
                        into: results.baseAddress.unsafelyUnwrapped, scratch: &scratch)
                    count = rows.count * columns.count
                }
            }
        }
    }

    /// Every instruction set this machine has.
    static var levels: [tieout_text_level] {
        [TIEOUT_TEXT_SCALAR, TIEOUT_TEXT_NEON, TIEOUT_TEXT_AVX2, TIEOUT_TEXT_AVX512].filter(
            tieout_text_available)
    }

    /// Runs `body` at each level.
    static func atEachLevel(_ body: (tieout_text_level) throws -> Void) rethrows {
        let before = tieout_text_current()
        defer { tieout_text_force(before) }
        for level in levels {
            tieout_text_force(level)
            try body(level)
        }
    }
}

/// Random values of many shapes; the same for the same seed.
struct TextGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func below(_ end: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(end))
    }

    /// A value of `length` characters over few or many letters; `exotic` mixes in longer characters.
    mutating func value(_ length: Int, exotic: Bool = false) -> String {
        let letters = Array(["ab", "abc ", "abcdefgh ", "abcdefghijklmnopqrstuvwxyz0123456789 "][below(4)])
        let rare = Array("éßжЖ漢字😀")
        return String(
            (0..<length).map { _ in
                exotic && below(5) == 0 ? rare[below(rare.count)] : letters[below(letters.count)]
            })
    }

    /// A copy with up to four edits.
    mutating func damaged(_ value: String) -> String {
        var characters = Array(value)
        for _ in 0..<below(5) where characters.count > 1 {
            let place = below(characters.count - 1)
            switch below(4) {
            case 0: characters.remove(at: place)
            case 1: characters.insert("q", at: place)
            case 2: characters.swapAt(place, place + 1)
            default: characters[place] = " "
            }
        }
        return String(characters)
    }
}
