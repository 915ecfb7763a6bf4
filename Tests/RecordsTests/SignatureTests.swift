import Records
import TestSupport
import Testing

/// Signatures by the words of `SignatureKind`: sets of bits, made by counting.
private enum SignatureReference {
    static func bits(_ kind: SignatureKind, _ value: [UInt8]) -> Set<Int> {
        switch kind {
        case .characters:
            var bits: Set<Int> = []
            for byte in Set(value) {
                let times = value.count { $0 == byte }
                switch byte {
                case 0x61...0x7A:
                    bits.insert(Int(byte) - 0x61)
                    if times > 1 { bits.insert(Int(byte) - 0x61 + 26) }
                case 0x30...0x39: bits.insert(Int(byte) - 0x30 + 52)
                case 0x80...: bits.insert(63)
                default: bits.insert(62)
                }
            }
            return bits
        case .digits:
            if value.contains(where: { !(0x30...0x39).contains($0) }) { return [63] }
            var bits: Set<Int> = []
            for digit in 0..<10 {
                let times = value.count { Int($0) == 0x30 + digit }
                for time in 0..<min(times, 6) { bits.insert(10 * time + digit) }
            }
            return bits
        case .value:
            guard value.count == 8 else { return [] }
            return Set((0..<64).filter { value[$0 / 8] >> UInt8($0 % 8) & 1 == 1 })
        case .bigrams: preconditionFailure("the bit of a bigram is known by asking for it alone")
        }
    }

    /// The bigrams of two bytes neither of which is a space.
    static func bigrams(_ value: [UInt8]) -> [[UInt8]] {
        zip(value, value.dropFirst()).filter { $0 != 32 && $1 != 32 }.map { [$0, $1] }
    }
}

/// The signature of each value, as a row says it: each kind in a field of its own.
private func signatures(_ kinds: [SignatureKind], _ values: [[UInt8]]) -> [[UInt64]] {
    var segment = RowSegment(sequence: 0, signatures: kinds, capacity: 0)
    for value in values {
        segment.openRow()
        for _ in kinds {
            let room = segment.roomForField(value.count + 9)
            // What lies behind the value must not show.
            for place in 0..<value.count + 9 { room[place] = place < value.count ? value[place] : 0xFF }
            segment.closeField(length: value.count)
        }
        segment.closeRow(id: UnsafeBufferPointer(start: nil, count: 0))
    }
    let table = Table(segments: [segment.seal()], fieldCount: kinds.count, hasIds: false)
    #expect(values.isEmpty || table.signatures == kinds)
    return values.indices.map { record in
        kinds.indices.map { table[RecordIndex(record)].signature($0) }
    }
}

private func number(_ bits: Set<Int>) -> UInt64 { bits.reduce(0) { $0 | 1 << UInt64($1) } }

/// All values over an alphabet of bytes, of 0 … `most` bytes.
private func allValues(_ alphabet: [UInt8], most: Int) -> [[UInt8]] {
    var all: [[UInt8]] = [[]]
    var last = all
    for _ in 0..<most {
        last = last.flatMap { value in alphabet.map { value + [$0] } }
        all += last
    }
    return all
}

/// Random values of many lengths, among them some that count to six and beyond.
private func randomValues(_ count: Int, _ random: inout Seeded) -> [[UInt8]] {
    let alphabets: [[UInt8]] = [
        Array("0123456789".utf8), Array("01".utf8), Array("abcdefghijklmnopqrstuvwxyz".utf8),
        Array("az09 -.AZ{`/:".utf8), Array("ab ".utf8), Array(0...255),
    ]
    return (0..<count).map { _ in
        let alphabet = alphabets[Int.random(in: 0..<alphabets.count, using: &random)]
        return (0..<Int.random(in: 0...40, using: &random)).map { _ in
            alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        }
    }
}

@Suite struct SignatureTests {
    private static let counted: [SignatureKind] = [.characters, .digits, .value]

    @Test(arguments: ["abz", "a1 ", "0189", "z{`", "9:/0", "Aaé"])
    func shortValuesHaveTheBitsTheirKindSays(alphabet: String) {
        let values = allValues(Array(alphabet.utf8), most: 6)
        for (value, found) in zip(values, signatures(Self.counted, values)) {
            for (kind, found) in zip(Self.counted, found) {
                let expected = number(SignatureReference.bits(kind, value))
                guard found != expected else { continue }
                Issue.record("\(kind) of \(value): \(found), not \(expected)")
                return
            }
        }
    }

