import Blocking
import Testing

@Suite struct KeyPartTests {
    @Test(arguments: [
        (KeyPart.value, "value"), (.prefix(1), "prefix 1"), (.prefix(12), "prefix 12"),
        (.suffix(4), "suffix 4"),
        (.digits, "digits"), (.phonetic, "phonetic"), (.firstWord, "first word"), (.lastWord, "last word"),
        (.sortedWords, "sorted words"), (.year, "year"), (.monthDay, "month and day"),
        (.rareWords(count: 1, atMost: 2), "rare words 1 of 2"),
        (.rareWords(count: 8, atMost: 500), "rare words 8 of 500"),
    ])
    func readsWhatItWrites(part: KeyPart, text: String) {
        #expect(part.description == text)
        #expect(KeyPart(text) == part)
    }

    @Test(arguments: [
        "", " ", "values", "prefix", "prefix 0", "prefix -1", "prefix x", "prefix 4 5", "suffix", "suffix 0",
        "first",
        "first name", "sorted", "month", "month or day", "rare words", "rare words 0 of 9",
        "rare words 9 of 9",
        "rare words 3 of 1", "rare words 3 off 9", "rare word 3 of 9", "99999999999999999999",
        "prefix 99999999999999999999",
    ])
    func refusesWhatNobodyWrote(text: String) { #expect(KeyPart(text) == nil) }

    @Test func namesSayFieldsAndParts() {
        let expressions = [
            KeyExpression(field: 1, part: .value), KeyExpression(field: 0, part: .prefix(3)),
            KeyExpression(field: 2, part: .rareWords(count: 2, atMost: 9)),
        ]
        #expect(
            BlockingRule.describe(expressions, fieldNames: ["city", "name", "street"])
                == "name + city (prefix 3) + street (rare words 2 of 9)")
        #expect(BlockingRule(name: "r", expressions: expressions).width == 2)
    }
}
