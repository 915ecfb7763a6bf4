import Engine
import Records
import Testing

/// The error that reading a job gives.
private func error(_ text: String) throws -> TieoutError {
    try #require(throws: TieoutError.self) { _ = try JobFile.read(text, path: "job.yaml") }
}

@Suite struct JobFileTests {
    @Test func readsEverythingAFlagCanSay() throws {
        let job = try JobFile.read(
            """
            left: a.csv
            right: b.csv
            output: r.sqlite
            left_id: x
            right_id: y
            exclude: [notes, updated]
            threshold: 0.9
            review: 0.2
            cardinality: one-to-one
            threads: 3
            memory: 2G
            max_pairs: 1000
            model: m.json
            decisions: d.csv
            reading: {no_header: true, delimiter: ";", encoding: latin-1}
            right_reading: {delimiter: tab, quote: none}
            fields:
              - name: surname
                kind: name
                left: last_name
                right: surname
                levels: [exact, jaroWinkler >= 0.9]
                term_frequency: false
              - name: whole
                kind: text
                left: [first, last]
                compare: false
              - name: amount
                kind: money
                left: amount
                right: {amount: value, direction: type}
            rules:
              - all: [{field: surname, take: prefix 4}, {field: amount}]
            """, path: "job.yaml")
        #expect((job.left, job.right, job.output) == ("a.csv", "b.csv", "r.sqlite"))
        #expect((job.leftID, job.rightID) == ("x", "y"))
        #expect(job.exclude == ["notes", "updated"])
        #expect((job.threshold, job.review, job.cardinality) == (0.9, 0.2, "one-to-one"))
        #expect((job.threads, job.memory, job.maxPairs) == (3, "2G", 1000))
        #expect((job.model, job.decisions) == ("m.json", "d.csv"))
        let options = try MatchOptions(job, left: "a.csv", right: "b.csv", place: "job.yaml")
        #expect((options.leftReading.csv.delimiter, options.leftReading.csv.quote) == (0x3B, nil))
        #expect((options.rightReading.csv.delimiter, options.rightReading.csv.quote) == (9, 0))
        for reading in [options.leftReading, options.rightReading] {
            #expect(!reading.csv.header && reading.csv.encoding == .latin1)
        }
        let fields = try #require(job.fields)
        #expect(fields.map(\.name) == ["surname", "whole", "amount"])
        #expect(fields.map(\.kind) == [.name, .text, .money])
        #expect(fields[0].left == .column("last_name") && fields[0].right == .column("surname"))
        #expect(fields[0].levels == ["exact", "jaroWinkler >= 0.9"] && fields[0].termFrequency == false)
        #expect(
            fields[1].left == .joined(["first", "last"]) && fields[1].right == nil
                && fields[1].compare == false)
        #expect(fields[2].right == .signed(amount: "value", direction: "type"))
        let rules = try #require(job.rules)
        #expect(rules.map { $0.all.map(\.field) } == [["surname", "amount"]])
        #expect(rules[0].all.map(\.take) == ["prefix 4", nil])
        #expect(try JobFile.read(job.write(), path: "again.yaml") == job)
    }

    @Test(arguments: [
        ("lefft: a.csv", 1, "lefft", "left"), ("left: a.csv\nthreshhold: 1", 2, "threshhold", "threshold"),
        ("left: a.csv\n\n\nmax-pairs: 9", 4, "max-pairs", "max_pairs"),
        ("fields:\n  - name: a\n    kind: text\n    left: a\n    level: [exact]", 5, "level", "levels"),
        ("fields:\n  - name: a\n    kind: naem\n    left: a", 3, "naem", "name"),
    ])
    func anUnknownWordIsNamedWithItsLineAndTheNearest(text: String, line: Int, word: String, nearest: String)
        throws
    {
        let found = try error(text)
        #expect(found.line == line)
        #expect(found.place == "job.yaml")
        #expect("\(found)".contains("'\(word)'"))
        #expect("\(found)".contains("'\(nearest)'"))
    }

    @Test(arguments: ["left: [a", "\tleft: a", "a: b: c", "left: \"a", "{"])
    func whatIsNotYAMLIsRefusedWithItsPlace(text: String) throws {
        let found = try error(text)
        #expect(found.line != nil)
        #expect("\(found)".hasPrefix("job.yaml:"))
    }

    @Test(arguments: ["", "# nothing", "- a", "word", "42"])
    func whatHoldsNoMappingIsNoJob(text: String) throws {
        #expect("\(try error(text))".contains("holds no job"))
    }

    @Test(arguments: [
        "threshold: high", "threads: many", "max_pairs: 1.5", "exclude: 7", "fields: 3", "rules: none",
        "fields:\n  - kind: name\n    left: a", "fields:\n  - name: a\n    left: a",
        "fields:\n  - name: a\n    kind: name",
        "rules:\n  - any: []", "rules:\n  - all: [{take: value}]",
    ])
    func whatHasTheWrongShapeIsRefusedInOneLine(text: String) throws {
        let text = "\(try error(text))"
        #expect(!text.contains("\n"), "\(text)")
        #expect(text.hasPrefix("job.yaml"))
    }

    @Test(arguments: [
        ("1", 1), ("4096", 4096), ("64k", 65_536), ("64K", 65_536), ("64kB", 65_536), ("64KiB", 65_536),
        ("1M", 1_048_576),
        ("800M", 838_860_800), ("2G", 2_147_483_648), ("1.5G", 1_610_612_736), ("0.5k", 512),
        ("1T", 1_099_511_627_776),
        ("512b", 512),
    ])
    func sizesAreReadInBinaryUnits(text: String, bytes: Int) { #expect(parseSize(text) == bytes) }

    @Test(arguments: ["", "0", "-1", "G", "1X", "1 G G", "one", "nan", "inf", "1e30", "99999999T", "k64"])
    func whatIsNoSizeIsNil(text: String) { #expect(parseSize(text) == nil) }

    @Test func thresholdsMustBeProbabilitiesInOrder() throws {
        func options(_ change: (inout JobFile) -> Void) throws -> MatchOptions {
            var job = JobFile()
            change(&job)
            return try MatchOptions(job, left: "a", right: "b", place: nil)
        }
        for bad in [0, 1, -0.5, 1.5, .nan] {
            #expect(throws: TieoutError.self) { _ = try options { $0.threshold = bad } }
            #expect(throws: TieoutError.self) { _ = try options { $0.review = bad } }
        }
        #expect(throws: TieoutError.self) { _ = try options { ($0.threshold, $0.review) = (0.3, 0.4) } }
        #expect(try options { ($0.threshold, $0.review) = (0.4, 0.4) }.review == 0.4)
        // The usual review threshold gives way to a lower match threshold.
        #expect(try options { $0.threshold = 0.05 }.review == 0.05)
        for bad in [0, -1, 257] { #expect(throws: TieoutError.self) { _ = try options { $0.threads = bad } } }
        for bad in [0, -5] { #expect(throws: TieoutError.self) { _ = try options { $0.maxPairs = bad } } }
        func delimited(_ text: String) throws -> MatchOptions {
            var reading = JobReading()
            reading.delimiter = text
            return try options { $0.reading = reading }
        }
        for bad in ["", "ab", "\"", "\n", "é"] {
            #expect(throws: TieoutError.self) { _ = try delimited(bad) }
        }
        #expect(try delimited("tab").leftReading.csv.delimiter == 9)
        #expect(throws: TieoutError.self) { _ = try options { $0.memory = "lots" } }
        for bad in ["one-to-two", "clusters", ""] {
            #expect(throws: TieoutError.self) { _ = try options { $0.cardinality = bad } }
        }
    }
}