    @Test func everyByteAloneAndEveryTwoBytesHaveTheBitsTheirKindSays() {
        let values = allValues(Array(0...255), most: 2)
        for (value, found) in zip(values, signatures(Self.counted, values)) {
            for (kind, found) in zip(Self.counted, found) {
                let expected = number(SignatureReference.bits(kind, value))
                guard found != expected else { continue }
                Issue.record("\(kind) of \(value): \(found), not \(expected)")
                return
            }
        }
    }

    @Test func randomValuesHaveTheBitsTheirKindSays() {
        var random = Seeded(31)
        let values = randomValues(5000, &random) + (0..<20).map { [UInt8](repeating: 0x37, count: $0) }
        for (value, found) in zip(values, signatures(Self.counted, values)) {
            for (kind, found) in zip(Self.counted, found) {
                #expect(found == number(SignatureReference.bits(kind, value)), "\(kind) of \(value)")
            }
        }
    }

    /// The bits of a value are those of its bigrams, each of which has one.
    @Test func bigramsAddUp() {
        var random = Seeded(32)
        let ascii = allValues(Array(0...127), most: 2).filter { $0.count == 2 }
        var bitOf: [[UInt8]: UInt64] = [:]
        for (bigram, found) in zip(ascii, signatures([.bigrams], ascii)) {
            let isInside = !bigram.contains(32)
            #expect(found[0].nonzeroBitCount == (isInside ? 1 : 0) && found[0] < unboundedSignature)
            bitOf[bigram] = found[0]
        }
        let values = allValues(Array("ab z".utf8), most: 5) + randomValues(5000, &random)
        for (value, found) in zip(values, signatures([.bigrams], values)) {
            let expected =
                value.contains { $0 >= 0x80 }
                ? unboundedSignature
                : SignatureReference.bigrams(value).reduce(0) { $0 | (bitOf[$1] ?? unboundedSignature) }
            #expect(found[0] == expected, "\(value)")
        }
    }

    /// A hash that sent all bigrams to a few bits would be right, and of no use.
    @Test func bigramsOfLettersSpreadOverTheBits() {
        let letters = allValues(Array("abcdefghijklmnopqrstuvwxyz".utf8), most: 2).filter { $0.count == 2 }
        var loads = [Int](repeating: 0, count: 64)
        for found in signatures([.bigrams], letters) { loads[found[0].trailingZeroBitCount] += 1 }
        // 676 bigrams over 63 bits are 10.7 each; twice that at bit 62, which two hashes share.
        #expect(loads[63] == 0 && loads[..<62].allSatisfy { (2...26).contains($0) } && loads[62] <= 45)
    }

    @Test func aNullHasNone() {
        let kinds: [SignatureKind] = [.characters, .digits, .bigrams, .value]
        #expect(signatures(kinds, [[]]) == [[0, 0, 0, 0]])
    }

    /// What is not ASCII is marked, wherever it stands; what is of the kind's characters is not.
    @Test func whatBoundsNothingIsMarked() {
        let kinds: [SignatureKind] = [.characters, .digits, .bigrams]
        let marked = ["é", "aé", "éa", "abcdefgé", "12345é", "a é b", "漢字"].map { Array($0.utf8) }
        for found in signatures(kinds, marked) {
            #expect(found.allSatisfy { $0 & unboundedSignature != 0 })
        }
        let plain = ["a", "12", "a-b c.d 12", "~", "zz zz"].map { Array($0.utf8) }
        for (value, found) in zip(plain, signatures(kinds, plain)) {
            #expect(found[0] & unboundedSignature == 0 && found[2] & unboundedSignature == 0)
            let isDigits = value.allSatisfy { (0x30...0x39).contains($0) }
            #expect((found[1] & unboundedSignature == 0) == isDigits)
        }
    }

    /// Dates and numbers are told from text by their own kind; each kind's signature is one that fits.
    @Test func theKindOfAFieldFitsItsCanonicalForm() {
        for kind in FieldKind.allCases {
            #expect((kind.signature == .value) == (kind.isNumeric || kind == .date), "\(kind)")
        }
    }

    @Test func signaturesOfFieldsDoNotMix() {
        var random = Seeded(33)
        let values = randomValues(300, &random)
        let kinds: [SignatureKind] = [.bigrams, .value, .digits, .characters, .value]
        let together = signatures(kinds, values)
        for (place, kind) in kinds.enumerated() {
            #expect(signatures([kind], values).map { $0[0] } == together.map { $0[place] })
        }
    }
}
