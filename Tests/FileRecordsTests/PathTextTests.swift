import FileRecords
import TestSupport
import Testing

@Suite("Paths as text")
struct PathTextTests {
    @Test("What is readable stays, what is not is escaped")
    func examples() {
        #expect(shown(path: Array("/data/Über uns/a b.txt".utf8)) == "/data/Über uns/a b.txt")
        #expect(shown(path: Array("a\nb\tc\rd\\e".utf8)) == "a\\nb\\tc\\rd\\\\e")
        #expect(shown(path: [0x61, 0xFF, 0x62]) == "a\\xFFb")
        #expect(shown(path: [0x1B, 0x5B, 0x32, 0x4A]) == "\\x1B[2J")
        #expect(shown(path: Array("a\u{202E}b".utf8)) == "a\\xE2\\x80\\xAEb")
        #expect(shown(path: [UInt8]()) == "")
    }

    @Test("Every byte, alone and between letters, comes back")
    func everyByte() {
        for byte in UInt8.min...UInt8.max {
            for path in [[byte], [0x61, byte, 0x62], [byte, byte], [0xC3, byte], [0xE2, 0x82, byte]] {
                #expect(pathBytes(shown: shown(path: path)) == path)
            }
        }
    }

    @Test("Random bytes come back, and different paths look different")
    func random() {
        var numbers = Seeded(7)
        var seen: [String: [UInt8]] = [:]
        for _ in 0..<5000 {
            let path = (0..<Int.random(in: 0...6, using: &numbers)).map { _ in
                UInt8.random(in: 0...255, using: &numbers)
            }
            let text = shown(path: path)
            #expect(pathBytes(shown: text) == path)
            #expect(seen[text] == nil || seen[text] == path)
            seen[text] = path
        }
    }

    @Test("Foreign escapes are refused", arguments: ["\\", "\\q", "\\x", "\\x4", "\\xZZ"])
    func foreign(text: String) {
        #expect(pathBytes(shown: text) == nil)
    }
}
