import CKernels
import Records

/// A level of a comparison, as the bounds need it.
struct BoundedLevel: Sendable {
    /// What can be said of the level from lengths and signatures.
    private enum Form: Sendable {
        /// Nothing: it may hold.
        case unbounded
        case edits, editSimilarity, jaro, jaroWinkler, dice, jaccard, indelSimilarity, nickname
        case absolute, relative, days, dayMonthSwapped, dateDigits
    }

    let weight: Float
    /// Share of the term-frequency adjustment; 0 where there is none.
    let termWeight: Float
    private let form: Form
    /// Least similarity, or largest distance.
    private let limit: Double
    /// Characters that a signature lacks stand for at least this share of a change: one edit changes
    /// one character, or two bigrams, or three where neighbours may be exchanged.
    private let changes: Float
    private let countsGrams: Bool
    private let isCharacters: Bool

    init(_ level: Level, weight: Float, signature: SignatureKind, hasTerms: Bool) {
        self.weight = weight
        termWeight = hasTerms ? level.termWeight : 0
        countsGrams = signature == .bigrams
        isCharacters = signature == .characters
        switch level.test {
        case .similarity(.levenshtein, _), .distance(.levenshtein, _): changes = countsGrams ? 2 : 1
        default: changes = countsGrams ? 3 : 1
        }
        (form, limit) =
            switch level.test {
            case .distance(_, let most): (.edits, Double(most))
            case .similarity(let measure, let least): (BoundedLevel.form(measure), Double(least))
            case .absolute(let most): (.absolute, most)
            case .relative(let most): (.relative, most)
            case .days(let most): (.days, Double(most))
            case .dayMonthSwapped: (.dayMonthSwapped, 0)
            case .dateDigits(let most): (.dateDigits, Double(most))
            case .exact, .swapped, .kilometres: (.unbounded, 0)
            }
    }

    private static func form(_ measure: TextMeasure) -> Form {
        switch measure {
        case .levenshtein, .osa: .editSimilarity
        case .jaro: .jaro
        case .jaroWinkler: .jaroWinkler
        case .qgramDice: .dice
        case .qgramJaccard: .jaccard
        case .tokenSort: .indelSimilarity
        case .nickname: .nickname
        case .exact, .prefix, .contains, .qgramCosine, .tokenSet, .soundex, .doubleMetaphone: .unbounded
        }
    }

    /// Raises the bound of each pair for which the level may hold.
    ///
    /// Lengths are in characters where it matters: signatures of values that are not ASCII bound
    /// nothing. The rest of a per mille is for similarities rounded to single precision.
    func raise(_ heads: borrowing HeadColumns, _ count: Int) {
        let (a, b) = (heads.leftLengths, heads.rightLengths)
        let (onlyA, onlyB) = (heads.leftOnly, heads.rightOnly)
        let least = Float(limit) - 1e-4
        let changes = changes
        switch form {
        case .edits:
            let (most, mostOnly) = (Float(limit), Float(limit) * changes)
            raise(heads, count) { abs(a[$0] - b[$0]) <= most && max(onlyA[$0], onlyB[$0]) <= mostOnly }
        case .editSimilarity:
            raise(heads, count) {
                max(abs(a[$0] - b[$0]), max(onlyA[$0], onlyB[$0]) / changes) <= (1 - least)
                    * max(a[$0], b[$0])
            }
        case .indelSimilarity:
            // A character left out takes two bigrams away and may bring one. Spaces between words are not
            // counted, and they are the one character of a signature that words in another order may lack.
            let (share, free): (Float, Float) = countsGrams ? (3, 0) : (1, 2)
            raise(heads, count) { onlyA[$0] + onlyB[$0] - free <= share * (1 - least) * (a[$0] + b[$0]) }
        case .jaro:
            raise(heads, count) {
                let (sum, all) = (jaroSum(a[$0], b[$0], onlyA[$0], onlyB[$0]), 3 * a[$0] * b[$0])
                return sum >= least * all
            }
        case .jaroWinkler:
            let starts = heads.starts
            // There is no bonus up to 0.7.
            let plain = min(least, 0.699)
            raise(heads, count) {
                let (sum, all) = (jaroSum(a[$0], b[$0], onlyA[$0], onlyB[$0]), 3 * a[$0] * b[$0])
                return sum >= plain * all && sum + 0.1 * starts[$0] * (all - sum) >= least * all
            }
        case .dice:
            raise(heads, count) {
                let grams = a[$0] + b[$0] - 2
                return min(a[$0], b[$0]) < 2
                    || 2 * commonGrams(a[$0], b[$0], onlyA[$0], onlyB[$0]) >= least * grams
            }
        case .jaccard:
            raise(heads, count) {
                let common = commonGrams(a[$0], b[$0], onlyA[$0], onlyB[$0])
                return min(a[$0], b[$0]) < 2 || common >= least * (a[$0] + b[$0] - 2 - common)
            }
        case .nickname:
            guard isCharacters, limit > 0 else { return raise(heads, count) { _ in true } }
            // Of two single words neither of which is an initial, one is a short form of the other.
            let (plain, sums, known) = (heads.plain, heads.hashSums, Nicknames.english.hashSums)
            raise(heads, count) { !plain[$0] || known[Int(sums[$0] & 0xFFFF)] }
        case .unbounded, .absolute, .relative, .days, .dayMonthSwapped, .dateDigits:
            raise(heads, count) { _ in true }
        }
    }

