import CKernels
import Records

/// The most that one comparison can add to the weight of a pair, read from the heads of its two rows:
/// equal values weigh what equal values weigh, and unlike ones at most what their lengths and
/// signatures leave possible.
///
/// Most candidate pairs are settled by this alone, at a few nanoseconds a field. What one value has
/// and the other lacks bounds every measure: the bag distance of Bartolini, Ciaccia and Patella
/// (2002) for edits, the count filter of Gravano et al. (2001) for bigrams. Every answer errs on the
/// side of "perhaps": a level that is ruled out does not hold.
struct WeightBounds: Sendable {
    let field: Int
    private let signature: SignatureKind
    /// The level of equal values, if the ladder begins with it.
    private let exact: BoundedLevel?
    private let levels: [BoundedLevel]
    /// Weight where no level holds.
    private let otherwise: Float
    private let terms: TermScale?

    /// - Parameter weights: weight of each code of the comparison.
    init(_ comparison: Comparison, weights: [Float], terms: TermScale?, signature: SignatureKind) {
        field = comparison.field
        self.signature = signature
        self.terms = terms
        var exact: BoundedLevel?
        var levels: [BoundedLevel] = []
        for (place, level) in comparison.levels.enumerated() {
            let bounded = BoundedLevel(
                level, weight: weights[comparison.code(place)], signature: signature, hasTerms: terms != nil)
            if place == 0 && level.test == .exact { exact = bounded } else { levels.append(bounded) }
        }
        self.exact = exact
        self.levels = levels
        otherwise = weights[1]
    }

    /// Writes the bound of each of the first `count` pairs of a chunk to `heads.bounds`.
    ///
    /// - Complexity: O(pairs × levels), a few instructions each.
    func bound(_ heads: borrowing HeadColumns, count: Int, fieldCount: Int) {
        heads.read(field: field, fieldCount: fieldCount, count: count)
        let bounds = heads.bounds
        for place in 0..<count { bounds[place] = otherwise }
        if let terms { turnToAdjustments(heads.rarity, count, terms) }
        for level in levels {
            if signature == .value {
                level.raiseForValues(heads, count, field: field, fieldCount: fieldCount)
            } else {
                level.raise(heads, count)
            }
        }
        for place in 0..<count {
            switch tieout_head_state(UInt32(heads.states[place])) {
            case TIEOUT_HEAD_NULL: bounds[place] = 0
            case TIEOUT_HEAD_EQUAL: bounds[place] = open(heads.rarity[place], exact)
            case TIEOUT_HEAD_UNBOUNDED where signature != .value:
                bounds[place] = open(heads.rarity[place], nil)
            default: break
            }
        }
    }

    /// Where any level may hold. That goes for equal hashes too: once in four milliards of unlike
    /// values they are no proof.
    private func open(_ adjustment: Float, _ exact: BoundedLevel?) -> Float {
        var most = otherwise
        for level in levels { most = max(most, level.weight + level.termWeight * adjustment) }
        if let exact { most = max(most, exact.weight + exact.termWeight * adjustment) }
        return most
    }

    /// Turns log2 of term counts into term-frequency adjustments, none too small.
    private func turnToAdjustments(_ rarity: UnsafeMutablePointer<Float>, _ count: Int, _ terms: TermScale) {
        let (offset, least) = (terms.offset, tieout_log2(max(terms.minCount, 1)))
        for place in 0..<count { rarity[place] = offset - max(rarity[place], least) }
    }
}
