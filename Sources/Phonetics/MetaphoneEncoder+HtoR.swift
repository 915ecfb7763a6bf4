extension MetaphoneEncoder {
    /// Heard at the start or between vowels, before a vowel.
    mutating func encodeH() {
        if place == 0 || isVowel(place - 1), isVowel(place + 1) {
            add("H", step: 2)
        } else {
            place += 1
        }
    }

    mutating func encodeJ() {
        let isSan = has("san ", at: 0)
        if has("jose", at: place) || isSan {  // jose, san jacinto
            if isSan || place == 0 && letter(4) == " " { add("H") } else { add("J", "H") }
            place += 1
            return
        }
        if place == 0 {  // jankelowicz, yankelovich
            add("J", "A")
        } else if isVowel(place - 1), !isSlavoGermanic, hasLetter("ao", at: place + 1) {  // bajador
            add("J", "H")
        } else if place == last {
            add("J", "")
        } else if !hasLetter("ltksnmbz", at: place + 1), !hasLetter("skl", at: place - 1) {
            add("J")
        }
        place += letter(place + 1) == "j" ? 2 : 1
    }

    mutating func encodeL() {
        guard letter(place + 1) == "l" else { return add("L", step: 1) }
        add("L", isSpanishLL ? "" : "L", step: 2)
    }

    /// cabrillo, gallegos
    private var isSpanishLL: Bool {
        let endsSpanish =
            has("as", at: last - 1) || has("os", at: last - 1) || hasLetter("ao", at: last)
        return place == last - 2
            && (has("illo", at: place - 1) || has("illa", at: place - 1) || has("alle", at: place - 1))
            || endsSpanish && has("alle", at: place - 1)
    }

    mutating func encodeM() {
        // thumb, dumber
        let isSilentB = has("umb", at: place - 1) && (place + 1 == last || has("er", at: place + 2))
        add("M", step: isSilentB || letter(place + 1) == "m" ? 2 : 1)
    }

    mutating func encodeP() {
        if letter(place + 1) == "h" { return add("F", step: 2) }
        add("P", step: hasLetter("pb", at: place + 1) ? 2 : 1)  // campbell
    }

    mutating func encodeR() {
        // rogier, but hochmeier
        let isFrench =
            place == last && !isSlavoGermanic && has("ie", at: place - 2) && !has("me", at: place - 4)
            && !has("ma", at: place - 4)
        add(isFrench ? "" : "R", "R", step: letter(place + 1) == "r" ? 2 : 1)
    }
}
