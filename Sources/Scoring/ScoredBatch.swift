import Records

/// The rows of a candidate pair.
struct RowPair {
    let left: Row
    let right: Row
}

/// The pairs of a batch that still matter, as columns of plain memory: `count` entries each, in the
/// order of the batch.
struct ScoredBatch: ~Copyable {
    private(set) var count = 0
    private(set) var rows = UnsafeMutablePointer<RowPair>.allocate(capacity: 1)
    /// Place of each pair in the candidate batch.
    private(set) var places = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
    private(set) var patterns = UnsafeMutablePointer<UInt64>.allocate(capacity: 1)
    private(set) var adjustments = UnsafeMutablePointer<Float>.allocate(capacity: 1)
    /// The most that each pair can weigh, by what is known so far.
    private var most = UnsafeMutablePointer<Float>.allocate(capacity: 1)
    /// The bounds of each comparison, 16 for each pair as it was taken in.
    private var bounds = UnsafeMutablePointer<Float>.allocate(capacity: 1)
    /// Place of each pair in `bounds`.
    private var boundPlaces = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
    private var capacity = 0

    init() {}

    deinit { free() }

    private func free() {
        rows.deallocate()
        places.deallocate()
        patterns.deallocate()
        adjustments.deallocate()
        most.deallocate()
        bounds.deallocate()
        boundPlaces.deallocate()
    }

    /// Empties the batch and makes room for so many pairs.
    mutating func begin(_ pairs: Int) {
        count = 0
        if pairs <= capacity { return }
        free()
        capacity = pairs
        rows = .allocate(capacity: capacity)
        places = .allocate(capacity: capacity)
        patterns = .allocate(capacity: capacity)
        adjustments = .allocate(capacity: capacity)
        most = .allocate(capacity: capacity)
        bounds = .allocate(capacity: capacity * AgreementPattern.maxComparisons)
        boundPlaces = .allocate(capacity: capacity)
    }

    /// Takes in a pair.
    ///
    /// - Parameters:
    ///   - place: its place in the candidate batch.
    ///   - bound: the most it can weigh, and `known` what each comparison can add to that.
    @inline(__always)
    mutating func append(
        _ pair: RowPair, place: Int, most bound: Float, bounds known: UnsafePointer<Float>
    ) {
        assert(count < capacity)
        rows[count] = pair
        places[count] = Int32(truncatingIfNeeded: place)
        patterns[count] = 0
        adjustments[count] = 0
        most[count] = bound
        boundPlaces[count] = Int32(truncatingIfNeeded: count)
        (bounds + count &* AgreementPattern.maxComparisons)
            .update(from: known, count: AgreementPattern.maxComparisons)
        count &+= 1
    }

    /// Notes the level of a pair, and the term-frequency adjustment that goes with it.
    @inline(__always)
    mutating func settle(
        _ place: Int, _ rung: Rung, _ comparison: borrowing CompiledComparison, _ shift: UInt64
    ) {
        patterns[place] |= UInt64(rung.code) << shift
        guard rung.termWeight > 0, let terms = comparison.terms else { return }
        let pair = rows[place]
        let adjustment =
            rung.termWeight
            * terms.adjustment(pair.left.termCount(comparison.field), pair.right.termCount(comparison.field))
        adjustments[place] += adjustment
        most[place] += adjustment
    }

    /// The bound of a comparison.
    @inline(__always)
    func bound(_ place: Int, _ comparison: Int) -> Float {
        bounds[Int(boundPlaces[place]) &* AgreementPattern.maxComparisons &+ comparison]
    }

    /// Replaces the bound of a comparison by the weight of the level that was found, and drops the
    /// pairs that cannot reach `least` any more.
    ///
    /// - Parameter weights: by code.
    mutating func drop(after comparison: Int, weights: UnsafeBufferPointer<Float>, below least: Float) {
        let shift = UInt64(comparison * 4)
        var next = 0
        for place in 0..<count {
            let weight =
                most[place] - bound(place, comparison) + weights[Int((patterns[place] >> shift) & 15)]
            guard weight >= least else { continue }
            most[next] = weight
            if next != place {
                patterns[next] = patterns[place]
                adjustments[next] = adjustments[place]
                rows[next] = rows[place]
                places[next] = places[place]
                boundPlaces[next] = boundPlaces[place]
            }
            next &+= 1
        }
        count = next
    }

    /// A column as long as the batch.
    func column<Element>(_ memory: UnsafeMutablePointer<Element>) -> UnsafeBufferPointer<Element> {
        UnsafeBufferPointer(start: memory, count: count)
    }
}
