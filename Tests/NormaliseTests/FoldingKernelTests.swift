import CKernels
import TestSupport
import Testing

@testable import Normalise

/// Folding by the kernels of this machine, beside plain code.
@Suite(.enabled(if: tieout_best_value_kernels() != nil, "this machine has no kernels for values"))
struct FoldingKernelTests {
    /// What a road writes; nil where it leaves a value to the slow road.
    private func folded(_ raw: UnsafeBufferPointer<UInt8>, isCode: Bool, _ folding: Folding) -> [UInt8]? {
        // Nothing is written behind the room.
        let room = raw.count + Folding.slack
        var out = [UInt8](repeating: 0xEE, count: room + 8)
        let length = out.withUnsafeMutableBufferPointer { out in
            let base = out.baseAddress.unsafelyUnwrapped
            return isCode ? folding.code(raw, to: base) : folding.words(raw, to: base)
        }
        #expect(out[room...].allSatisfy { $0 == 0xEE })
        return length < 0 ? nil : Array(out[..<length])
    }

    private func agree(_ raw: UnsafeBufferPointer<UInt8>) -> Bool {
        [false, true].allSatisfy { isCode in
            folded(raw, isCode: isCode, Folding()) == folded(raw, isCode: isCode, Folding(kernels: nil))
        }
    }

    private func agree(_ value: [UInt8]) -> Bool { value.withUnsafeBufferPointer { agree($0) } }

    @Test func nothingOutsideAValueIsRead() throws {
        let page = try #require(GuardedPage(repeating: "The Cat's 4,2 sat "))
        for length in 1...64 {
            for value in page.ends(length) { #expect(agree(value), "\(length) bytes") }
        }
    }

    @Test func everyByteAtEveryPlaceOfEveryLength() {
        #expect(ShortValues.eachByteAtEachPlace.first { !agree($0) } == nil)
    }

    /// Letters, spaces and apostrophes in every order, alone and behind a long word.
    @Test func everyOrderOfWhatStaysAndWhatGoes() {
        let alphabet = Array("aB -'".utf8)
        for head in [0, 59] {
            for number in 0..<3125 {
                var rest = number
                var value = [UInt8](repeating: 0x63, count: head)
                for _ in 0..<5 {
                    value.append(alphabet[rest % 5])
                    rest /= 5
                }
                guard !agree(value) else { continue }
                Issue.record("folding \(value)")
                return
            }
        }
    }

    @Test func randomValues() {
        let alphabets = ["a ", "'a -", "AZaz09@[`{/:", "ab cd, efg. h'i", "ab&c", "aé b"]
        #expect(ShortValues.random(over: alphabets, seed: 43).first { !agree($0) } == nil)
    }
}
