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
struct WeightBounds: @unchecked Sendable {
    // Immutable, as the levels that it is made of.

    let field: Int
    private let signature: SignatureKind
    /// The level of equal values, if the ladder begins with it.
    private let exact: BoundedLevel?
    private let levels: [BoundedLevel]
    private let kernelLevels: [tieout_level]
    /// Some level looks at how values begin.
    private let asksForStarts: Bool
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
        kernelLevels = levels.map(\.level)
        asksForStarts = kernelLevels.contains { $0.form == TIEOUT_LEVEL_JARO_WINKLER }
        otherwise = weights[1]
    }

    /// Writes the bound of each of the first `count` pairs of a chunk to `heads.bounds`.
    ///
    /// - Complexity: O(pairs × levels), a few instructions each.
    func bound(_ heads: borrowing HeadColumns, count: Int, fieldCount: Int) {
        heads.read(field: field, fieldCount: fieldCount, count: count, withStarts: asksForStarts)
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
        settle(heads, count)
    }

    /// The pairs for which signatures are not asked: nulls, equal values and those of which nothing is
    /// known. Once in four milliards of unlike values equal hashes are no proof: any level may hold.
    private func settle(_ heads: borrowing HeadColumns, _ count: Int) {
        var columns = heads.columns
        kernelLevels.withUnsafeBufferPointer { levels in
            withUnsafePointer(to: exact?.level ?? tieout_level()) {
                tieout_settle_bounds(
                    &columns, count, levels.baseAddress, levels.count, otherwise, exact == nil ? nil : $0,
                    signature == .value, heads.bounds)
            }
        }
    }

    /// Turns log2 of term counts into term-frequency adjustments, none too small.
    private func turnToAdjustments(_ rarity: UnsafeMutablePointer<Float>, _ count: Int, _ terms: TermScale) {
        let (offset, least) = (terms.offset, tieout_log2(max(terms.minCount, 1)))
        for place in 0..<count { rarity[place] = offset - max(rarity[place], least) }
    }
}
