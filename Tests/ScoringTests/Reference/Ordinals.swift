import Foundation

/// Ordinals by their definition: every spelling of every number, written out.
enum Ordinals {
    /// The numbers that a value names.
    static func named(_ value: String) -> Set<Int> {
        let words = value.split(separator: " ").map { asciiLowercased(String($0)) }
        var found: Set<Int> = []
        for (place, word) in words.enumerated() {
            let before = place > 0 ? words[place - 1] : ""
            // twenty first is 21, and not 1.
            let isTail = tens.contains(before) && units.prefix(10).contains(word)
            if let number = spellings[word], !isTail { found.insert(number) }
            if let number = pairs["\(before) \(word)"] { found.insert(number) }
            if numbered.contains(before), let number = afterNumbered[word] { found.insert(number) }
        }
        return found
    }

    static let numbered: Set<String> = [
        "act", "book", "chapter", "class", "episode", "grade", "level", "mk", "part", "phase", "round",
        "season",
        "section", "series", "stage", "type", "vol", "volume", "war",
    ]

    private static let units = [
        "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
        "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
        "eighteenth",
        "nineteenth", "twentieth",
    ]
    private static let tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    private static let cardinals = [
        "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]

    /// Single words that name a number wherever they stand.
    private static let spellings: [String: Int] = Dictionary(
        uniqueKeysWithValues: (1...99).flatMap { number in
            let padded = number < 10 ? ["\(number)", "0\(number)"] : ["\(number)"]
            var all = Set(padded.flatMap { digits in ["", "st", "nd", "rd", "th"].map { digits + $0 } })
            if number <= 20 { all.insert(units[number]) }
            if number > 20, number % 10 == 0 { all.insert(tens[number / 10 - 2].dropLast() + "ieth") }
            if (2...20).contains(number), number != 5, number != 10 { all.insert(roman(number)) }
            return all.map { ($0, number) }
        })

    private static let pairs: [String: Int] = {
        var pairs: [String: Int] = [:]
        for (place, ten) in tens.enumerated() {
            for unit in 1...9 { pairs["\(ten) \(units[unit])"] = 10 * (place + 2) + unit }
        }
        return pairs
    }()

    private static let afterNumbered: [String: Int] = {
        var after = ["i": 1, "v": 5, "x": 10]
        for number in 1...19 { after[cardinals[number]] = number }
        return after
    }()

    private static func roman(_ number: Int) -> String {
        String(repeating: "x", count: number / 10)
            + ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"][number % 10]
    }

    private static func asciiLowercased(_ word: String) -> String {
        String(decoding: word.utf8.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }, as: UTF8.self)
    }
}
