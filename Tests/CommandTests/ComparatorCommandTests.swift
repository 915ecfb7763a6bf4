import Testing

/// Levels by what words say, as a job file names them.
extension ProgramTests {
    @Suite struct ComparatorCommandTests {
        private static let left = """
            id,shelf,title
            1,x,Sony turntable PSLX350H black
            2,x,Acme Trading of London
            3,x,Canon camera 550D kit 18mm
            4,x,The Martha Stewart cooking book

            """
        private static let right = """
            no,shelf,name
            a,x,"Sony PSLX350H, record player"
            b,x,London: Acme Trading
            c,x,Canon camera 500D kit 18mm
            d,x,Martha Stewrat cooking book

            """
        /// Every pair is a candidate; what it weighs is the sum of three ladders.
        private static let job = """
            left: left.csv
            right: right.csv
            prior: 0.5
            cardinality: many-to-many
            fields:
            - {name: shelf, kind: category, left: shelf, compare: false}
            - name: numbers
              kind: text
              left: title
              right: name
              levels: [numbers >= 1, numbers >= 0.5]
              weights: [3, 0, -3]
            - name: rare words
              kind: text
              left: title
              right: name
              levels: [tfidf >= 0.8, softTFIDF >= 0.8, tfidf >= 0.7]
              weights: [4, 2, 1, -5]
            - name: words
              kind: text
              left: title
              right: name
              levels: [wordContainment >= 1, mongeElkan >= 0.9, commonSubstring >= 0.5]
              weights: [8, 6, 4, 0]
            rules:
            - all: [{field: shelf}]

            """

        private func workplace() throws -> Workplace {
            let place = try Workplace()
            try place.write(Self.left, to: "left.csv")
            try place.write(Self.right, to: "right.csv")
            try place.write(Self.job, to: "job.yaml")
            return place
        }

        /// Runs the job on some numbers of threads; what it finds each time is `expected`.
        private func expectWeights(_ expected: [String], in place: Workplace) throws {
            for threads in ["1", "2", "5"] {
                try place.succeed(
                    "match", "--job", "job.yaml", "-o", "r\(threads).sqlite", "-q", "--threads", threads)
                let found = try place.rows(
                    "r\(threads).sqlite",
                    "SELECT left_id, right_id, round(weight, 2) FROM matches ORDER BY 1, 2")
                #expect(found == expected, "\(threads) threads")
            }
        }

        @Test("words are weighed by how rare they are in both sources, and explained")
        func levels() throws {
            let place = try workplace()
            // Of 8 values a word in one weighs log2 9 = 3.17 bits, one in two 2.17 bits.
            let expected = [
                // The model number is the same, most words are not: 3 − 5 + 0.
                "1|a|-2.0",
                // No numbers; 'of' is rare, so that the cosine is 14.1 / 18.5, not 3 / √12; all words of
                // b are in 2: 0 + 1 + 8.
                "2|b|9.0",
                // One number of three; 18.8 / 28.9 without near words, for numbers are none: −3 − 5 + 6.
                "3|c|-2.0",
                // No numbers; stewart and stewrat are near: (14.1 + 9.8) / 28.8; 0 + 2 + 6.
                "4|d|8.0",
            ]
            try expectWeights(expected, in: place)
            let explained = try place.succeed("explain", "r2.sqlite", "4", "d").output
            for part in ["softTFIDF >= 0.8", "+2.00", "mongeElkan >= 0.9", "+6.00", "numbers >= 0.5"] {
                #expect(explained.contains(part), "\(part): \(explained)")
            }
            let shown = try place.succeed("model", "show", "r2.sqlite").output
            #expect(shown.contains("softTFIDF >= 0.8") && shown.contains("wordContainment >= 1"))
        }

        @Test(
            "between two sources a name may lack words of the other's, within one it may not; a job says the same"
        )
        func missingWords() throws {
            let place = try Workplace()
            let (first, second) = (Self.restaurants(isLeft: true), Self.restaurants(isLeft: false))
            try place.write(first, to: "left.csv")
            try place.write(second, to: "right.csv")
            let level = "SELECT count(*) FROM comparisons WHERE description = 'wordContainment >= 0.99'"
            try place.succeed(
                "match", "left.csv", "right.csv", "--method", "fields", "-o", "told.sqlite", "-q")
            #expect(try place.rows("told.sqlite", level) == ["1"])
            try place.succeed("dedupe", "left.csv", "--method", "fields", "-o", "one.sqlite", "-q")
            #expect(try place.rows("one.sqlite", level) == ["0"])
            let job = try place.succeed("init", "left.csv", "right.csv").output
            #expect(!job.contains("wordContainment"), "the job leaves it to the kind: \(job)")
            try place.write(job, to: "job.yaml")
            try place.succeed("match", "--job", "job.yaml", "-o", "again.sqlite", "-q")
            #expect(try place.rows("again.sqlite", level) == ["1"])
        }

