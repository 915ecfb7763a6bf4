/// Invented names: the long tail of any list of names.
enum Syllables {
    private static let onsets = [
        "b", "br", "c", "ch", "d", "dr", "f", "g", "gr", "h", "j", "k", "kr", "l", "m", "n", "p", "pr", "r",
        "s", "sh", "st", "t", "th", "tr", "v", "w", "y", "z",
    ]
    private static let vowels = ["a", "a", "e", "e", "i", "i", "o", "o", "u", "ai", "ea", "ei", "ou", "ie"]
    private static let codas = ["", "", "", "l", "n", "n", "r", "r", "s", "m", "nd", "rt", "ck", "ll", "ng"]
    private static let femaleEnds = ["a", "ia", "ina", "elle", "ette", "ira", "ene", "isa", "yn", "ora"]
    private static let maleEnds = ["an", "or", "us", "en", "ik", "o", "el", "ard", "is", "in"]
    private static let surnameEnds = [
        "son", "er", "ley", "ton", "field", "wood", "man", "mann", "berg", "ski", "ov", "ini", "ez", "sen",
        "well", "ford", "ham", "ing", "stein", "ard", "es", "ano", "ic", "aro", "wick",
    ]
    private static let placeEnds = [
        "ford", "ton", "ham", "bury", "ley", "mouth", "port", "stead", "wick", "by", "field", "dale",
        "bridge",
        "minster", "combe", "worth",
    ]

    enum Kind {
        case femaleName, maleName, surname, place, brand
    }

    /// `count` different names, none of them in `taken`.
    static func names(_ kind: Kind, count: Int, taken: [String], _ random: inout SplitMix64) -> [String] {
        var seen = Set(taken.map { $0.lowercased() })
        var names: [String] = []
        while names.count < count {
            let name = one(kind, &random)
            if seen.insert(name).inserted { names.append(name.prefix(1).uppercased() + name.dropFirst()) }
        }
        return names
    }

    private static func one(_ kind: Kind, _ random: inout SplitMix64) -> String {
        switch kind {
        case .femaleName: stem(&random, longAt: 40) + random.pick(femaleEnds)
        case .maleName: stem(&random, longAt: 40) + random.pick(maleEnds)
        case .surname: stem(&random, longAt: 35) + (random.percent(80) ? random.pick(surnameEnds) : "")
        case .place: stem(&random, longAt: 15) + random.pick(placeEnds)
        case .brand:
            stem(&random, longAt: 50) + (random.percent(40) ? random.pick(["ex", "on", "ix", "ora"]) : "")
        }
    }

    /// One syllable, or two `longAt` times out of 100, without the vowel that an ending brings.
    private static func stem(_ random: inout SplitMix64, longAt: Int) -> String {
        var text = random.pick(onsets) + random.pick(vowels) + random.pick(codas)
        if random.percent(longAt) { text += random.pick(onsets) + random.pick(vowels) + random.pick(codas) }
        if "aeiou".contains(text.last ?? "x") { text += random.pick(["l", "n", "r", "s", "t", "v"]) }
        return text
    }
}
