/// What hands, ears and scanners do to a word. Only ASCII letters and digits are touched, so UTF-8
/// stays valid.
enum TextDamage {
    /// One slip of the hand: a letter inserted, lost, hit on the key beside, or two exchanged
    /// (25, 25, 30 and 20 %).
    static func typo(_ word: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        let places = word.indices.filter { isPlain(word[$0]) }
        guard places.count > 1 else { return word }
        var damaged = word
        let place = random.pick(places)
        switch random.below(100) {
        case 0..<25: damaged.insert(neighbour(of: word[place], &random), at: place + random.below(2))
        case 25..<50: damaged.remove(at: place)
        case 50..<80: damaged[place] = neighbour(of: word[place], &random)
        default:
            let pairs = places.filter {
                $0 + 1 < word.count && isPlain(word[$0 + 1]) && word[$0] != word[$0 + 1]
            }
            guard !pairs.isEmpty else { return typoOfLength(damaged, place, &random) }
            let first = random.pick(pairs)
            let isCapital = word[first] & 0x20 == 0 && word[first + 1] & 0x20 != 0 && word[first] > 0x40
            damaged.swapAt(first, first + 1)
            // The capital stays in front.
            if isCapital {
                damaged[first] &= 0xDF
                damaged[first + 1] |= 0x20
            }
        }
        return damaged
    }

    /// One digit replaced by another, or two neighbours exchanged (70 and 30 %).
    static func digitSlip(_ text: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        let places = text.indices.filter { isDigit(text[$0]) }
        guard !places.isEmpty else { return text }
        var damaged = text
        let pairs = places.filter { $0 + 1 < text.count && isDigit(text[$0 + 1]) && text[$0] != text[$0 + 1] }
        if random.percent(30), !pairs.isEmpty {
            let first = random.pick(pairs)
            damaged.swapAt(first, first + 1)
        } else {
            let place = random.pick(places)
            damaged[place] = 0x30 + (text[place] - 0x30 + UInt8(1 + random.below(9))) % 10
        }
        return damaged
    }

    /// One misreading of a scanned page.
    static func misread(_ word: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        replaceOnce(word, scannerConfusions, &random)
    }

    /// One way of writing what was heard.
    static func misheard(_ word: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
        replaceOnce(word, soundAlikes, &random)
    }

    /// Accents removed: the base letters of the Latin letters the name lists use.
    static func withoutAccents(_ word: [UInt8]) -> [UInt8] {
        guard word.contains(where: { $0 >= 0x80 }) else { return word }
        return Array(
            String(decoding: word, as: UTF8.self).map { baseLetters[$0] ?? String($0) }.joined().utf8)
    }

    /// Lower-case ASCII letters only.
    static func plainLetters(_ word: [UInt8]) -> [UInt8] {
        withoutAccents(word).compactMap { isLetter($0) ? $0 | 0x20 : nil }
    }

    /// ASCII letters in upper case.
    static func upperCased(_ word: [UInt8]) -> [UInt8] {
        word.map { $0 >= 0x61 && $0 <= 0x7A ? $0 & 0xDF : $0 }
    }

    private static func typoOfLength(
        _ word: [UInt8], _ place: Int, _ random: inout SplitMix64
    ) -> [UInt8] {
        var damaged = word
        damaged[place] = neighbour(of: word[place], &random)
        return damaged
    }

    /// Replaces one occurrence of the first pattern, from a drawn one on, that the word holds.
    private static func replaceOnce(
        _ word: [UInt8], _ table: [(from: [UInt8], to: [UInt8])], _ random: inout SplitMix64
    ) -> [UInt8] {
        let first = random.below(table.count)
        let lower = word.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
        for step in 0..<table.count {
            let (from, to) = table[(first + step) % table.count]
            guard lower.count >= from.count else { continue }
            for place in 0...(lower.count - from.count)
            where lower[place..<place + from.count].elementsEqual(from) {
                var damaged = Array(word[..<place]) + to + word[(place + from.count)...]
                if word[place] != lower[place] && isLetter(to[0]) { damaged[place] &= 0xDF }
                return damaged
            }
        }
        return word
    }

    /// The key beside, in the case of the letter.
    private static func neighbour(of byte: UInt8, _ random: inout SplitMix64) -> UInt8 {
        let isUpper = byte >= 0x41 && byte <= 0x5A
        let key = isUpper ? byte | 0x20 : byte
        for row in keyboard {
            guard let place = row.firstIndex(of: key) else { continue }
            let other =
                place == 0 ? 1 : place == row.count - 1 ? place - 1 : place + (random.percent(50) ? 1 : -1)
            return isUpper ? row[other] & 0xDF : row[other]
        }
        return byte
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }
    private static func isPlain(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

    private static let keyboard = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"].map { Array($0.utf8) }
    private static let scannerConfusions = table(
        "o 0, 0 o, l 1, 1 l, i l, rn m, m rn, s 5, 5 s, b 8, 8 b, e c, cl d, d cl, u v, h b, g q, z 2, w vv, nn m"
    )
    private static let soundAlikes = table(
        """
        ph f, f ph, ck k, k ck, c k, ie y, y ie, ee ea, ea ee, ou u, ll l, l ll, tt t, t tt, ss s, s z, z s, th t, \
        ai ay, ay ai, ei ie, er ar, or er, gh g, sch sh, sh sch, w v, j g, x cks, oo u, mm m, n nn, qu kw
        """)

    private static func table(_ pairs: String) -> [(from: [UInt8], to: [UInt8])] {
        pairs.split(separator: ",").map { pair in
            let words = pair.split(separator: " ").map { Array($0.utf8) }
            return (words[0], words[1])
        }
    }

    private static let baseLetters: [Character: String] = {
        let pairs = "áa àa âa ãa äa åa çc ée íi ïi îi ñn óo ôo õo öo øo śs şs úu üu ýy ëe èe êe ÉE ÁA ÖO ØO"
        var letters: [Character: String] = [:]
        for pair in pairs.split(separator: " ") { letters[pair[pair.startIndex]] = String(pair.dropFirst()) }
        return letters
    }()
}
