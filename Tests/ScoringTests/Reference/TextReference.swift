import Scoring

/// The textbook definitions, slow and plain, over arrays of scalars.
enum TextReference {
    typealias Scalars = [Unicode.Scalar]

    static func similarity(_ measure: TextMeasure, _ a: String, _ b: String) -> Float? {
        let (x, y) = (Scalars(a.unicodeScalars), Scalars(b.unicodeScalars))
        let longer = max(x.count, y.count)
        switch measure {
        case .exact: return x == y ? 1 : 0
        case .contains: return occurs(x, in: y) || occurs(y, in: x) ? 1 : 0
        case .prefix: return prefix(x, y)
        case .levenshtein: return longer == 0 ? 1 : ratio(longer - levenshtein(x, y), longer)
        case .osa: return longer == 0 ? 1 : ratio(longer - osa(x, y), longer)
        case .jaro: return jaro(x, y, prefixScale: 0)
        case .jaroWinkler: return jaro(x, y, prefixScale: 1)
        case .qgramJaccard, .qgramDice, .qgramCosine: return grams(measure, x, y)
        case .tokenSort:
            return indel(joined(words(x).sorted(by: precedes)), joined(words(y).sorted(by: precedes)))
        case .tokenSet: return tokenSet(words(x), words(y))
        case .mongeElkan: return mongeElkan(words(x), words(y))
        case .commonSubstring: return commonSubstring(x, y)
        case .wordContainment: return containment(Set(words(x)), Set(words(y)))
        case .numbers: return agreement(Set(words(x).filter(hasDigit)), Set(words(y).filter(hasDigit)))
        case .units: return Quantities.agreement(a, b)
        case .ordinals: return agreement(Ordinals.named(a), Ordinals.named(b))
        case .soundex, .doubleMetaphone, .nickname, .tfidf, .softTFIDF, .ngramTFIDF: return nil
        }
    }

    static func ratio(_ over: Int, _ under: Int) -> Float { Float(Double(over) / Double(under)) }

    // MARK: - Edits

    /// Wagner and Fischer's matrix.
    static func levenshtein(_ a: Scalars, _ b: Scalars) -> Int { matrix(a, b, transpositions: false) }

    static func osa(_ a: Scalars, _ b: Scalars) -> Int { matrix(a, b, transpositions: true) }

