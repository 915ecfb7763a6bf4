import CKernels
import Records

/// Similarity of each pair, 0…1; where it is below `cutoff` the result is 0.
///
/// Edit distances, Jaro and the token measures run on the machine's widest instruction set, many
/// pairs at once; every instruction set gives the same bits.
///
/// - Parameters:
///   - measure: how the two values of each pair are compared.
///   - pairs: UTF-8 values. Runs of pairs with the same `a` are cheaper for the token measures.
///   - cutoff: the least similarity of interest; 0 for all.
///   - rarities: how rare words are, or trigrams, whatever the measure weighs; nil where all are equally
///     rare.
///   - results: room for `pairs.count` results, written in the order of the pairs.
///   - scratch: buffers of this thread.
/// - Complexity: O(|a|·|b| / 64) a pair for edit distances, Jaro and token measures, plus
///   O(w log w) for sorting words; O(|a|·|b|) for `commonSubstring`, `mongeElkan` and, at worst,
///   `contains`; O(|a| + |b|) for the others.
public func similarities(
    _ measure: TextMeasure, _ pairs: UnsafeBufferPointer<TextPair>, cutoff: Float,
    rarities: WordRarities? = nil, into results: UnsafeMutablePointer<Float>, scratch: inout TextScratch
) {
    if let kernel = measure.kernel {
        tieout_text_similarities(kernel, pairs.baseAddress, pairs.count, cutoff, results, scratch.kernels)
        return
    }
    scratch.forgetValues()
    switch measure {
    case .exact: forEach(pairs, cutoff, results) { isEqual($0, $1) ? 1 : 0 }
    case .contains: forEach(pairs, cutoff, results) { occurs($0, in: $1) || occurs($1, in: $0) ? 1 : 0 }
    case .prefix: forEach(pairs, cutoff, results, prefixSimilarity)
    case .qgramJaccard: forEach(pairs, cutoff, results) { scratch.gramOverlap($0, $1).jaccard }
    case .qgramDice: forEach(pairs, cutoff, results) { scratch.gramOverlap($0, $1).dice }
    case .qgramCosine: forEach(pairs, cutoff, results) { scratch.gramOverlap($0, $1).cosine }
    case .mongeElkan: forEach(pairs, cutoff, results) { scratch.mongeElkan($0, $1) }
    case .commonSubstring: forEach(pairs, cutoff, results) { scratch.commonSubstring($0, $1) }
    case .wordContainment:
        forEach(pairs, cutoff, results) { scratch.wordOverlap($0, $1, of: .all).containment }
    case .tfidf: forEach(pairs, cutoff, results) { scratch.tfidf($0, $1, rarities, of: .all) }
    case .softTFIDF:
        forEach(pairs, cutoff, results) { scratch.softTFIDF($0, $1, rarities, cutoff: cutoff) }
    case .ngramTFIDF: forEach(pairs, cutoff, results) { scratch.tfidf($0, $1, rarities, of: .trigrams) }
    case .numbers: forEach(pairs, cutoff, results) { scratch.wordOverlap($0, $1, of: .withDigits).agreement }
    case .units: forEach(pairs, cutoff, results) { scratch.quantityOverlap($0, $1).agreement }
    case .ordinals: forEach(pairs, cutoff, results) { scratch.ordinalOverlap($0, $1).agreement }
    case .soundex: forEach(pairs, cutoff, results) { wordByWord($0, $1, soundexAgreement) }
    case .doubleMetaphone: forEach(pairs, cutoff, results) { wordByWord($0, $1, metaphoneAgreement) }
    case .nickname:
        let names = Nicknames.english
        forEach(pairs, cutoff, results) { wordByWord($0, $1, names.agreement) }
    case .levenshtein, .osa, .jaro, .jaroWinkler, .tokenSort, .tokenSet:
        preconditionFailure("these have kernels")
    }
}

