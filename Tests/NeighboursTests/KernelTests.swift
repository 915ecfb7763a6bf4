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
                let bounds = (0..<count).map { place -> Int in
                    let scale = scales[place / TIEOUT_SCALE_GROUP] * factor
                    let part = Int(sums[place]) * (scale < 65_533 ? Int(scale) + 2 : 65_535) / 65_536
                    return part + (sums[place] > 0 ? 1 : 0) + Int(rests[place]) * Int(restFactor) / 256
                }
                let expected = bounds.indices.filter { Int(least) <= bounds[$0] }.map(UInt16.init)
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
                                terms.least = least
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

    /// Lists with bits and without, in every order, by each build.
    @Test func postingsOfEveryLengthAreAdded() {
        var random = Seeded(11)
        for groups in 1...3 {
            let size = groups * TIEOUT_SCALE_GROUP
            for count in 0...40 {
                let lists = (0..<count).map { _ -> [UInt16] in
                    let length = Int.random(in: 0...size, using: &random)
                    return Array((0..<UInt16(size)).shuffled(using: &random)[..<length].sorted())
                }
                let values = lists.map { _ in UInt16.random(in: 1...900, using: &random) }
                var expected = [UInt16](repeating: 7, count: size)
                for (list, value) in zip(lists, values) {
                    for place in list { expected[Int(place)] += value }
                }
                let places = lists.flatMap { $0 }
                var bits = [UInt64](repeating: 0, count: groups * count + 1)
                for (number, list) in lists.enumerated() {
                    for place in list { bits[number * groups + Int(place) / 64] |= 1 << UInt64(place % 64) }
                }
                let hasBits = lists.map { _ in Bool.random(using: &random) }
                for add in [tieout_add_postings, tieout_add_postings_scalar] {
                    var sums = [UInt16](repeating: 7, count: size)
                    places.withUnsafeBufferPointer { places in
                        bits.withUnsafeBufferPointer { bits in
                            var start = 0
                            let postings = lists.indices.map { number -> tieout_postings in
                                defer { start += lists[number].count }
                                return tieout_postings(
                                    places: places.baseAddress.map { $0 + start },
                                    bits: hasBits[number]
                                        ? bits.baseAddress.map { $0 + number * groups } : nil,
                                    count: UInt32(lists[number].count), value: values[number])
                            }
                            add(postings, count, &sums, groups)
                        }
                    }
                    #expect(sums == expected)
                }
            }
        }
    }

    @Test func refiningIsAddingTheLists() {
        var random = Seeded(12)
        let groups = 3
        let count = groups * TIEOUT_SCALE_GROUP
        for listCount in 0...30 {
            let sums = (0..<count).map { _ in UInt16.random(in: 0...20_000, using: &random) }
            let scales = (0..<groups).map { _ in Float.random(in: 0.1...0.6, using: &random) }
            let bits = (0..<groups * max(listCount, 1)).map { _ in
                UInt64.random(in: 0...UInt64.max, using: &random)
            }
            let values = (0..<listCount).map { _ in UInt16.random(in: 1...800, using: &random) }
            let least = UInt16.random(in: 1...20_000, using: &random)
            var places = (0..<UInt16(count)).filter { _ in Bool.random(using: &random) }
            let expected = places.map(Int.init).filter { place in
                let sum = (0..<listCount).reduce(Int(sums[place])) {
                    $0 + Int(bits[$1 * groups + place / 64] >> UInt64(place % 64) & 1) * Int(values[$1])
                }
                let scale = Int(scales[place / TIEOUT_SCALE_GROUP] * 90_000) + 2
                return sum * min(scale, 65_535) / 65_536 + 1 >= Int(least)
            }
            var terms = tieout_bound_terms()
            let (size, all) = (places.count, places)
            let left = sums.withUnsafeBufferPointer { sums in
                scales.withUnsafeBufferPointer { scales in
                    bits.withUnsafeBufferPointer { bits in
                        terms.sums = sums.baseAddress
                        terms.scales = scales.baseAddress
                        terms.scale_factor = 90_000
                        terms.least = least
                        let lists = (0..<listCount).map {
                            tieout_postings(
                                places: nil, bits: bits.baseAddress.unsafelyUnwrapped + $0 * groups, count: 0,
                                value: values[$0])
                        }
                        return tieout_refine_bounds(&terms, lists, listCount, &places, size)
                    }
                }
            }
            #expect(places[..<left].map(Int.init) == expected, "\(all.count) places, \(listCount) lists")
        }
    }

    @Test func maximaAreThoseOfTheGroups() {
        var random = Seeded(13)
        let sums = (0..<5 * TIEOUT_SCALE_GROUP).map { _ in UInt16.random(in: 0...UInt16.max, using: &random) }
        var maxima = [UInt16](repeating: 0, count: 5)
        tieout_group_maxima(sums, 5, &maxima)
        #expect(
            maxima == (0..<5).map { sums[$0 * TIEOUT_SCALE_GROUP..<($0 + 1) * TIEOUT_SCALE_GROUP].max() })
    }
}
