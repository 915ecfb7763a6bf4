import Records
import Scoring
import Testing

/// Numbers with units.
extension TextKernelTests {
    @Suite struct TextUnitTests {
        private static let names = Quantities.table.flatMap {
            $0.units.flatMap { $0.names.split(separator: " ") }
        }

        @Test func everyUnitIsWhatItShouldBe() {
            // Of each dimension each unit with each other, by one, by a thousand, and by what makes them equal.
            for (_, units) in Quantities.table {
                var values: [String] = []
                for (names, factor) in units {
                    for name in names.split(separator: " ") {
                        values += ["1\(name)", "1000 \(name.uppercased())", "0.5-\(name)", "12 \(name)s"]
                        let inverse = 1 / factor
                        if inverse == inverse.rounded(), inverse < 1e15 {
                            values.append("\(Int(inverse)) \(name)")
                        }
                        if factor == factor.rounded() {
                            values.append("\(Int(factor))\(units[0].names.prefix(1))")
                        }
                    }
                }
                expectReference(values.prefix(80).flatMap { a in values.prefix(80).map { (a, $0) } })
            }
            // And of one dimension with those of the others.
            let all = Self.names.map { "1\($0)" }
            expectReference(
                all.flatMap { a in all.enumerated().filter { $0.offset % 7 == 0 }.map { (a, $0.element) } })
        }

        /// Every way to put a number, what parts it from its unit, and what stands around.
        @Test func formsAreReadAsDefined() {
            let before = ["", "x", "2x", "a2X", "-", "a ", "4 ", ".", ",", "1/", "é", "(", "5\""]
            let numbers = [
                "0", "7", "16", "1.5", "1.50", "1.2.3", "1,5", "3/4", "007", "123456789012345",
                "1234567890123456", "5.",
            ]
            let units = [
                "gb", " gb", "-GB", "  gb", "\"", " \"", "in", " in", " in 1", " in 1 b", " in 12", "in 1",
                "a", " a", "h",
                " h", "fl oz", " fl oz", " FLoz", " fluid  oz", " fl", " fluid ounces", " fl ozs", " fl oz5",
                " oz",
                "gb5", "gbé", "gb.", "gb5gb", " m2", "floz", " aaaaaaaaaaaaaaaaaaaaaaaa", "", " ",
            ]
            var values: [String] = []
            for start in before { for number in numbers { values += units.map { start + number + $0 } } }
            for other in ["16gb", "1.5 gb 7\" 16a 7h", "7 fl oz 16 in", "0gb 5 l 500 ml"] {
                expectReference(values.map { ($0, other) })
            }
            expectReference(values.map { ($0, $0) })
        }

        /// All strings over what matters to the reading.
        @Test func allShortStringsAreReadAsDefined() {
            var values = [""]
            var longest = values
            for _ in 0..<5 {
                longest = longest.flatMap { start in ["1", "g", " ", "x", ".", "é"].map { start + $0 } }
                values += longest
            }
            for other in ["1 g", "11g", "1.1 g 1g"] { expectReference(values.map { ($0, other) }) }
        }

        @Test func valuesOfManyQuantities() {
            var generator = TextGenerator(seed: 79)
            let values = (0..<1000).map { _ in
                (0..<generator.below(40)).map { _ in
                    let number = ["1", "2", "16", "0.5", "1000", "1024", "500"][generator.below(7)]
                    let unit = Self.names[generator.below(generator.below(2) == 0 ? 12 : Self.names.count)]
                    return number + ["", " ", "-", " of "][generator.below(4)] + unit
                }.joined(separator: " ")
            }
            let pairs = values.map { ($0, values[generator.below(values.count)]) }
            expectReference(pairs + pairs.map { ($1, $0) })
        }

        /// A millionth of the larger is the same, and so is what such neighbours join.
        @Test func nearlyEqualQuantitiesAreTheSame() {
            let values = [
                "1000000 g", "1000000.9 g", "1000001.8 g", "1000002.7 g", "1000000.9 g 1000001.8 g",
                "1000.0009 kg",
                "999999.1 g", "1000004 g", "0 g", "0 kg", "0.0000001 mg", "999999.2 g 1000001.7 g 1 kg",
            ]
            expectReference(values.flatMap { a in values.map { (a, $0) } })
            #expect(similarity("1000000 g", "1000000.9 g") == 1)
            #expect(similarity("1000000 g", "1000001.8 g") == 0)
            // Two that are one by way of the third.
            #expect(similarity("1000000 g 1000001.8 g", "1000000.9 g") == 1)
        }

        @Test func knownValues() {
            #expect(similarity("kingston 16 GB usb", "kingston usb 16gb") == 1)
            #expect(similarity("16 gb", "16384 mb") == 1)
            #expect(similarity("cola 1.5 l", "cola 1500ml") == 1)
            #expect(similarity("12in", "12\"") == 1)
            #expect(similarity("12 in", "1 foot") == 1)
            #expect(similarity("6x330ml", "330 ml can") == 1)
            #expect(similarity("16 gb", "32 gb") == 0)
            #expect(similarity("16 gb", "usb stick") == 0)
            #expect(similarity("16 gb 5 v", "16 gb") == 0.5)
            #expect(similarity("usb stick", "ps4 2 in 1") == 0.5)
            #expect(similarity("1 kg", "1 l") == 0)
            #expect(similarity("1 year warranty", "12 months") == 1)
            #expect(similarity("16 fl oz", "1 pint") == 1)
        }

        private func similarity(_ a: String, _ b: String) -> Float {
            TextCorpus([(a, b)]).similarities(.units)[0]
        }

        private func expectReference(_ pairs: [(String, String)]) {
            let found = TextCorpus(pairs).similarities(.units)
            let wrong = pairs.indices.first {
                found[$0] != TextReference.similarity(.units, pairs[$0].0, pairs[$0].1)
            }
            guard let wrong else { return }
            let expected = Quantities.agreement(pairs[wrong].0, pairs[wrong].1)
            Issue.record("\(pairs[wrong]) gave \(found[wrong]), not \(expected)")
        }
    }
}