/// Edit distance of each pair; where it is above `cutoff` the result is `cutoff` + 1.
///
/// - Parameters:
///   - measure: `levenshtein` or `osa`.
///   - pairs: UTF-8 values.
///   - cutoff: the largest distance of interest; `UInt32.max` for all.
///   - results: room for `pairs.count` results, written in the order of the pairs.
///   - scratch: buffers of this thread.
/// - Complexity: O(|a|·|b| / 64) a pair; a pair whose lengths alone exceed the cutoff costs nothing.
public func distances(
    _ measure: TextMeasure, _ pairs: UnsafeBufferPointer<TextPair>, cutoff: UInt32,
    into results: UnsafeMutablePointer<UInt32>, scratch: inout TextScratch
) {
    precondition(measure == .levenshtein || measure == .osa, "\(measure) is no distance")
    let kernel = measure == .osa ? TIEOUT_TEXT_OSA : TIEOUT_TEXT_LEVENSHTEIN
    tieout_text_distances(kernel, pairs.baseAddress, pairs.count, cutoff, results, scratch.kernels)
}

/// Similarity of one value with each of many; where it is below `cutoff` the result is 0.
///
/// - Parameters:
///   - measure: how values are compared.
///   - query: the value compared with all others.
///   - values: UTF-8 values.
///   - cutoff: the least similarity of interest; 0 for all.
///   - results: room for `values.count` results, written in the order of the values.
///   - scratch: buffers of this thread.
/// - Complexity: that of `similarities(_:_:cutoff:into:scratch:)`; the query is prepared once.
public func similarities(
    _ measure: TextMeasure, query: TextValue, against values: UnsafeBufferPointer<TextValue>, cutoff: Float,
    into results: UnsafeMutablePointer<Float>, scratch: inout TextScratch
) {
    withUnsafePointer(to: query) { row in
        similarities(
            measure, rows: UnsafeBufferPointer(start: row, count: 1), columns: values, cutoff: cutoff,
            into: results, scratch: &scratch)
    }
}

/// Similarity of every row with every column; where it is below `cutoff` the result is 0.
///
/// - Parameters:
///   - measure: how values are compared.
///   - rows: UTF-8 values, one for each row of the results.
///   - columns: UTF-8 values, one for each column of the results.
///   - cutoff: the least similarity of interest; 0 for all.
///   - results: room for `rows.count` × `columns.count` results, row by row.
///   - scratch: buffers of this thread.
/// - Complexity: that of `similarities(_:_:cutoff:into:scratch:)`; each value is prepared once, which
///   makes a pair about three times cheaper.
public func similarities(
    _ measure: TextMeasure, rows: UnsafeBufferPointer<TextValue>, columns: UnsafeBufferPointer<TextValue>,
    cutoff: Float, into results: UnsafeMutablePointer<Float>, scratch: inout TextScratch
) {
    if let kernel = measure.kernel {
        tieout_text_matrix(
            kernel, rows.baseAddress, rows.count, columns.baseAddress, columns.count, cutoff, results,
            scratch.kernels)
        return
    }
    withUnsafeTemporaryAllocation(of: TextPair.self, capacity: columns.count) { pairs in
        for (index, row) in rows.enumerated() {
            for (place, column) in columns.enumerated() {
                pairs[place] = TextPair(
                    a: row.bytes, b: column.bytes, a_length: row.length, b_length: column.length)
            }
            similarities(
                measure, UnsafeBufferPointer(pairs), cutoff: cutoff, into: results + index * columns.count,
                scratch: &scratch)
        }
    }
}

extension TextMeasure {
    /// The kernels' name of the measure; nil where it has none.
    var kernel: tieout_text_measure? {
        switch self {
        case .levenshtein: TIEOUT_TEXT_LEVENSHTEIN
        case .osa: TIEOUT_TEXT_OSA
        case .jaro: TIEOUT_TEXT_JARO
        case .jaroWinkler: TIEOUT_TEXT_JARO_WINKLER
        case .tokenSort: TIEOUT_TEXT_TOKEN_SORT
        case .tokenSet: TIEOUT_TEXT_TOKEN_SET
        default: nil
        }
    }
}

/// Runs `measure` over all pairs; inlined, so that each measure has a loop of its own.
@inline(__always)
private func forEach(
    _ pairs: UnsafeBufferPointer<TextPair>, _ cutoff: Float, _ results: UnsafeMutablePointer<Float>,
    _ measure: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Float
) {
    for index in pairs.indices {
        let pair = pairs[index]
        let similarity = measure(
            UnsafeBufferPointer(start: pair.a, count: Int(pair.a_length)),
            UnsafeBufferPointer(start: pair.b, count: Int(pair.b_length)))
        results[index] = similarity >= cutoff ? similarity : 0
    }
}