    private static func matrix(_ a: Scalars, _ b: Scalars, transpositions: Bool) -> Int {
        let width = b.count + 1
        var d = [Int](repeating: 0, count: (a.count + 1) * width)
        for i in 0...a.count { d[i * width] = i }
        for j in 0...b.count { d[j] = j }
        for i in stride(from: 1, through: a.count, by: 1) {
            for j in stride(from: 1, through: b.count, by: 1) {
                let cost = a[i - 1] == b[j - 1] ? 0 : 1
                var best = min(
                    d[(i - 1) * width + j] + 1, d[i * width + j - 1] + 1, d[(i - 1) * width + j - 1] + cost)
                if transpositions, i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    best = min(best, d[(i - 2) * width + j - 2] + 1)
                }
                d[i * width + j] = best
            }
        }
        return d[a.count * width + b.count]
    }

    static func commonSubsequence(_ a: Scalars, _ b: Scalars) -> Int {
        var before = [Int](repeating: 0, count: b.count + 1)
        for character in a {
            var row = before
            for j in b.indices {
                row[j + 1] = character == b[j] ? before[j] + 1 : max(row[j], before[j + 1])
            }
            before = row
        }
        return before[b.count]
    }

    static func indel(_ a: Scalars, _ b: Scalars) -> Float {
        a.count + b.count == 0 ? 1 : ratio(2 * commonSubsequence(a, b), a.count + b.count)
    }

    // MARK: - Jaro

    static func jaro(_ a: Scalars, _ b: Scalars, prefixScale: Int) -> Float {
        if a.isEmpty && b.isEmpty { return 1 }
        let window = max(max(a.count, b.count) / 2 - 1, 0)
        var taken = [Bool](repeating: false, count: b.count)
        var matchedA: Scalars = []
        for i in a.indices {
            let free = b.indices.first { abs($0 - i) <= window && !taken[$0] && b[$0] == a[i] }
            guard let free else { continue }
            taken[free] = true
            matchedA.append(a[i])
        }
        let matchedB = b.indices.filter { taken[$0] }.map { b[$0] }
        let m = matchedA.count
        if m == 0 { return 0 }
        let t = zip(matchedA, matchedB).count { $0 != $1 } / 2
        // Over the common denominator, in whole numbers.
        var over = m * m * (a.count + b.count) + (m - t) * a.count * b.count
        var under = 3 * m * a.count * b.count
        if prefixScale > 0, 10 * over > 7 * under {
            let prefix = zip(a, b).prefix(4).prefix { $0 == $1 }.count
            (over, under) = (10 * over + prefix * (under - over), 10 * under)
        }
        return ratio(over, under)
    }

    // MARK: - Words

    static func words(_ a: Scalars) -> [Scalars] { a.split(separator: " ").map(Scalars.init) }

    static func precedes(_ a: Scalars, _ b: Scalars) -> Bool { a.lexicographicallyPrecedes(b) }

    static func joined(_ words: [Scalars]) -> Scalars { Scalars(words.joined(separator: [" "])) }

    static func tokenSet(_ a: [Scalars], _ b: [Scalars]) -> Float {
        if a.isEmpty || b.isEmpty { return 0 }
        let (setA, setB) = (Set(a), Set(b))
        let shared = joined(setA.intersection(setB).sorted(by: precedes))
        let onlyA = setA.subtracting(setB).sorted(by: precedes)
        let onlyB = setB.subtracting(setA).sorted(by: precedes)
        if !shared.isEmpty && (onlyA.isEmpty || onlyB.isEmpty) { return 1 }
        let gap = shared.isEmpty ? 0 : 1
        let (restA, restB) = (joined(onlyA), joined(onlyB))
        let lengthA = shared.count + gap + restA.count
        let lengthB = shared.count + gap + restB.count
        let distance = restA.count + restB.count - 2 * commonSubsequence(restA, restB)
        let all = ratio(lengthA + lengthB - distance, lengthA + lengthB)
        if shared.isEmpty { return all }
        let withA = ratio(2 * shared.count, shared.count + lengthA)
        let withB = ratio(2 * shared.count, shared.count + lengthB)
        return max(all, withA, withB)
    }

    static func mongeElkan(_ a: [Scalars], _ b: [Scalars]) -> Float {
        if a.isEmpty || b.isEmpty { return a.isEmpty && b.isEmpty ? 1 : 0 }
        func mean(_ words: [Scalars], _ others: [Scalars]) -> Double {
            let best = words.map { word in others.map { jaro(word, $0, prefixScale: 1) }.max() ?? 0 }
            return best.reduce(0) { $0 + Double($1) } / Double(words.count)
        }
        return Float((mean(a, b) + mean(b, a)) / 2)
    }

    static func containment(_ a: Set<Scalars>, _ b: Set<Scalars>) -> Float {
        if a.isEmpty || b.isEmpty { return a == b ? 1 : 0 }
        return ratio(a.intersection(b).count, min(a.count, b.count))
    }

    static func agreement<Element>(_ a: Set<Element>, _ b: Set<Element>) -> Float {
        a.isEmpty && b.isEmpty ? 0.5 : ratio(a.intersection(b).count, a.union(b).count)
    }

    private static func hasDigit(_ word: Scalars) -> Bool { word.contains { ("0"..."9").contains($0) } }

    // MARK: - Parts of values

    /// The textbook's matrix: how long a run ends at each two places.
    static func commonSubstring(_ a: Scalars, _ b: Scalars) -> Float {
        let shorter = min(a.count, b.count)
        if shorter == 0 { return a.count == b.count ? 1 : 0 }
        var before = [Int](repeating: 0, count: b.count + 1)
        var longest = 0
        for character in a {
            let row = [0] + b.indices.map { character == b[$0] ? before[$0] + 1 : 0 }
            longest = max(longest, row.max() ?? 0)
            before = row
        }
        return ratio(longest, shorter)
    }

    static func occurs(_ part: Scalars, in whole: Scalars) -> Bool {
        if part.isEmpty { return whole.isEmpty }
        return whole.indices.contains { Scalars(whole[$0...].prefix(part.count)) == part }
    }

    static func prefix(_ a: Scalars, _ b: Scalars) -> Float {
        let shorter = min(a.count, b.count)
        if shorter == 0 { return a.count == b.count ? 1 : 0 }
        return ratio(zip(a, b).prefix { $0 == $1 }.count, shorter)
    }

    static func grams(_ measure: TextMeasure, _ a: Scalars, _ b: Scalars) -> Float {
        let (x, y) = (bigrams(a), bigrams(b))
        if x.isEmpty || y.isEmpty { return a == b ? 1 : 0 }
        let all = Set(x.keys).union(y.keys)
        func sum(_ term: (Int, Int) -> Int) -> Int { all.reduce(0) { $0 + term(x[$1] ?? 0, y[$1] ?? 0) } }
        switch measure {
        case .qgramJaccard: return ratio(sum { min($0, $1) }, sum { max($0, $1) })
        case .qgramDice: return ratio(2 * sum { min($0, $1) }, sum { $0 + $1 })
        default:
            let squares = Double(sum { first, _ in first * first }) * Double(sum { $1 * $1 })
            return Float(Double(sum { $0 * $1 }) / squares.squareRoot())
        }
    }

    private static func bigrams(_ a: Scalars) -> [Scalars: Int] {
        var counts: [Scalars: Int] = [:]
        for (first, second) in zip(a, a.dropFirst()) { counts[[first, second], default: 0] += 1 }
        return counts
    }
}
