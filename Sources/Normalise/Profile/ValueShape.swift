/// What one raw value looks like.
struct ValueShape {
    var hasDigit = false
    var hasLetter = false
    /// Words of the folded value, and how many hold a digit.
    var words = 0
    var wordsWithDigit = 0
    /// The first or the last word starts with a digit, and another has none.
    var hasHouseNumber = false
    /// A word that streets are called by.
    var hasStreetWord = false
    var hasLegalForm = false
    /// Written without a blank.
    var isOneToken = false
    /// A short run of signs somebody assigned: one token with a digit, or up to three that each hold
    /// one (`NT1 3BX`, `12 345 678`).
    var isCodeLike: Bool {
        hasDigit && (isOneToken || (words == wordsWithDigit && words <= 3 && length <= 14))
    }
    private var length = 0

    /// - Parameters:
    ///   - raw: trimmed.
    ///   - folded: its canonical form as `text`.
    init(raw: Bytes, folded: Bytes) {
        length = raw.count
        isOneToken = !raw.contains { $0.isBlank }
        var start = 0
        var firstIsNumber = false
        var lastIsNumber = false
        while start < folded.count {
            var end = start
            var digits = 0
            while end < folded.count, folded[end] != ByteClass.space {
                if folded[end].isDigit { digits += 1 }
                end += 1
            }
            let word = Bytes(rebasing: folded[start..<end])
            words += 1
            if digits > 0 { wordsWithDigit += 1 }
            lastIsNumber = word[0].isDigit && digits * 2 >= word.count
            if words == 1 { firstIsNumber = lastIsNumber }
            if digits > 0 { hasDigit = true }
            if digits < word.count { hasLetter = true }
            if isStreetWord(word) { hasStreetWord = true }
            start = end + 1
        }
        hasHouseNumber = words > 1 && (firstIsNumber || lastIsNumber) && wordsWithDigit < words
        if let base = folded.baseAddress, words > 1 {
            hasLegalForm = Normalise.hasLegalForm(base, folded.count)
        }
    }
}

/// 8-4-4-4-12 hexadecimal digits, or 32 of them with a letter among them.
func isUUID(_ raw: Bytes) -> Bool {
    guard raw.count == 36 else { return false }
    for (place, byte) in raw.enumerated() {
        if place == 8 || place == 13 || place == 18 || place == 23 {
            guard byte == UInt8(ascii: "-") else { return false }
        } else if !byte.isDigit, (byte | 0x20) &- 0x61 >= 6 {
            return false
        }
    }
    return true
}

/// One `@` with something before it and a dot somewhere behind, no blank.
func looksLikeEmail(_ raw: Bytes) -> Bool {
    guard let at = raw.firstIndex(of: UInt8(ascii: "@")), at > 0 else { return false }
    let domain = raw[(at + 1)...]
    return domain.contains(UInt8(ascii: ".")) && !domain.contains(UInt8(ascii: "@"))
        && !raw.contains { $0.isBlank }
}

/// Seven to fifteen digits with the punctuation of phone numbers: a plus, parentheses, or groups of
/// which the last has four digits or all have two.
func looksLikePhone(_ raw: Bytes) -> Bool {
    var digits = 0
    var groups = 0
    var group = 0
    var widest = 0
    var hasMark = false
    var pattern = 0
    for (place, byte) in raw.enumerated() {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            digits += 1
            group += 1
            continue
        case UInt8(ascii: "+"):
            guard place == 0 || raw[place - 1] == UInt8(ascii: "(") else { return false }
            hasMark = true
        case UInt8(ascii: "("): hasMark = true
        case UInt8(ascii: ")"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), 0x20: break
        default:
            // An extension may follow.
            guard digits >= 7, byte.isLetter || byte == UInt8(ascii: "#") else { return false }
            return digits <= 15 && groups > 0
        }
        if group > 0 {
            groups += 1
            pattern = pattern * 10 + group
            widest = max(widest, group)
            group = 0
        }
    }
    pattern = pattern * 10 + group
    widest = max(widest, group)
    guard (7...15).contains(digits), groups > 0 || hasMark else { return false }
    // A trunk zero and the length of a national number.
    if hasMark || (raw[0] == UInt8(ascii: "0") && (9...11).contains(digits)) { return true }
    // 3-2-4 is a social security number in the United States.
    return pattern != 324
        && (group == 4 && groups <= 3 || widest == 2 || group == 3 && groups == 2 && digits > 8)
}

/// Words for streets in the larger western languages, and what addresses abbreviate them to.
private func isStreetWord(_ word: Bytes) -> Bool {
    guard word.count >= 2, word.count <= 9 else {
        return word.count > 6 && word.suffix(6).elementsEqual("strase".utf8) || endsWithStreet(word)
    }
    var packed: UInt64 = 0
    for byte in word.prefix(8) { packed = packed << 8 | UInt64(byte) }
    return streetWords.contains(packed) || endsWithStreet(word)
}

/// German: Hauptstrasse, Hauptstr.
private func endsWithStreet(_ word: Bytes) -> Bool {
    word.count > 5
        && (word.suffix(6).elementsEqual("trasse".utf8) || word.suffix(3).elementsEqual("str".utf8))
}

private let streetWords: Set<UInt64> = {
    let words = """
        street st road rd avenue ave av blvd blv boulevar boulevard drive dr lane ln court ct place pl crescent cres \
        circuit cct close terrace tce parade pde highway hwy way parkway pkwy sq square alley strasse str weg \
        platz gasse allee rue calle via piazza plaza avenida rua laan straat rd box esplanade gardens grove
        """
    return Set(
        words.split(separator: " ").map { word in
            word.utf8.prefix(8).reduce(UInt64(0)) { packed, byte in packed << 8 | UInt64(byte) }
        })
}()
