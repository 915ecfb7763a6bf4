import Records
import Testing

@Suite struct CharactersTests {
    private func characters(_ bytes: [UInt8]) -> [UInt32] {
        bytes.withUnsafeBufferPointer { bytes in
            var (place, all): (Int, [UInt32]) = (0, [])
            while place < bytes.count {
                let (character, next) = decodeCharacter(bytes, at: place)
                all.append(character)
                place = next
            }
            return all
        }
    }

    private func trigrams(_ bytes: [UInt8]) -> [UInt64] {
        var keys: [UInt64] = []
        bytes.withUnsafeBufferPointer { forEachTrigram($0) { keys.append($0) } }
        return keys
    }

    /// A character or a malformed byte of every length, and what ends before it should.
    private let pieces: [[UInt8]] = [
        [0x00], [0x61], [0x7F], [0xC3, 0xA9], [0xE6, 0xBC, 0xA2], [0xF0, 0x9F, 0x98, 0x80], [0x80], [0xC3],
        [0xFF],
        [0xE6, 0xBC], [0xED, 0xA0, 0x80], [0xF4, 0x8F, 0xBF, 0xBF],
    ]

    @Test("characters are the scalars of valid text; a malformed byte is one of its own")
    func decoding() {
        for text in ["", "a", "aé漢😀", "\u{0}\u{10FFFF}"] {
            #expect(characters(Array(text.utf8)) == text.unicodeScalars.map(\.value))
        }
        #expect(characters([0x61, 0x80, 0xC3]) == [0x61, 0x11_0080, 0x11_00C3])
        #expect(characters([0xED, 0xA0, 0x80]) == [0x11_00ED, 0x11_00A0, 0x11_0080])
    }

    @Test("trigrams have the same key where their characters are the same, and only there")
    func keys() {
        var keyOf: [[UInt32]: UInt64] = [:]
        for a in pieces {
            for b in [[]] + pieces {
                for c in [[]] + pieces where !(b.isEmpty && !c.isEmpty) {
                    for d in [[], [0x61], [0x80]] as [[UInt8]] {
                        let bytes = a + b + c + d
                        let all = characters(bytes)
                        let keys = trigrams(bytes)
                        #expect(keys.count == max(all.count - 2, 1))
                        for (place, key) in keys.enumerated() {
                            let run = Array(all[place..<min(place + 3, all.count)])
                            #expect(key != 0 && keyOf[run, default: key] == key, "\(bytes)")
                            keyOf[run] = key
                        }
                    }
                }
            }
        }
        #expect(Set(keyOf.values).count == keyOf.count)
        #expect(trigrams([]).isEmpty)
    }
}
