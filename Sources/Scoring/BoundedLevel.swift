import CKernels
import Records

/// A level of a comparison, as the bounds need it: for text what the kernel asks of lengths and
/// signatures, for dates and numbers, whose signature is the value, what is asked of both values.
struct BoundedLevel: @unchecked Sendable {
    // Immutable; what the kernel's level points to is never freed.

    /// What the kernel knows of the level.
    let level: tieout_level
    private let value: ValueForm
    /// Largest difference.
    private let limit: Double

    private enum ValueForm: Sendable {
        /// Nothing is asked: the level may hold.
        case unbounded
        case absolute, relative, days, dayMonthSwapped, dateDigits, edits
    }

    init(_ level: Level, weight: Float, signature: SignatureKind, hasTerms: Bool) {
        let countsGrams = signature == .bigrams
        let limit: Double
        (value, limit) =
            switch level.test {
            case .distance(_, let most): (.edits, Double(most))
            case .similarity(_, let least): (.unbounded, Double(least))
            case .absolute(let most): (.absolute, most)
            case .relative(let most): (.relative, most)
            case .days(let most): (.days, Double(most))
            case .dayMonthSwapped: (.dayMonthSwapped, 0)
            case .dateDigits(let most): (.dateDigits, Double(most))
            case .exact, .swapped, .kilometres: (.unbounded, 0)
            }
        self.limit = limit
        // Characters that a signature lacks stand for at least this share of a change: one edit changes one
        // character, or two bigrams, or three where neighbours may be exchanged.
        let changes: Float =
            switch level.test {
            case .similarity(.levenshtein, _), .distance(.levenshtein, _): countsGrams ? 2 : 1
            default: countsGrams ? 3 : 1
            }
        self.level = tieout_level(
            form: BoundedLevel.form(level.test, isCharacters: signature == .characters), weight: weight,
            term_weight: hasTerms ? level.termWeight : 0, limit: Float(limit), changes: changes,
            counts_grams: countsGrams, short_forms: Nicknames.english.hashSums)
    }

    private static func form(_ test: LevelTest, isCharacters: Bool) -> tieout_level_form {
        guard case .similarity(let measure, let least) = test else {
            if case .distance = test { return TIEOUT_LEVEL_EDITS }
            return TIEOUT_LEVEL_OPEN
        }
        return switch measure {
        case .levenshtein, .osa: TIEOUT_LEVEL_EDIT_SIMILARITY
        case .jaro: TIEOUT_LEVEL_JARO
        case .jaroWinkler: TIEOUT_LEVEL_JARO_WINKLER
        case .qgramDice: TIEOUT_LEVEL_DICE
        case .qgramJaccard: TIEOUT_LEVEL_JACCARD
        case .tokenSort: TIEOUT_LEVEL_INDEL_SIMILARITY
        case .nickname: isCharacters && least > 0 ? TIEOUT_LEVEL_NICKNAME : TIEOUT_LEVEL_OPEN
        case .exact, .prefix, .contains, .qgramCosine, .tokenSet, .mongeElkan, .commonSubstring,
            .wordContainment, .tfidf, .softTFIDF, .ngramTFIDF, .numbers, .units, .ordinals, .soundex,
            .doubleMetaphone:
            TIEOUT_LEVEL_OPEN
        }
    }

    /// Raises the bound of each pair for which the level may hold.
    func raise(_ heads: borrowing HeadColumns, _ count: Int) {
        var (columns, level) = (heads.columns, level)
        tieout_raise_bounds(&columns, count, &level, heads.bounds)
    }

    /// The same for dates and numbers, whose signature is the value.
    func raiseForValues(_ heads: borrowing HeadColumns, _ count: Int, field: Int, fieldCount: Int) {
        let (bounds, adjustments) = (heads.bounds, heads.rarity)
        for place in 0..<count {
            let raised = level.weight + level.term_weight * adjustments[place]
            guard raised > bounds[place] else { continue }
            let (a, b) = heads.values(place, field: field, fieldCount: fieldCount)
            if allows(a, b) { bounds[place] = raised }
        }
    }

    private func allows(_ a: UInt64, _ b: UInt64) -> Bool {
        switch value {
        case .absolute: return absoluteDifference(Double(bitPattern: a), Double(bitPattern: b)) <= limit
        case .relative: return relativeDifference(Double(bitPattern: a), Double(bitPattern: b)) <= limit
        case .dateDigits, .days, .dayMonthSwapped, .edits: break
        default: return true
        }
        guard let a = CanonicalDate(word: a), let b = CanonicalDate(word: b) else { return true }
        switch value {
        case .dateDigits: return digitsDiffering(a, b) <= Int(limit)
        case .dayMonthSwapped: return isTransposedDayMonth(a, b)
        case .days:
            let months = 12 * (a.year - b.year) + a.month - b.month
            return Double(abs(months)) <= 1 + limit / 28
        // One edit between values of one length replaces a digit or exchanges two.
        default: return limit != 1 || digitsDiffering(a, b) <= 2
        }
    }
}
