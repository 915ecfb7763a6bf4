import CKernels
import TestSupport
import Testing

/// Every build that this machine can run.
private var builds: [(name: String, reach: tieout_reach_function)] {
    [
        ("scalar", tieout_reach_bounds_build_scalar()), ("AVX2", tieout_reach_bounds_build_avx2()),
        ("AVX-512", tieout_reach_bounds_build_avx512()), ("chosen", tieout_reach_bounds),
    ]
    .compactMap { name, reach in reach.map { (name, $0) } }
}

/// Lists of a block as bits, with what the book says of them.
private struct MadeUpDense {
    let words: [UInt64]
    let values: [UInt16]
    let stride: Int
    /// What the lists add to each place.
    let sums: [Int]

    init(_ count: Int, groups: Int, highest: UInt16, _ random: inout Seeded) {
        stride = groups + Int.random(in: 0...9, using: &random)
        // Often all ones and all zeros.
        words = (0..<max(stride * count, 1)).map { _ in
            let kind = Int.random(in: 0..<4, using: &random)
            return kind == 0 ? 0 : kind == 1 ? .max : UInt64.random(in: 0...UInt64.max, using: &random)
        }
        values = (0..<count).map { _ in UInt16.random(in: 1...highest, using: &random) }
        let room = 255 - count
        let unit = max((values.reduce(0) { $0 + Int($1) } + room - 1) / room, 1)
        let (words, values, stride) = (words, values, stride)
        sums = (0..<groups * TIEOUT_SCALE_GROUP).map { place in
            let lane = tieout_lane(place % TIEOUT_SCALE_GROUP)
            return (0..<count).reduce(0) { sum, list in
                let word = words[list * stride + place / TIEOUT_SCALE_GROUP]
                return sum
                    + (word >> UInt64(lane) & 1 == 0 ? 0 : (Int(values[list]) + unit - 1) / unit * unit)
            }
        }
    }

    func withLists<Result>(_ body: (UnsafePointer<tieout_dense_list>?, Int) -> Result) -> Result {
        words.withUnsafeBufferPointer { words in
            let base = words.baseAddress.unsafelyUnwrapped
            let lists = values.indices.map { tieout_dense_list(bits: base + $0 * stride, value: values[$0]) }
            return lists.withUnsafeBufferPointer { body($0.baseAddress, $0.count) }
        }
    }
}

@Suite struct KernelTests {
    @Test func lanesAreAllPlacesOfAGroup() {
        #expect(Set((0..<TIEOUT_SCALE_GROUP).map { tieout_lane($0) }) == Set(0..<TIEOUT_SCALE_GROUP))
    }

    /// Each build against the formula, at thresholds that cut everywhere.
    @Test func placesReachedAreThoseOfTheFormula() {
        var random = Seeded(3)
        for groups in [0, 1, 2, 7, 8, 9, 17] {
            let count = groups * TIEOUT_SCALE_GROUP
            for listCount in [0, 1, 2, 5, 30, TIEOUT_MOST_DENSE] {
                let dense = MadeUpDense(listCount, groups: groups, highest: 120, &random)
                let sums = (0..<count).map { _ in
                    Bool.random(using: &random) ? 0 : UInt16.random(in: 0...30_000, using: &random)
                }
                let scales = (0..<groups).map { _ in Float.random(in: 0.001...0.6, using: &random) }
                let factor = Float.random(in: 0.5...8, using: &random)
                for least in [Float(0), 0.5, .random(in: 0...20_000, using: &random), 1e9] {
                    let expected = (0..<count).compactMap { place -> UInt32? in
                        let scale = scales[place / TIEOUT_SCALE_GROUP]
                        let sum = Int(sums[place]) + dense.sums[place]
                        if sum < max(Int(min(least / scale, 65_535)), 1) { return nil }
                        let bound = Float(sum) * (scale * factor)
                        return (UInt32(min(bound, 65_534)) + 1) << 16 | UInt32(place)
                    }
                    for (name, reach) in builds {
                        var reached = [UInt32](repeating: 0, count: count + 1)
                        let found = dense.withLists { lists, listCount in
                            scales.withUnsafeBufferPointer { scales in
                                sums.withUnsafeBufferPointer { sums in
                                    var terms = tieout_bound_terms(
                                        sums: sums.baseAddress, dense: lists, dense_count: listCount,
                                        scales: scales.baseAddress, least: least, factor: factor)
                                    return reach(&terms, groups, &reached)
                                }
                            }
                        }
                        let isSame = Array(reached[..<found]) == expected
                        #expect(isSame, "\(name): \(groups) groups, \(listCount) lists, from \(least) on")
                    }
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
            // What else stands in a place's number is of no matter.
            let places = (0..<count).map { _ in UInt32.random(in: 0..<20, using: &random) | 7 << 16 }
            let expected = places.map { place -> Double in
                let row = Int(rows[Int(place & 0xFFFF)])
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
                        tieout_fetch_starts(&sparse, rows, places, count)
                        tieout_fetch_rows(&sparse, rows, places, count)
                        let half = count / 2
                        tieout_row_products(vector, &sparse, rows, places, half, count, &sums)
                        let others = Array(places[half...])
                        sums.withUnsafeMutableBufferPointer { sums in
                            guard let base = sums.baseAddress else { return }
                            tieout_row_products(
                                vector, &sparse, rows, others, count - half, count - half, base + half)
                        }
                    }
                }
            }
            #expect(sums == expected)
        }
    }

    @Test func postingsOfEveryLengthAreAdded() {
        var random = Seeded(11)
        let size = 3 * TIEOUT_SCALE_GROUP
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
            var sums = [UInt16](repeating: 7, count: size)
            lists.flatMap { $0 }.withUnsafeBufferPointer { places in
                var start = 0
                let postings = lists.indices.map { number -> tieout_postings in
                    defer { start += lists[number].count }
                    let list = tieout_postings(
                        places: places.baseAddress.map { $0 + start }, count: UInt32(lists[number].count),
                        value: values[number])
                    tieout_fetch_postings(list)
                    return list
                }
                tieout_add_postings(postings, count, &sums)
            }
            #expect(sums == expected)
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
