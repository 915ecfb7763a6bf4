import CKernels
import TestSupport
import Testing

@Suite struct KernelTests {
    /// Each build against the formula, at thresholds that cut everywhere.
    @Test func boundsAreThoseOfTheFormula() {
        var random = Seeded(3)
        for groups in 0...5 {
            let count = groups * TIEOUT_SCALE_GROUP
            for _ in 0..<60 {
                let sums = (0..<count).map { _ in
                    Bool.random(using: &random) ? 0 : UInt16.random(in: 0...44_000, using: &random)
                }
                let rests = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
                let scales = (0..<groups).map { _ in Float.random(in: 0.001...0.6, using: &random) }
                let factor = Float.random(in: 1000...100_000, using: &random)
                let restFactor = UInt16.random(in: 0...20_081, using: &random)
                let least = UInt16.random(in: 1...30_000, using: &random)
                let most = Bool.random(using: &random) ? UInt16.max : least + 2000
                let bounds = (0..<count).map { place -> Int in
                    let scale = scales[place / TIEOUT_SCALE_GROUP] * factor
                    let part = Int(sums[place]) * (scale < 65_533 ? Int(scale) + 2 : 65_535) / 65_536
                    return part + (sums[place] > 0 ? 1 : 0) + Int(rests[place]) * Int(restFactor) / 256
                }
                let expected = bounds.indices.filter { Int(least)...Int(most) ~= bounds[$0] }.map(UInt16.init)
                for reach in [tieout_reach_bounds, tieout_reach_bounds_scalar] {
                    var places = [UInt16](repeating: 0, count: count + 1)
                    var terms = tieout_bound_terms()
                    let found = sums.withUnsafeBufferPointer { sums in
                        rests.withUnsafeBufferPointer { rests in
                            scales.withUnsafeBufferPointer { scales in
                                terms.sums = sums.baseAddress
                                terms.rests = rests.baseAddress
                                terms.scales = scales.baseAddress
                                terms.scale_factor = factor
                                terms.rest_factor = restFactor
                                (terms.least, terms.most) = (least, most)
                                return reach(&terms, groups, &places)
                            }
                        }
                    }
                    #expect(Array(places[..<found]) == expected)
                }
            }
        }
    }

    @Test func postingsOfEveryLengthAreAdded() {
        for length in 0...19 {
            let places = (0..<length).map { UInt16($0 * 3) }
            var sums = [UInt16](repeating: 7, count: 64)
            places.withUnsafeBufferPointer { places in
                let list = tieout_postings(places: places.baseAddress, count: UInt32(length), value: 5)
                tieout_add_postings([list, list], 2, &sums)
            }
            #expect(sums == (0..<64).map { $0 % 3 == 0 && $0 / 3 < length ? 17 : 7 })
        }
    }
}
