import Records

/// A column's name, taken apart into words, synonyms made equal.
struct ColumnName {
    /// What a name may hint at where values leave it open.
    struct Hints: OptionSet {
        let rawValue: Int
        static let date = Hints(rawValue: 1)
        static let phone = Hints(rawValue: 2)
        static let latitude = Hints(rawValue: 4)
        static let longitude = Hints(rawValue: 8)
        static let quantity = Hints(rawValue: 16)
        static let code = Hints(rawValue: 32)
        static let address = Hints(rawValue: 64)
        static let organisation = Hints(rawValue: 128)
        static let identifier = Hints(rawValue: 256)
    }

    /// Lower-case words in order, as written.
    let words: [String]
    /// The same with synonyms made equal, fillers left out.
    let meaning: [String]
    let hints: Hints

    init(_ name: String) {
        words = ColumnName.split(name)
        meaning = ColumnName.meaning(of: words)
        hints = ColumnName.hints(words, meaning)
    }

    /// The name says what the column holds; `c1`, `column2`, `field_3` and `x` do not.
    var isTelling: Bool {
        meaning.contains { word in
            !genericWords.contains(word) && word.count > 1 && word.contains { $0.isLetter }
        }
    }

    /// How alike two names are: 1 equal, 0.8 synonyms, below that by shared words; 0 where one says nothing.
    func likeness(_ other: ColumnName) -> Double {
        guard isTelling, other.isTelling else { return 0 }
        if words == other.words { return 1 }
        if meaning == other.meaning { return 0.8 }
        let shared = meaning.filter(other.meaning.contains).count
        let all = meaning.count + other.meaning.count - shared
        return all == 0 ? 0 : 0.7 * Double(shared) / Double(all)
    }

    /// Words of a name: `bankAccountNo`, `bank_account_no`, and the end of a path or URI.
    private static func split(_ name: String) -> [String] {
        var words: [String] = []
        var word = ""
        var wasLower = false
        let tail = name.split { $0 == "/" || $0 == "#" || $0 == ":" }.last.map(String.init) ?? name
        func flush() {
            if !word.isEmpty { words.append(word) }
            word = ""
        }
        for character in tail {
            if character.isLetter {
                if character.isUppercase, wasLower { flush() }
                if let last = word.last, last.isNumber { flush() }
                word += character.lowercased()
                wasLower = character.isLowercase
            } else if character.isNumber {
                if let last = word.last, last.isLetter { flush() }
                word.append(character)
                wasLower = false
            } else {
                flush()
                wasLower = false
            }
        }
        flush()
        return words
    }

    private static func meaning(of words: [String]) -> [String] {
        var joined = words.joined(separator: " ")
        for (phrase, word) in phrases where joined.contains(phrase) {
            joined = joined.split(separator: " ").joined(separator: " ")
            if let range = rangeOfWords(phrase, in: joined) { joined.replaceSubrange(range, with: word) }
        }
        return joined.split(separator: " ").compactMap { word in
            fillers.contains(String(word)) ? nil : synonyms[String(word)] ?? String(word)
        }
    }

    private static func rangeOfWords(_ phrase: String, in text: String) -> Range<String.Index>? {
        var start = text.startIndex
        while start < text.endIndex {
            if text[start...].hasPrefix(phrase) {
                let end = text.index(start, offsetBy: phrase.count)
                if end == text.endIndex || text[end] == " " { return start..<end }
            }
            guard let space = text[start...].firstIndex(of: " ") else { return nil }
            start = text.index(after: space)
        }
        return nil
    }

    private static func hints(_ words: [String], _ meaning: [String]) -> Hints {
        var hints: Hints = []
        for word in meaning {
            if let hint = hintOf[word] { hints.insert(hint) }
        }
        // The last word is the head of an English name: `account no`, `record id`.
        if let last = words.last(where: { $0.contains { $0.isLetter } }), identifierWords.contains(last) {
            hints.insert(.identifier)
        }
        return hints
    }
}

private let genericWords: Set<String> = [
    "c", "col", "column", "field", "f", "v", "var", "variable", "attr", "attribute", "x", "y", "unnamed",
    "value",
    "values", "data", "item",
]

private let fillers: Set<String> = ["the", "of", "a", "in"]

private let phrases: [(String, String)] = [
    ("date of birth", "birth"), ("birth date", "birth"), ("first name", "given"), ("given name", "given"),
    ("last name", "surname"), ("family name", "surname"), ("f name", "given"), ("l name", "surname"),
    ("full name", "fullname"), ("e mail", "email"), ("zip code", "postcode"), ("postal code", "postcode"),
    ("post code", "postcode"), ("social security number", "ssn"), ("soc sec id", "ssn"), ("soc sec", "ssn"),
    ("phone number", "phone"), ("email address", "email"), ("street number", "housenumber"),
    ("house number", "housenumber"), ("company name", "organisation"),
]

private let synonyms: [String: String] = {
    let groups = [
        "given first fname firstname forename givenname christian",
        "surname last lname lastname family familyname",
        "birth dob birthdate birthday born", "postcode zip zipcode postal plz",
        "phone tel telephone mobile cell fax",
        "email mail", "address addr street strasse", "city town suburb locality municipality ort",
        "state province region", "sex gender", "amount amt sum total price cost betrag",
        "organisation organization company org firm employer business",
        "description desc details detail text memo",
        "date day time timestamp datetime datum", "year yr", "quantity qty count",
        "manufacturer brand maker vendor",
        "latitude lat", "longitude lon lng long", "number no nr num", "identifier id key uuid guid",
        "country nation land", "author authors writer", "category type class genre", "title name",
    ]
    var table: [String: String] = [:]
    for group in groups {
        let words = group.split(separator: " ").map(String.init)
        for word in words { table[word] = words[0] }
    }
    return table
}()

private let hintOf: [String: ColumnName.Hints] = [
    "date": .date, "birth": .date, "phone": .phone, "latitude": .latitude, "longitude": .longitude,
    "amount": .quantity, "quantity": .quantity, "weight": .quantity, "height": .quantity, "length": .quantity,
    "population": .quantity, "age": .quantity, "balance": .quantity, "size": .quantity, "salary": .quantity,
    "rate": .quantity, "score": .quantity, "percent": .quantity, "code": .code, "identifier": .code,
    "number": .code, "postcode": .code, "ssn": .code, "housenumber": .code, "address": .address,
    "organisation": .organisation, "reference": .code, "ref": .code, "account": .code,
]

private let identifierWords: Set<String> = [
    "id", "ids", "key", "no", "nr", "num", "number", "code", "identifier", "uuid", "guid", "ref", "reference",
    "pk",
    "rowid", "recid", "uid", "oid", "index", "idx", "sku", "isbn", "ean", "upc",
]