        /// Names of two words, of which one source adds a third; towns of one.
        private static func restaurants(isLeft: Bool) -> String {
            let (first, second) = (
                ["blue", "red", "old", "new", "grand"], ["palm", "lion", "gate", "oak", "star"]
            )
            let towns = ["leeds", "york", "bath", "ely", "wells", "ripon", "truro"]
            var lines = ["id,name,town"]
            for number in 0..<150 {
                let name = "\(first[number % 5])\(Array("abcdef")[number / 25]) \(second[number / 5 % 5])"
                let added = isLeft || number % 3 > 0 ? "" : " \(towns[number % 7])"
                lines.append("\(isLeft ? "l" : "r")\(number),\(name)\(added),\(towns[number % 7])")
            }
            return lines.joined(separator: "\n") + "\n"
        }

        @Test("quantities, ordinals and rare trigrams, with a kind that keeps decimal points")
        func quantities() throws {
            let place = try Workplace()
            try place.write(
                """
                id,shelf,title
                1,x,"Cola 1.5 l bottle"
                2,x,"Kingston USB 16 GB"
                3,x,"Terminator 2"
                4,x,"Monitor 24"" Dell"

                """, to: "left.csv")
            try place.write(
                """
                no,shelf,name
                a,x,"cola bottle 1500ml"
                b,x,"USB stick Kingston 16384MB"
                c,x,"Terminator II"
                d,x,"Dell monitor, 24 in"

                """, to: "right.csv")
            try place.write(
                """
                left: left.csv
                right: right.csv
                prior: 0.5
                cardinality: many-to-many
                fields:
                - {name: shelf, kind: category, left: shelf, compare: false}
                - name: sizes
                  kind: quantities
                  left: title
                  right: name
                  levels: [units >= 1, units >= 0.5]
                  weights: [4, 0, -8]
                - name: which
                  kind: text
                  left: title
                  right: name
                  levels: [ordinals >= 1, ordinals >= 0.5]
                  weights: [3, 0, -3]
                - name: letters
                  kind: text
                  left: title
                  right: name
                  levels: [ngramTFIDF >= 0.8, ngramTFIDF >= 0.7]
                  weights: [1, 2, -2]
                rules:
                - all: [{field: shelf}]

                """, to: "job.yaml")
            // Of 8 values a trigram in one weighs log2 9 = 3.17 bits, in two 2.17, in three 1.58, in four 1.17.
            let expected = [
                // As text 1.5 is 1 and 5, which 1500ml does not name; half of all trigrams differ: 4 − 3 − 2.
                "1|a|-1.0", "2|b|-1.0",
                // No units; ter … nat ato in two, tor and 'or ' in the monitors too, 'r 2' in three:
                // 35.7 / √(38.2 × 55.8) = 0.77, and not 9 / √(10 × 11) = 0.86: 0 + 3 + 2.
                "3|c|5.0",
                // 24 inches; 42.9 / √(63 × 93) = 0.56: 4 + 3 − 2.
                "4|d|5.0",
            ]
            try expectWeights(expected, in: place)
            let explained = try place.succeed("explain", "r2.sqlite", "3", "c").output
            for part in ["units >= 0.5", "ordinals >= 1", "ngramTFIDF >= 0.7"] {
                #expect(explained.contains(part), "\(part): \(explained)")
            }
        }

        @Test("copies in a source of one column of names are found")
        func copiesOfNames() throws {
            let place = try Workplace()
            let first = "north amber delta royal cobalt maple union summit harbor vertex".split(
                separator: " ")
            let second = "foods steel media print cargo glass tools paper".split(separator: " ")
            let names = first.flatMap { one in second.map { "\(one) \($0)" } }
            let copies = names.indices.filter { $0 % 5 == 0 }
            try place.write(
                (["company"] + names + copies.map { names[$0] }).joined(separator: "\n"), to: "c.csv")
            try place.succeed("dedupe", "c.csv", "-o", "c.sqlite", "-q")
            let found = try place.rows(
                "c.sqlite", "SELECT left_id, right_id FROM matches WHERE band = 'match'")
            let known = copies.enumerated().map { "\($0.element + 1)|\(names.count + $0.offset + 1)" }
            #expect(Set(known).isSubset(of: Set(found)), "\(found)")
        }

        @Test("a dedupe weighs words by how rare they are in its one source")
        func dedupe() throws {
            let place = try workplace()
            try place.write(
                """
                prior: 0.5
                fields:
                - {name: shelf, kind: category, left: shelf, compare: false}
                - {name: title, kind: text, left: title, levels: [softTFIDF >= 0.8], weights: [4, -6]}
                rules:
                - all: [{field: shelf}]

                """, to: "dedupe.yaml")
            try place.write(
                """
                id,shelf,title
                1,x,acme ltd
                2,x,acmes ltd
                3,x,bolt ltd
                4,x,cone ltd
                5,x,dune ltd

                """, to: "firms.csv")
            try place.succeed("dedupe", "firms.csv", "--job", "dedupe.yaml", "-o", "d.sqlite", "-q")
            #expect(try place.rows("d.sqlite", "SELECT left_id, right_id FROM matches") == ["1|2"])
        }
    }
}
