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
        let page = try #require(GuardedPage(repeating: "the cat 42 sat "))
        for length in 1...64 {
            for value in page.ends(length) { #expect(agree(kind, value), "\(length) bytes") }
        }
    }

    @Test(arguments: [SignatureKind.characters, .bigrams])
    func everyByteAtEveryPlaceOfEveryLength(kind: SignatureKind) {
        #expect(ShortValues.eachByteAtEachPlace.first { !agree(kind, $0) } == nil)
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
        let alphabets = ["ab", "abcdefghijklmnopqrstuvwxyz", "az09 -.AZ{`/:", "0123456789", "a é"]
        #expect(ShortValues.random(over: alphabets, seed: 41).first { !agree(kind, $0) } == nil)
    }
}