    @inline(__always)
    private func raise(_ heads: borrowing HeadColumns, _ count: Int, where mayHold: (Int) -> Bool) {
        let (bounds, adjustments) = (heads.bounds, heads.rarity)
        let (weight, share) = (weight, termWeight)
        for place in 0..<count {
            let raised = max(bounds[place], weight + share * adjustments[place])
            bounds[place] = mayHold(place) ? raised : bounds[place]
        }
    }

    /// 3·|a|·|b| times the largest Jaro similarity: all characters that both may have match, in order.
    @inline(__always)
    private func jaroSum(_ a: Float, _ b: Float, _ onlyA: Float, _ onlyB: Float) -> Float {
        let matching = countsGrams ? min(a, b) : min(a - onlyA, b - onlyB)
        return matching > 0 ? matching * (a + b) + a * b : 0
    }

    /// Most bigrams in common, counted as often as they occur. All characters but the last begin a bigram,
    /// so that of those the other value lacks all but one begin a bigram that it lacks too.
    @inline(__always)
    private func commonGrams(_ a: Float, _ b: Float, _ onlyA: Float, _ onlyB: Float) -> Float {
        let free: Float = countsGrams ? 0 : 1
        return min(a - 1 - max(onlyA - free, 0), b - 1 - max(onlyB - free, 0))
    }

    /// The same for dates and numbers, whose signature is the value.
    func raiseForValues(_ heads: borrowing HeadColumns, _ count: Int, field: Int, fieldCount: Int) {
        let (bounds, adjustments) = (heads.bounds, heads.rarity)
        for place in 0..<count {
            let raised = weight + termWeight * adjustments[place]
            guard raised > bounds[place] else { continue }
            let (a, b) = heads.values(place, field: field, fieldCount: fieldCount)
            if allows(a, b) { bounds[place] = raised }
        }
    }

    private func allows(_ a: UInt64, _ b: UInt64) -> Bool {
        switch form {
        case .absolute: return absoluteDifference(Double(bitPattern: a), Double(bitPattern: b)) <= limit
        case .relative: return relativeDifference(Double(bitPattern: a), Double(bitPattern: b)) <= limit
        case .dateDigits, .days, .dayMonthSwapped, .edits: break
        default: return true
        }
        guard let a = CanonicalDate(word: a), let b = CanonicalDate(word: b) else { return true }
        switch form {
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
