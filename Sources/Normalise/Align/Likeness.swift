import Records

/// How much two columns look like the same field, and why.
struct Likeness {
    /// 0: not comparable; the floor for a pair is `Likeness.floor`.
    var total: Double
    /// Of the names alone and of the values alone, 0…1.
    var name: Double
    var content: Double
    /// Share of the smaller column's distinct values found in the other.
    var overlap: Double
    /// Both are categories, and no value of one is a value of the other: they can never agree.
    var sharesNothing: Bool

    /// Pairs below stay unpaired. Unrelated columns of the same kind reach about 0.3 by their letters
    /// and lengths alone.
    static let floor = 0.42

    init(_ left: ColumnProfile, _ right: ColumnProfile, positions: (Double, Double)) {
        overlap = Swift.max(left.values.containment(right.values), left.texts.containment(right.texts))
        let fit = compatibility(left, right, overlap: overlap)
        sharesNothing = haveNoCategoryInCommon(left, right)
        content = fit == 0 || sharesNothing ? 0 : contentLikeness(left, right)
        name = ColumnName(left.name).likeness(ColumnName(right.name))
        guard fit > 0, !sharesNothing else {
            total = 0
            return
        }
        // A name outweighs all but a clear agreement of contents elsewhere; position only breaks ties.
        total = content * fit + 0.5 * name + 0.01 * (1 - abs(positions.0 - positions.1))
    }

    /// For people.
    var evidence: String {
        let percent = Int((overlap * 100).rounded())
        let values = "\(percent) % of the values shared"
        if name == 1 { return "same name, \(values)" }
        if name >= 0.5 { return "names alike, \(values)" }
        return overlap >= 0.05 ? values : "values of like form"
    }
}

/// The sketch of a category holds all its values, so that an empty overlap is proof.
private func haveNoCategoryInCommon(_ left: ColumnProfile, _ right: ColumnProfile) -> Bool {
    guard left.kind == .category, right.kind == .category else { return false }
    return left.values.jaccard(right.values) == 0 && left.texts.jaccard(right.texts) == 0
}

/// Likeness of the values, 0…1.
private func contentLikeness(_ left: ColumnProfile, _ right: ColumnProfile) -> Double {
    let shared = Swift.max(
        sharedness(left.values, right.values), sharedness(left.texts, right.texts),
        left.meanWords > 1.3 || right.meanWords > 1.3 ? 0.8 * sharedness(left.words, right.words) : 0)
    let letters = coefficient(left.grams, right.grams)
    let form =
        left.quantiles.isEmpty || right.quantiles.isEmpty
        ? ratio(left.meanLength, right.meanLength) : quantileLikeness(left.quantiles, right.quantiles)
    // Letters of one language are alike to 0.5 in any two columns; what is above that tells.
    return 0.5 * shared + 0.35 * Swift.max(0, letters * 2 - 1) + 0.15 * form
}

/// Overlap of two sets that allows for samples: few values of a large set meet in two samples of it.
private func sharedness(_ left: ValueSketch, _ right: ValueSketch) -> Double {
    (left.jaccard(right).squareRoot() + left.containment(right)) / 2
}

private func coefficient(_ left: [Float], _ right: [Float]) -> Double {
    guard left.count == right.count else { return 0 }
    var sum: Float = 0
    for place in left.indices { sum += left[place] * right[place] }
    return Double(sum)
}

private func ratio(_ left: Double, _ right: Double) -> Double {
    let most = Swift.max(left, right)
    return most == 0 ? 0 : Swift.min(left, right) / most
}

/// Mean distance of ranks between two distributions, as a likeness 0…1; the same on any scale.
private func quantileLikeness(_ left: [Double], _ right: [Double]) -> Double {
    func rank(_ value: Double, _ quantiles: [Double]) -> Double {
        let below = quantiles.count { $0 < value }
        let upTo = quantiles.count { $0 <= value }
        return Double(below + upTo) / Double(2 * quantiles.count)
    }
    var distance = 0.0
    for value in left { distance += abs(rank(value, right) - rank(value, left)) }
    for value in right { distance += abs(rank(value, left) - rank(value, right)) }
    return Swift.max(0, 1 - 2 * distance / Double(left.count + right.count))
}

/// Whether two kinds can hold the same thing, 0…1.
private func compatibility(_ left: ColumnProfile, _ right: ColumnProfile, overlap: Double) -> Double {
    if left.kind == right.kind { return 1 }
    let kinds: Set<FieldKind> = [left.kind, right.kind]
    let fit: Double =
        if left.kind.isWords, right.kind.isWords {
            kinds == [.category, .text] ? 0.75 : 0.9
        } else if left.kind.isNumeric, right.kind.isNumeric {
            kinds == [.latitude, .longitude] ? 0 : kinds == [.number, .money] ? 0.95 : 0.7
        } else if kinds == [.code, .number] || kinds == [.code, .money] {
            Swift.min(left.numericShare, right.numericShare) >= 0.85 ? 0.9 : 0
        } else if kinds == [.code, .category] {
            0.8
        } else if kinds == [.code, .phone] || kinds == [.code, .date] {
            0.7
        } else if kinds.contains(.code), left.kind.isWords || right.kind.isWords {
            0.6
        } else {
            0
        }
    // Kinds are decided by shares; where the values themselves agree, the kinds do not matter much.
    return overlap >= 0.3 ? Swift.max(fit, 0.8) : fit
}
