extension MetaphoneEncoder {
    mutating func encodeS() {
        if has("isl", at: place - 1) || has("ysl", at: place - 1) {  // island, carlysle
            place += 1
        } else if place == 0, has("sugar", at: 0) {
            add("X", "S", step: 1)
        } else if has("sh", at: place) {
            let isGerman =
                has("heim", at: place + 1) || has("hoek", at: place + 1) || has("holm", at: place + 1)
                || has("holz", at: place + 1)
            add(isGerman ? "S" : "X", step: 2)
        } else if has("sio", at: place) || has("sia", at: place) {  // italian, armenian
            add("S", isSlavoGermanic ? "S" : "X", step: 3)
        } else if place == 0 && hasLetter("mnlw", at: 1) || letter(place + 1) == "z" {
            // smith and schmidt, snider and schneider
            add("S", "X", step: letter(place + 1) == "z" ? 2 : 1)
        } else if has("sc", at: place) {
            encodeSC()
        } else {
            // resnais, artois
            let isFrench = place == last && (has("ai", at: place - 2) || has("oi", at: place - 2))
            add(isFrench ? "" : "S", "S", step: hasLetter("sz", at: place + 1) ? 2 : 1)
        }
    }

    private mutating func encodeSC() {
        if letter(place + 2) == "h" {
            if has("er", at: place + 3) || has("en", at: place + 3) {  // schermerhorn, schenker
                add("X", "SK")
            } else if has("oo", at: place + 3) || has("uy", at: place + 3) || has("ed", at: place + 3)
                || has("em", at: place + 3)
            {  // school, schuyler
                add("SK")
            } else if place == 0, !isVowel(3), letter(3) != "w" {  // schmidt
                add("X", "S")
            } else {
                add("X")
            }
        } else {
            add(hasLetter("iey", at: place + 2) ? "S" : "SK")
        }
        place += 3
    }

    mutating func encodeT() {
        if has("tion", at: place) || has("tia", at: place) || has("tch", at: place) {
            add("X", step: 3)
        } else if has("th", at: place) || has("tth", at: place) {
            if has("om", at: place + 2) || has("am", at: place + 2) || startsGermanic {  // thomas, thames
                add("T")
            } else {
                add("0", "T")
            }
            place += 2
        } else {
            add("T", step: hasLetter("td", at: place + 1) ? 2 : 1)
        }
    }

    mutating func encodeW() {
        if has("wr", at: place) { return add("R", step: 2) }
        if place == 0 {
            if isVowel(1) {  // wasserman, vasserman
                add("A", "F")
            } else if letter(1) == "h" {
                add("A")
            }
        }
        if place == last && isVowel(place - 1) || isBeforeSki || has("sch", at: 0) {  // arnow, arnoff
            add("", "F", step: 1)
        } else if has("wicz", at: place) || has("witz", at: place) {  // filipowicz
            add("TS", "FX", step: 4)
        } else {
            place += 1
        }
    }

    private var isBeforeSki: Bool {
        hasLetter("eo", at: place - 1) && (has("wski", at: place) || has("wsky", at: place))
    }

    mutating func encodeX() {
        // silent in breaux
        let isFrench =
            place == last
            && (has("iau", at: place - 3) || has("eau", at: place - 3) || has("au", at: place - 2)
                || has("ou", at: place - 2))
        if !isFrench { add("KS") }
        place += hasLetter("cx", at: place + 1) ? 2 : 1
    }

    mutating func encodeZ() {
        if letter(place + 1) == "h" { return add("J", step: 2) }  // zhao
        let isItalianOrSlavic =
            has("zo", at: place + 1) || has("zi", at: place + 1) || has("za", at: place + 1)
            || isSlavoGermanic && place > 0 && letter(place - 1) != "t"
        add("S", isItalianOrSlavic ? "TS" : "S", step: letter(place + 1) == "z" ? 2 : 1)
    }
}
