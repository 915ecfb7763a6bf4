import CKernels
import TestSupport
import Testing

private typealias Reach = (UnsafePointer<tieout_bound_terms>?, Int, UnsafeMutablePointer<UInt16>?) -> Int

/// Every build that this machine can run.
private var builds: [Reach] {
    var builds: [Reach] = [
        { tieout_reach_bounds($0, $1, $2) }, { tieout_reach_bounds_scalar($0, $1, $2) },
    ]
    if let narrow = tieout_reach_bounds_narrow() { builds.append { narrow($0, $1, $2) } }
    return builds
}

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
                for reach in builds {
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

    @Test func productsAreThoseOfOneRowAfterTheOther() {
        var random = Seeded(4)
        for count in 0...13 {
            let lengths = (0..<20).map { _ in Int.random(in: 0...9, using: &random) }
            let starts = lengths.reduce(into: [Int64(0)]) { $0.append($0[$0.count - 1] + Int64($1)) }
            let tokens = lengths.flatMap { (0..<UInt32($0)).map { $0 * 2 } }
            let weights = tokens.map { _ in Float.random(in: 0.01...1, using: &random) }
            let vector = (0..<20).map { _ in Float.random(in: 0...1, using: &random) }
            let rows = (0..<20).map(UInt32.init).shuffled(using: &random)
            let places = (0..<count).map { _ in UInt16.random(in: 0..<20, using: &random) }
            let expected = places.map { place -> Double in
                let row = Int(rows[Int(place)])
                return (Int(starts[row])..<Int(starts[row + 1])).reduce(0.0) {
                    $0 + Double(vector[Int(tokens[$1])]) * Double(weights[$1])
                }
            }
            var sums = [Double](repeating: -1, count: count)
            starts.withUnsafeBufferPointer { starts in
                tokens.withUnsafeBufferPointer { tokens in
                    weights.withUnsafeBufferPointer { weights in
                        var sparse = tieout_sparse_rows(
                            starts: starts.baseAddress, tokens: tokens.baseAddress,
                            weights: weights.baseAddress)
                        tieout_row_products(vector, &sparse, rows, places, count, &sums)
                    }
                }
            }
            #expect(sums == expected)
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
