import Testing

@testable import Ingest

@Suite("Detecting the dialect")
struct DialectTests {
    func dialect(_ text: String, _ change: (inout CSVOptions) -> Void = { _ in }) throws -> Dialect {
        var options = CSVOptions()
        change(&options)
        return try reading(text, options).source.dialect
    }

    @Test("delimiters", arguments: [",", "\t", ";", "|", ":"])
    func delimiters(delimiter: String) throws {
        let lines = [
            ["name", "city", "note"], ["Ann", "Rome", "a,b"], ["Bob", "Oslo", "c;d|e"],
            ["Cy", "", "12:30\t"],
        ]
        let text = lines.map { line in
            line.map { field in field.filter { String($0) != delimiter } }.joined(separator: delimiter) + "\n"
        }
        #expect(try dialect(text.joined()).delimiter == delimiter.utf8.first)
    }

    @Test("decimal commas do not separate")
    func decimalCommas() throws {
        #expect(try dialect("x;y;z\n1,5;2,5;3,5\n4,5;5,5;6,5\n").delimiter == UInt8(ascii: ";"))
    }

    @Test("times do not make colons delimiters")
    func times() throws {
        let found = try dialect("at,value\n2026-01-01 12:30:00,5\n2026-01-01 12:31:00,6\n")
        #expect(found.delimiter == UInt8(ascii: ","))
    }

    @Test("delimiters inside quotes do not count")
    func quoted() throws {
        let found = try dialect("a;b\n\"1,2,3\";x\n\"4,5,6\";y\n")
        #expect(found.delimiter == UInt8(ascii: ";"))
        #expect(found.quote == UInt8(ascii: "\""))
    }

    @Test("one column of names with commas in them stays one column")
    func oneColumn() throws {
        let (source, records, _) = try reading("name\nSmith, John\nMiller, Ann\nKing, Jo, Jr\n")
        #expect(source.columns == ["name"])
        #expect(records == [["Smith, John"], ["Miller, Ann"], ["King, Jo, Jr"]])
    }

    @Test("apostrophes in text are no quotes")
    func apostrophes() throws {
        let (source, records, _) = try reading("id,name\n1,O'Brien\n2,D'Arcy\n3,it's 5'\n")
        #expect(source.dialect.quote == UInt8(ascii: "\""))
        #expect(records.map { $0[1] } == ["O'Brien", "D'Arcy", "it's 5'"])
    }

    @Test("apostrophes around fields are quotes, with a backslash before those inside")
    func apostropheQuotes() throws {
        let (source, records, _) = try reading(
            "id,name\n1,'art\\'s, deli'\n2,'a \\\\ b'\n3,'c\\d'\n4,plain\n")
        #expect(source.dialect.quote == UInt8(ascii: "'"))
        #expect(source.dialect.escape == UInt8(ascii: "\\"))
        #expect(records.map { $0[1] } == ["art's, deli", "a \\ b", "c\\d", "plain"])
    }

    @Test("a backslash at a field's end is a backslash where quotes are doubled")
    func trailingBackslash() throws {
        let (source, records, _) = try reading("dir,n\n\"C:\\\",1\n\"D:\\\",2\n\"say \"\"x\"\"\",3\n")
        #expect(source.dialect.escape == nil)
        #expect(records.map { $0[0] } == ["C:\\", "D:\\", "say \"x\""])
    }

    @Test("quotes that close nothing are no quotes")
    func noQuotes() throws {
        let (source, records, _) = try reading("a|b\n\"Foo\" bar|1\nx|2\n\"Lone|3\n\"Wolf|4\n")
        #expect(source.dialect.quote == nil)
        #expect(records.map { $0[0] } == ["\"Foo\" bar", "x", "\"Lone", "\"Wolf"])
    }

    @Test("a few faults do not change the quote or the delimiter")
    func faulty() throws {
        for fault in ["\"never closed,2\n", "\"text\"behind,2\n", "1\n", "1,2,3\n"] {
            for records in 0..<5 {
                let text = "a,b\n" + String(repeating: "\"x, y\",1\n", count: records) + fault
                let found = try dialect(text)
                #expect(found.delimiter == UInt8(ascii: ",") && found.quote == UInt8(ascii: "\""), "\(text)")
            }
        }
    }

    @Test("inches in a field are kept and counted")
    func inches() throws {
        let (_, records, whole) = try reading("id,size\n1,5\" pipe\n2,3\" x 4\" board\n3,\"q\"\n")
        #expect(records.map { $0[1] } == ["5\" pipe", "3\" x 4\" board", "q"])
        #expect(whole.strayQuotes == 2)
    }

    @Test("blanks between quote and delimiter, and padded fields, are trimmed; others kept")
    func spaces() throws {
        #expect(try dialect("\"a\" ,\"b\"\n\"1\" ,\"2,3\"\n\"4\" ,\"5\"\n").trimsSpaces)
        #expect(try dialect("a, b, c\n1, 2, 3\n4, , 6\n").trimsSpaces)
        #expect(try !dialect("a,b,c\n1, 2,3\n4,5,6 \n").trimsSpaces)
        #expect(try !dialect("a, b, c\n1, 2, 3\n") { $0.spaces = .keep }.trimsSpaces)
        #expect(try reading("a, b\n1, \"x, y\"\n2, z\n").records == [["1", "x, y"], ["2", "z"]])
    }

    @Test("options are obeyed, and a warning says that the file looks otherwise")
    func options() throws {
        var options = CSVOptions()
        options.delimiter = UInt8(ascii: ";")
        let (source, records, _) = try reading("a,b\n1,2\n3,4\n", options)
        #expect(source.columns == ["a,b"])
        #expect(records == [["1,2"], ["3,4"]])
        #expect(source.warnings.contains { $0.contains("look separated by ','") })
    }
}
