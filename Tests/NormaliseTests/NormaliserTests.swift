import Records
import Testing

@testable import Normalise

/// All rows of a table, field by field.
private func rows(_ recipes: [FieldRecipe], _ batches: [RawBatch], idColumn: Int? = nil) -> [[[UInt8]]] {
    var normaliser = Normaliser(recipes: recipes, idColumn: idColumn)
    let segments = batches.map { normaliser.normalise($0) }
    let table = Table(segments: segments, fieldCount: recipes.count, hasIds: idColumn != nil)
    return (0..<table.count).map { record in
        recipes.indices.map { Array(table[RecordIndex(record)].bytes($0)) }
    }
}

@Suite("Rows from batches")
struct NormaliserTests {
    private static let people = SampleCSV.batch([
        ["7", "José", " O'Hara ", "03/04/1990", "1.200,50 €", "12", "D"],
        ["8", "", "n/a", "1990", "", "3", "C"],
        ["9", "Ann-Marie", "Smith", "?", "-3,5", "x", "D"],
    ])

    @Test("every source of a field")
    func sources() {
        let euro = ValueFormat(dayFirst: true, decimalComma: true)
        let recipes = [
            FieldRecipe(name: "full name", kind: .name, source: .joined([1, 2])),
            FieldRecipe(name: "born", kind: .date, source: .column(3), format: euro),
            FieldRecipe(name: "sum", kind: .money, source: .column(4), format: euro),
            FieldRecipe(name: "signed", kind: .number, source: .signed(amount: 5, direction: 6)),
        ]
        let table = rows(recipes, [NormaliserTests.people])
        #expect(
            table.map { String(decoding: $0[0], as: UTF8.self) }
                == ["jose ohara", "n a", "ann marie smith"].map { $0 == "n a" ? "" : $0 })
        #expect(table.map { String(decoding: $0[1], as: UTF8.self) } == ["19900403", "19900000", ""])
        let numbers = table.map { row in
            row[2...].map { bytes in
                bytes.isEmpty
                    ? nil : Double(bitPattern: bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
            }
        }
        #expect(numbers == [[1200.5, -12], [nil, 3], [-3.5, nil]])
    }

    @Test("ids are the raw bytes")
    func ids() {
        var normaliser = Normaliser(
            recipes: [FieldRecipe(name: "x", kind: .name, source: .column(2))], idColumn: 0)
        let table = Table(
            segments: [normaliser.normalise(NormaliserTests.people)], fieldCount: 1, hasIds: true)
        #expect((0..<3).map { String(decoding: table.id($0), as: UTF8.self) } == ["7", "8", "9"])
    }

    @Test("a row holds what `canonical` gives, with the memo and without", arguments: FieldKind.allCases)
    func memo(kind: FieldKind) {
        var random = RandomBytes(seed: 11)
        let pool: [[UInt8]] = (0..<300).map { round in
            round % 3 == 0
                ? random.bytes(random.below(90), from: (UInt8(0)...255).map { $0 })
                : random.bytes(random.below(30), from: Array("éß 0123/-.,: Ltd&Mar".utf8))
        }
        var batches: [RawBatch] = []
        var expected: [[[UInt8]]] = []
        for sequence in 0..<3 {
            let values = (0..<2_000).map { _ in
                [pool[random.below(pool.count)], pool[random.below(pool.count)]]
            }
            batches.append(SampleCSV.batch(values, columns: 2, sequence: sequence))
            expected += values.map { row in row.map { formBytes($0, kind) } }
        }
        for share in [0, 0.99] {
            // Two fields of different kinds share the memo and must not meet in it.
            let recipes = [
                FieldRecipe(name: "a", kind: kind, source: .column(0), repeatShare: share),
                FieldRecipe(name: "b", kind: kind, source: .column(1), repeatShare: share),
                FieldRecipe(name: "c", kind: .organisation, source: .column(0), repeatShare: share),
            ]
            let found = rows(recipes, batches)
            #expect(found.map { Array($0[..<2]) } == expected)
        }
    }

    @Test("very long values")
    func longValues() {
        let long = [UInt8](repeating: UInt8(ascii: "A"), count: 300_000)
        let accented = Array(String(repeating: "É& ", count: 50_000).utf8)
        let found = rows(
            [FieldRecipe(name: "x", kind: .text, source: .column(0))],
            [SampleCSV.batch([[long], [accented]], columns: 1)])
        #expect(found[0][0] == long.map { $0 | 0x20 })
        #expect(found[1][0].count == 50_000 * "e and ".utf8.count - 1)
    }

    @Test("an empty batch")
    func empty() {
        #expect(
            rows([FieldRecipe(name: "x", kind: .text, source: .column(0))], [SampleCSV.batch([], columns: 1)])
                .isEmpty)
    }
}
