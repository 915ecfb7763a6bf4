/// Walks over a word and spells its sounds. The rules of each letter stand in the order in which they
/// are tried, each with a word it is for.
struct MetaphoneEncoder {
    private let word: UnsafeBufferPointer<UInt8>
    let last: Int
    /// Slavic or Germanic spelling: some letters keep their hard sound.
    let isSlavoGermanic: Bool
    var place = 0
    private var codes = MetaphoneCodes()

    init(_ word: UnsafeBufferPointer<UInt8>) {
        self.word = word
        last = word.count - 1
        var found = false
        for (index, byte) in word.enumerated() {
            let letter = byte | 0x20
            found = found || letter == letterW || letter == letterK
            if letter == letterC, index + 1 < word.count, word[index + 1] | 0x20 == letterZ { found = true }
        }
        isSlavoGermanic = found
    }

    mutating func encode() -> MetaphoneCodes {
        skipSilentStart()
        while place < word.count, !(codes.primary.isFull && codes.alternate.isFull) {
            switch letter(place) {
            case "a", "e", "i", "o", "u", "y": encodeVowel()
            case "b": addDoubled("P")
            case "c": encodeC()
            case "d": encodeD()
            case "f": addDoubled("F")
            case "g": encodeG()
            case "h": encodeH()
            case "j": encodeJ()
            case "k": addDoubled("K")
            case "l": encodeL()
            case "m": encodeM()
            case "n": addDoubled("N")
            case "p": encodeP()
            case "q": addDoubled("K")
            case "r": encodeR()
            case "s": encodeS()
            case "t": encodeT()
            case "v": addDoubled("F")
            case "w": encodeW()
            case "x": encodeX()
            case "z": encodeZ()
            default: place += 1
            }
        }
        return codes
    }

    private mutating func skipSilentStart() {
        // gnome, knight, pneumonia, write, psalm
        if has("gn", at: 0) || has("kn", at: 0) || has("pn", at: 0) || has("wr", at: 0) || has("ps", at: 0) {
            place = 1
        } else if has("x", at: 0) {  // xavier
            add("S")
            place = 1
        }
    }

    private mutating func encodeVowel() {
        if place == 0 { add("A") }
        place += 1
    }

    // MARK: - What the rules are made of

    /// Appends the same symbols to both codes.
    mutating func add(_ symbols: StaticString) { add(symbols, symbols) }

    mutating func add(_ primary: StaticString, _ alternate: StaticString) {
        codes.primary.append(primary)
        codes.alternate.append(alternate)
    }

    /// Appends symbols and steps over the letter, and over the next if it is the same.
    private mutating func addDoubled(_ symbols: StaticString) {
        add(symbols)
        place += letter(place + 1) == letter(place) ? 2 : 1
    }

    /// Appends symbols and goes on `step` letters further.
    mutating func add(_ symbols: StaticString, step: Int) {
        add(symbols, symbols)
        place += step
    }

    mutating func add(_ primary: StaticString, _ alternate: StaticString, step: Int) {
        add(primary, alternate)
        place += step
    }

    // Inlined, the texts that are asked for become constants: a word takes a third of the time.

    /// The letter at `index`, in lower case; a space outside the word.
    @inline(__always)
    func letter(_ index: Int) -> Unicode.Scalar {
        guard index >= 0, index < word.count else { return " " }
        let byte = word[index]
        return Unicode.Scalar(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
    }

    /// Whether `text` stands at `index`; spaces stand after the end, nothing stands before the start.
    @inline(__always)
    func has(_ text: StaticString, at index: Int) -> Bool {
        guard index >= 0 else { return false }
        for offset in 0..<text.utf8CodeUnitCount
        where letter(index + offset) != Unicode.Scalar(text.utf8Start[offset]) {
            return false
        }
        return true
    }

    /// Whether one of the letters of `letters` stands at `index`.
    @inline(__always)
    func hasLetter(_ letters: StaticString, at index: Int) -> Bool {
        guard index >= 0 else { return false }
        let found = letter(index)
        for offset in 0..<letters.utf8CodeUnitCount where found == Unicode.Scalar(letters.utf8Start[offset]) {
            return true
        }
        return false
    }

    func isVowel(_ index: Int) -> Bool { hasLetter("aeiouy", at: index) }

    /// A name that begins the Dutch or German way.
    var startsGermanic: Bool { has("van ", at: 0) || has("von ", at: 0) || has("sch", at: 0) }
}

private let letterC: UInt8 = 0x63
private let letterK: UInt8 = 0x6B
private let letterW: UInt8 = 0x77
private let letterZ: UInt8 = 0x7A
