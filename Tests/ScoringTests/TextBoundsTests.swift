import CKernels
import Scoring
import TestSupport
import Testing

extension TextKernelTests {
    @Suite struct TextBoundsTests {
        private static let words = "abcd fghijklmno qrs uvw abcdefghij l mnopq stuv abc efghijklmn pqrstuvwa "

        /// Values that begin right after one forbidden page and end right before another.
        @Test(arguments: TextMeasure.allCases)
        func nothingOutsideTheMappingIsTouched(measure: TextMeasure) throws {
            let pages = try (0..<2).map { _ in try #require(GuardedPage(repeating: TextBoundsTests.words)) }
            var pairs: [TextPair] = []
            for length in 0...140 {
                let other = (length * 7 + 3) % 141
                for (atEnd, otherAtEnd) in [(false, false), (true, true), (true, false)] {
                    let a = pages[0].ends(length)[atEnd ? 1 : 0].baseAddress
                    let b = pages[1].ends(other)[otherAtEnd ? 1 : 0].baseAddress
                    pairs.append(TextPair(a: a, b: b, a_length: UInt32(length), b_length: UInt32(other)))
                }
            }
            let values = pairs.map { TextValue(bytes: $0.a, length: $0.a_length) }
            let others = pairs.map { TextValue(bytes: $0.b, length: $0.b_length) }
            var all: [[Float]] = []
            TextCorpus.atEachLevel { _ in
                var scratch = TextScratch()
                var results = [Float](repeating: -1, count: pairs.count)
                pairs.withUnsafeBufferPointer { pairs in
                    similarities(measure, pairs, cutoff: 0.9, into: &results, scratch: &scratch)
                    similarities(measure, pairs, cutoff: 0, into: &results, scratch: &scratch)
                }
                let matrix = TextCorpus.matrix(measure, Array(values.prefix(40)), others, cutoff: 0)
                all.append(results + matrix)
            }
            // The first level is the scalar road.
            #expect(all.allSatisfy { $0 == all[0] && $0.allSatisfy { (0...1).contains($0) } })
        }

        /// Malformed bytes are characters: no crash, no difference between roads.
        @Test func anyBytesAreCompared() {
            var generator = TextGenerator(seed: 3)
            let bytes = (0..<4000).map { _ in
                UInt8(generator.below(3) == 0 ? 0x80 + generator.below(128) : 97)
            }
            bytes.withUnsafeBufferPointer { bytes in
                let base = bytes.baseAddress.unsafelyUnwrapped
                let pairs = (0..<300).map { index in
                    TextPair(
                        a: base + generator.below(3000), b: base + generator.below(3000),
                        a_length: UInt32(index % 90),
                        b_length: UInt32(generator.below(90)))
                }
                for measure in TextMeasure.allCases {
                    var all: [[Float]] = []
                    TextCorpus.atEachLevel { _ in
                        var scratch = TextScratch()
                        var results = [Float](repeating: -1, count: pairs.count)
                        pairs.withUnsafeBufferPointer {
                            similarities(measure, $0, cutoff: 0, into: &results, scratch: &scratch)
                        }
                        all.append(results)
                    }
                    #expect(all.allSatisfy { $0 == all[0] }, "\(measure)")
                    #expect(all[0].allSatisfy { (0...1).contains($0) }, "\(measure)")
                }
            }
        }
    }
}
