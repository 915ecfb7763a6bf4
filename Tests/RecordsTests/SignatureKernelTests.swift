import CKernels
import TestSupport
import Testing

@testable import Records

/// Signatures by the kernels of this machine, beside plain code.
@Suite(.enabled(if: tieout_best_value_kernels() != nil, "this machine has no kernels for values"))
struct SignatureKernelTests {
    private func agree(_ kind: SignatureKind, _ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let base = value.baseAddress else { return true }
        return signature(kind, base, value.count, SignatureTools())
            == signature(kind, base, value.count, SignatureTools(kernels: nil))
    }

    private func agree(_ kind: SignatureKind, _ value: [UInt8]) -> Bool {
        value.withUnsafeBufferPointer { agree(kind, $0) }
    }

    @Test(arguments: [SignatureKind.characters, .bigrams])
    func nothingOutsideAValueIsRead(kind: SignatureKind) throws {
        let page = try #require(GuardedPage())
        for (place, byte) in "the cat 42 sat ".utf8.enumerated() {
            for start in stride(from: place, to: page.bytes.count, by: 15) { page.bytes[start] = byte }
        }
        for length in 1...64 {
            for value in page.ends(length) { #expect(agree(kind, value), "\(length) bytes") }
        }
    }

    /// All where a length is the first or last of its kind, else one of each class.
    private func bytes(for length: Int) -> [UInt8] {
        [1, 16, 17, 32, 33, 64, 65].contains(length)
            ? Array(0...255) : Array("\u{0}\u{1F} '&-09:AZ[`az{\u{7F}é".utf8)
    }

    @Test(arguments: [SignatureKind.characters, .bigrams])
    func everyByteAtEveryPlaceOfEveryLength(kind: SignatureKind) {
        var unlike = 0
        for length in 1...66 {
            for place in 0..<length {
                for byte in bytes(for: length) {
                    var value = [UInt8](repeating: 0x61, count: length)
                    value[place] = byte
                    if !agree(kind, value) { unlike += 1 }
                }
            }
        }
        #expect(unlike == 0)
    }

    @Test(arguments: [SignatureKind.characters, .bigrams])
    func everyTwoBytesWhereverTheyMeet(kind: SignatureKind) {
        var unlike = 0
        for length in [2, 17, 33, 64] {
            for place in Set([0, 14, 15, 30, 31, 46, 47, length - 2]) where place >= 0 && place + 1 < length {
                for pair in 0..<(128 * 128) {
                    var value = [UInt8](repeating: 0x20, count: length)
                    (value[place], value[place + 1]) = (UInt8(pair / 128), UInt8(pair % 128))
                    if !agree(kind, value) { unlike += 1 }
                }
            }
        }
        #expect(unlike == 0)
    }

    @Test(arguments: [SignatureKind.characters, .bigrams])
    func randomValues(kind: SignatureKind) {
        var random = Seeded(41)
        for alphabet in ["ab", "abcdefghijklmnopqrstuvwxyz", "az09 -.AZ{`/:", "0123456789", "a é"] {
            let bytes = Array(alphabet.utf8)
            for _ in 0..<4000 {
                let value = (0..<Int.random(in: 1...70, using: &random)).map { _ in
                    bytes[Int.random(in: 0..<bytes.count, using: &random)]
                }
                guard !agree(kind, value) else { continue }
                Issue.record("\(kind) of \(value)")
                return
            }
        }
    }
}
