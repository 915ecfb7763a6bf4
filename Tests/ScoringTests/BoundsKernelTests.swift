import CKernels
import Testing

@testable import Scoring

/// Both builds of the bounds give the same floats, for every form of level and every number of pairs.
@Suite struct BoundsKernelTests {
    private static let forms = [
        TIEOUT_LEVEL_OPEN, TIEOUT_LEVEL_EDITS, TIEOUT_LEVEL_EDIT_SIMILARITY, TIEOUT_LEVEL_INDEL_SIMILARITY,
        TIEOUT_LEVEL_JARO, TIEOUT_LEVEL_JARO_WINKLER, TIEOUT_LEVEL_DICE, TIEOUT_LEVEL_JACCARD,
        TIEOUT_LEVEL_NICKNAME,
    ]

    /// Columns of values as heads may give them.
    private func heads(_ random: inout TextGenerator) -> HeadColumns {
        let heads = HeadColumns()
        for place in 0..<HeadColumns.most {
            heads.states[place] = UInt8(random.below(4))
            heads.leftLengths[place] = Float(random.below(12))
            heads.rightLengths[place] = Float(random.below(12))
            heads.leftOnly[place] = Float(random.below(9))
            heads.rightOnly[place] = Float(random.below(9))
            heads.starts[place] = Float(random.below(5))
            heads.rarity[place] = Float(random.below(200)) / 10 - 5
            heads.hashSums[place] = UInt32(random.below(1 << 20))
            heads.plain[place] = random.below(2) == 0
            heads.bounds[place] = Float(random.below(200)) / 10 - 10
        }
        return heads
    }

    private func level(_ form: tieout_level_form, _ random: inout TextGenerator) -> tieout_level {
        tieout_level(
            form: form, weight: Float(random.below(200)) / 10 - 10,
            term_weight: Float(random.below(3)) / 2,
            limit: form == TIEOUT_LEVEL_EDITS ? Float(random.below(4)) : Float(random.below(101)) / 100,
            changes: Float(1 + random.below(3)), counts_grams: random.below(2) == 0,
            short_forms: Nicknames.english.hashSums)
    }

    private func copy(_ bounds: UnsafeMutablePointer<Float>) -> [Float] {
        Array(UnsafeBufferPointer(start: bounds, count: HeadColumns.most))
    }

    @Test func levelsRaiseTheSameInBothBuilds() {
        var random = TextGenerator(seed: 77)
        for form in BoundsKernelTests.forms {
            for count in [0, 1, 2, 7, 8, 9, 31, 32, 33, 100, 255, 256] {
                let heads = heads(&random)
                var (columns, level) = (heads.columns, level(form, &random))
                var (quick, plain) = (copy(heads.bounds), copy(heads.bounds))
                tieout_raise_bounds(&columns, count, &level, &quick)
                tieout_raise_bounds_scalar(&columns, count, &level, &plain)
                #expect(quick == plain, "\(form) \(count)")
                // What lies beyond the pairs stays as it was.
                #expect(quick[count...] == copy(heads.bounds)[count...])
                #expect(zip(quick, copy(heads.bounds)).allSatisfy { $0 >= $1 })
            }
        }
    }

    @Test(arguments: [false, true])
    func whatIsSettledWithoutSignatures(isValue: Bool) {
        var random = TextGenerator(seed: 78)
        for count in [0, 1, 7, 8, 33, 256] {
            for levelCount in 0..<5 {
                let heads = heads(&random)
                let before = copy(heads.bounds)
                var columns = heads.columns
                let levels = (0..<levelCount).map { _ in level(TIEOUT_LEVEL_JARO, &random) }
                var exact = level(TIEOUT_LEVEL_OPEN, &random)
                let hasExact = random.below(2) == 0
                let otherwise = Float(random.below(20)) - 10
                var (quick, plain) = (before, before)
                withUnsafeMutablePointer(to: &exact) { exact in
                    let exact = hasExact ? UnsafePointer(exact) : nil
                    tieout_settle_bounds(
                        &columns, count, levels, levelCount, otherwise, exact, isValue, &quick)
                    tieout_settle_bounds_scalar(
                        &columns, count, levels, levelCount, otherwise, exact, isValue, &plain)
                }
                #expect(quick == plain)
                for place in 0..<HeadColumns.most {
                    var open = otherwise
                    for level in levels {
                        open = max(open, level.weight + level.term_weight * heads.rarity[place])
                    }
                    let equal =
                        hasExact ? max(open, exact.weight + exact.term_weight * heads.rarity[place]) : open
                    let expected =
                        switch heads.states[place] {
                        case _ where place >= count: before[place]
                        case 0: Float(0)
                        case 1: equal
                        case 3 where !isValue: open
                        default: before[place]
                        }
                    #expect(quick[place] == expected)
                }
            }
        }
    }
}
