extension MetaphoneEncoder {
    mutating func encodeC() {
        if isGermanicACH {
            add("K", step: 2)
        } else if place == 0, has("caesar", at: 0) {
            add("S", step: 2)
        } else if has("chia", at: place) {  // chianti
            add("K", step: 2)
        } else if has("ch", at: place) {
            encodeCH()
        } else if has("cz", at: place), !has("wicz", at: place - 2) {  // czerny
            add("S", "X", step: 2)
        } else if has("cia", at: place + 1) {  // focaccia
            add("X", step: 3)
        } else if has("cc", at: place), !(place == 1 && has("m", at: 0)) {  // but mcclellan
            encodeCC()
        } else if letter(place) == "c", hasLetter("kgq", at: place + 1) {
            add("K", step: 2)
        } else if hasLetter("iey", at: place + 1) {
            let isItalian = has("cio", at: place) || has("cie", at: place) || has("cia", at: place)
            add("S", isItalian ? "X" : "S", step: 2)
        } else {
            add("K")
            if letter(place + 1) == " ", hasLetter("cqg", at: place + 2) {  // mac caffrey
                place += 3
            } else if hasLetter("ckq", at: place + 1), !has("ce", at: place + 1), !has("ci", at: place + 1) {
                place += 2
            } else {
                place += 1
            }
        }
    }

    /// bacher, macher, and -ach- after a consonant
    private var isGermanicACH: Bool {
        place > 1 && !isVowel(place - 2) && has("ach", at: place - 1) && letter(place + 2) != "i"
            && (letter(place + 2) != "e" || has("bacher", at: place - 2) || has("macher", at: place - 2))
    }

    private mutating func encodeCH() {
        if place > 0, has("chae", at: place) {  // michael
            add("K", "X")
        } else if isGreekCH || isHardCH {
            add("K")
        } else if place > 0 {
            if has("mc", at: 0) { add("K") } else { add("X", "K") }  // mchugh
        } else {
            add("X")
        }
        place += 2
    }

    /// character, charisma, chorus, chymistry, chemistry, but not chore
    private var isGreekCH: Bool {
        place == 0 && !has("chore", at: 0)
            && (has("harac", at: 1) || has("haris", at: 1) || has("hor", at: 1) || has("hym", at: 1)
                || has("hia", at: 1) || has("hem", at: 1))
    }

    /// orchestra, architect, orchid, and wherever the next letter keeps it hard: wachtler, tichner
    private var isHardCH: Bool {
        startsGermanic || has("orches", at: place - 2) || has("archit", at: place - 2)
            || has("orchid", at: place - 2) || hasLetter("ts", at: place + 2)
            || ((place == 0 || hasLetter("aoue", at: place - 1)) && hasLetter("lrnmbhfvw ", at: place + 2))
    }

    private mutating func encodeCC() {
        guard hasLetter("ieh", at: place + 2), !has("hu", at: place + 2) else {
            return add("K", step: 2)  // tucker, macchu
        }
        // accident, accede, succeed; else bellocchio, bacci
        let isHard =
            place == 1 && has("a", at: 0) || has("uccee", at: place - 1) || has("ucces", at: place - 1)
        add(isHard ? "KS" : "X", step: 3)
    }

    mutating func encodeD() {
        if has("dg", at: place) {
            if hasLetter("iey", at: place + 2) {  // edge
                add("J", step: 3)
            } else {  // edgar
                add("TK", step: 2)
            }
        } else {
            add("T", step: hasLetter("td", at: place + 1) ? 2 : 1)
        }
    }

    mutating func encodeG() {
        if letter(place + 1) == "h" {
            encodeGH()
        } else if letter(place + 1) == "n" {
            encodeGN()
        } else if has("li", at: place + 1), !isSlavoGermanic {  // tagliaro
            add("KL", "L", step: 2)
        } else if place == 0, startsSoftG {
            add("K", "J", step: 2)
        } else if isSoftGER {
            add("K", "J", step: 2)
        } else if hasLetter("eiy", at: place + 1) || has("aggi", at: place - 1) || has("oggi", at: place - 1)
        {
            encodeSoftG()
        } else {
            add("K", step: letter(place + 1) == "g" ? 2 : 1)
        }
    }

    private mutating func encodeGH() {
        if place > 0, !isVowel(place - 1) {  // burgh
            add("K")
        } else if place == 0 {  // ghislane, ghost
            add(letter(2) == "i" ? "J" : "K")
        } else if hasLetter("bhd", at: place - 2) || hasLetter("bhd", at: place - 3)
            || hasLetter("bh", at: place - 4)
        {
            // silent: hugh, bough, broughton (Parker's rule)
        } else if letter(place - 1) == "u", hasLetter("cglrt", at: place - 3) {  // laugh, cough, tough
            add("F")
        } else if letter(place - 1) != "i" {
            add("K")
        }
        place += 2
    }

    private mutating func encodeGN() {
        if place == 1, isVowel(0), !isSlavoGermanic {  // agnes
            add("KN", "N")
        } else if !has("ey", at: place + 2), !isSlavoGermanic {  // but cagney
            add("N", "KN")
        } else {
            add("KN")
        }
        place += 2
    }

    /// -ges-, -gep-, -gel- and their like at the start
    private var startsSoftG: Bool {
        letter(1) == "y" || has("es", at: 1) || has("ep", at: 1) || has("eb", at: 1) || has("el", at: 1)
            || has("ey", at: 1) || has("ib", at: 1) || has("il", at: 1) || has("in", at: 1)
            || has("ie", at: 1)
            || has("ei", at: 1) || has("er", at: 1)
    }

    /// -ger-, -gy-, but not in danger, ranger, manger, energy, biology
    private var isSoftGER: Bool {
        (has("er", at: place + 1) || letter(place + 1) == "y")
            && !has("danger", at: 0) && !has("ranger", at: 0) && !has("manger", at: 0)
            && !hasLetter("ei", at: place - 1) && !has("rgy", at: place - 1) && !has("ogy", at: place - 1)
    }

    private mutating func encodeSoftG() {
        if startsGermanic || has("et", at: place + 1) {
            add("K")
        } else if has("ier ", at: place + 1) {  // rogier
            add("J")
        } else {
            add("J", "K")
        }
        place += 2
    }
}
