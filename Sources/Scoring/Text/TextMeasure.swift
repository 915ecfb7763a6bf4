import CKernels
import Records

/// Two canonical values to compare: UTF-8 bytes and their lengths. The bytes stay the caller's.
public typealias TextPair = tieout_text_pair

/// One canonical value: UTF-8 bytes and their length. The bytes stay the caller's.
public typealias TextValue = tieout_text_value

/// How alike two texts are. All measures are symmetric and lie in 0…1.
///
/// A character is a Unicode scalar; a malformed byte counts as a character of its own. Words are
/// maximal runs of bytes other than spaces. Measures computed from counts (all but `qgramCosine`, `tfidf`,
/// `softTFIDF` and `ngramTFIDF`) are the `Float` nearest to the exact value, so 4/5 meets a cutoff of 0.8. Of a value beyond 65,535
/// bytes the edit, Jaro and token measures and `commonSubstring` see the first 65,535.
public enum TextMeasure: String, Codable, CaseIterable, Sendable {
    /// 1 where the bytes are equal.
    case exact
    /// 1 where one value occurs inside the other. An empty value occurs only in an empty one.
    case contains
    /// Characters in common at the start, over the length of the shorter value: 1 where one value
    /// begins with the other. 0 where only one is empty.
    case prefix
    /// 1 − d / longer length; d counts insertions, deletions and substitutions (Levenshtein 1965).
    case levenshtein
    /// As `levenshtein`, with the exchange of two neighbours as one edit more; no part of a value is
    /// edited twice (optimal string alignment, the restricted Damerau distance).
    case osa
    /// (m/|a| + m/|b| + (m − t)/m) / 3 for m characters that match within half the longer length,
    /// less one, of each other, and t half the number of them out of order, rounded down (Jaro 1989).
    case jaro
    /// `jaro`, and where that is above 0.7, a tenth of what is missing to 1 for each of the first 4
    /// characters in common (Winkler 1990).
    case jaroWinkler
    /// Pairs of neighbouring characters, as multisets: common over all, Σmin / Σmax. A value of one
    /// character has no such pairs: it is like its equal only.
    case qgramJaccard
    /// As `qgramJaccard`, twice the common pairs over the pairs of both.
    case qgramDice
    /// As `qgramJaccard`, the cosine of the two vectors of counts.
    case qgramCosine
    /// Words sorted and joined, then 1 − d / (|a| + |b|), d counting insertions and deletions:
    /// RapidFuzz's `token_sort_ratio` / 100.
    case tokenSort
    /// Words as sets: the best of comparing all words with all, and the shared words with all words
    /// of either value, by the ratio of `tokenSort`: RapidFuzz's `token_set_ratio` / 100. 1 where one
    /// value's words are all in the other; 0 where a value has no words.
    case tokenSet
    /// For each word the best `jaroWinkler` among the words of the other value; the mean of that over
    /// the words of either value, and of the two the mean (Monge and Elkan 1996, made symmetric). 1
    /// where neither value has words, 0 where only one has none. Sees the first 1,000 words of a value.
    case mongeElkan
    /// Characters of the longest run that stands in both values, over the characters of the shorter
    /// one: 1 where one value occurs inside the other. 0 where only one is empty.
    case commonSubstring
    /// Words as sets: those of both over those of the value that has fewer (the overlap coefficient of
    /// Szymkiewicz and Simpson): 1 where all words of one value are in the other. 1 where neither value
    /// has words, 0 where only one has none.
    case wordContainment
    /// Cosine of the words, each weighed log2(1 + times it stands in the value) × its rarity
    /// (`WordRarities`; all words are equally rare where nobody counted them). 1 where neither value has
    /// words, 0 where only one has none.
    case tfidf
    /// As `tfidf`, and words of one value only count with words of the other that have a `jaroWinkler` of
    /// at least 0.9 with them, as far as they are alike (Cohen, Ravikumar and Fienberg 2003). Unlike
    /// theirs it is symmetric: each word is taken once, the nearest first, of equally near ones the
    /// weightiest. Words with a digit are only ever the same or different. Of the words that the other
    /// value lacks it sees 1,000.
    case softTFIDF
    /// As `tfidf` of runs of three characters, spaces among them, in place of words; a value of one or two
    /// characters is one run. 1 where both values are empty, 0 where only one is.
    case ngramTFIDF
    /// Words that hold a digit 0–9 – numbers, model codes, sizes – as sets: those of both over those of
    /// either (Jaccard). 1 where they are the same, 0 where nothing agrees or only one value has any;
    /// where neither has, ½: nothing agrees, and nothing contradicts.
    case numbers
    /// Quantities – numbers with a unit – as sets, by the same rules as `numbers`, whatever the units: 16 GB is
    /// 16384 MB, 1.5 l is 1500 ml. The units and what each is of its dimension's base unit stand at `Unit`:
    /// of mass, length, volume, data (by powers of 1024), time, months, power, voltage, current, charge, energy,
    /// frequency and pixels. Quantities of one dimension that differ by at most a millionth of the larger are the
    /// same, and so are those with such neighbours between them.
    ///
    /// A number is up to 15 digits, perhaps with one point between two of them, with no letter, point, comma or
    /// slash before it, nor more of these and digits behind it; of 2x500ml it is 500. Its unit, in either case,
    /// stands right behind it or one space or hyphen further, and neither a letter nor a digit follows; `a`, `h`
    /// and `s` only right behind, `in` further off only where the word `1` does not follow, and `"` is an
    /// inch. `fl` and `fluid` are units with `oz`, `ounce` or `ounces` behind them. Canonical text has spaces for
    /// points and marks; that of the kind `quantities` keeps them.
    case units
    /// Numbers from 1 to 99 that say which one – of a series, a street, a generation – as sets, by the same
    /// rules as `numbers`. As whole words, whatever their case: one or two digits (`2`, `02`), `1st`…`99th`,
    /// `first`…`twentieth`, `thirtieth`…`ninetieth`, two words such as `twenty first`, and the Roman numerals
    /// `ii`…`xx` but for `v` and `x`, which as `i` are mostly initials. Right behind a word that is numbered
    /// (act, book, chapter, class, episode, grade, level, mk, part, phase, round, season, section, series, stage,
    /// type, vol, volume, war) `i`, `v`, `x` and `one`…`nineteen` count too.
    case ordinals
    /// Word by word in order: the share of words, of the longer value, with equal Soundex codes.
    case soundex
    /// Word by word in order: the share of words, of the longer value, with a Double Metaphone code in
    /// common.
    case doubleMetaphone
    /// Word by word in order, the mean over the words of the longer value: 1 for equal words and for
    /// a name and its short form (bob, robert), 0.9 for a word and its initial.
    case nickname
}

extension TextMeasure {
    /// What it weighs by how rare it is; nil for most.
    public var weighedParts: WeighedParts? {
        switch self {
        case .tfidf, .softTFIDF: .words
        case .ngramTFIDF: .trigrams
        default: nil
        }
    }
}
