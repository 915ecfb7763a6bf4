import Foundation
import Records
import Testing

@testable import Normalise

private let givens = [
    "anna", "bert", "carla", "david", "emma", "felix", "greta", "hugo", "ines", "jakob", "klara", "leo",
]
private let surnames = [
    "abbott", "becker", "cooper", "dixon", "evans", "fisher", "grant", "hughes", "irving", "jones", "keller",
    "lopez", "meyer",
]
private let endings = ["", "lie", "ra", "ton", "mi", "beth", "line"]
private let streets = ["oak street", "elm road", "hill lane", "park avenue", "mill drive"]

/// People as two exports write them.
private func people(_ count: Int, seed: UInt64) -> [[String]] {
    var random = RandomBytes(seed: seed)
    return (0..<count).map { number in
        let (year, month, day) = (1930 + random.below(70), 1 + random.below(12), 1 + random.below(28))
        return [
            "\(number + 1)", givens[random.below(givens.count)] + endings[random.below(endings.count)],
            surnames[random.below(surnames.count)] + ["", "son", "by", "feld", "ova"][random.below(5)],
            "\(1 + random.below(200)) \(streets[random.below(streets.count)])",
            "\(10_000 + random.below(900))",
            "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)",
            ["m", "f"][random.below(2)], "\(random.below(90_000)).\(10 + random.below(90))",
        ]
    }
}

private let names = ["id", "first_name", "last_name", "address", "zip", "dob", "sex", "balance"]

private func profiles(_ rows: [[String]], _ names: [String]) -> [ColumnProfile] {
    let values = rows.map { $0.map { Array($0.utf8) } }
    return profileColumns([SampleCSV.batch(values, columns: names.count)], names: names)
}

private func columns(_ alignment: Alignment) -> [[[Int]]] {
    alignment.pairs.map { [$0.left.source.columns, $0.right.source.columns] }
}

@Suite("Profiles and alignment")
struct AlignmentTests {
    @Test("kinds, with names and without")
    func kinds() {
        let rows = people(800, seed: 1)
        for names in [names, (1...8).map { "c\($0)" }] {
            #expect(
                profiles(rows, names).dropFirst().map(\.kind)
                    == [.name, .name, .address, .code, .date, .category, .money])
        }
    }

    @Test("any number of threads gives the same profiles")
    func threads() throws {
        let batches = [SampleCSV.batch(people(200, seed: 1)), SampleCSV.batch(people(300, seed: 2))]
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let one = try encoder.encode(profileColumns(batches, names: names))
        for threads in [2, 7, 20] {
            #expect(try encoder.encode(profileColumns(batches, names: names, threads: threads)) == one)
        }
    }

    @Test("columns find each other whatever their order and names")
    func shuffled() {
        let left = people(800, seed: 2)
        let right = people(900, seed: 3)
        let order = [3, 0, 5, 1, 7, 2, 6, 4]
        let turned = right.map { row in order.map { row[$0] } }
        for (leftNames, rightNames) in [
            (names, order.map { names[$0] }), (names, (1...8).map { "c\($0)" }),
            ((1...8).map { "c\($0)" }, (1...8).map { "field\($0)" }),
            (names, ["addr", "nr", "birth date", "given name", "sum", "surname", "gender", "postcode"]),
        ] {
            let alignment = alignColumns(
                left: profiles(left, leftNames), right: profiles(turned, rightNames), excludedLeft: [0],
                excludedRight: [1])
            #expect(
                columns(alignment) == [1, 2, 3, 4, 5, 6, 7].map { [[$0], [order.firstIndex(of: $0) ?? -1]] })
        }
    }

    @Test("misleading names give way to contents")
    func misleading() {
        let left = people(800, seed: 4).map { [$0[1], $0[5]] }
        let right = people(800, seed: 5).map { [$0[5], $0[1]] }
        let alignment = alignColumns(
            left: profiles(left, ["name", "date"]), right: profiles(right, ["name", "date"]),
            excludedLeft: [],
            excludedRight: [])
        #expect(columns(alignment) == [[[0], [1]], [[1], [0]]])
    }

    @Test("a full name against its parts")
    func joined() throws {
        let parts = people(800, seed: 6).map { [$0[1], $0[2], $0[4]] }
        let whole = people(800, seed: 7).map { ["\($0[1]) \($0[2])", $0[4]] }
        let split = profiles(parts, ["c1", "c2", "c3"])
        let full = profiles(whole, ["c1", "c2"])
        let forward = alignColumns(left: full, right: split, excludedLeft: [], excludedRight: [])
        #expect(columns(forward) == [[[0], [0, 1]], [[1], [2]]])
        #expect(try #require(forward.pairs.first).right.source == .joined([0, 1]))
        let backward = alignColumns(left: split, right: full, excludedLeft: [], excludedRight: [])
        #expect(columns(backward).map { [$0[1], $0[0]] } == columns(forward))
    }

    @Test("amounts whose sign stands in another column")
    func directions() throws {
        var random = RandomBytes(seed: 8)
        let amounts = (0..<600).map { _ in 1000 + random.below(90_000) }
        let isDebit = amounts.map { _ in random.below(3) == 0 }
        let bank = amounts.indices.map { ["\(isDebit[$0] ? "-" : "")\(amounts[$0])"] }
        for turned in [false, true] {
            let ledger = amounts.indices.map {
                ["\(amounts[$0])", isDebit[$0] != turned ? "DEBIT" : "CREDIT"]
            }
            let alignment = alignColumns(
                left: profiles(bank, ["c1"]), right: profiles(ledger, ["c1", "c2"]), excludedLeft: [],
                excludedRight: [])
            let pair = try #require(alignment.pairs.first)
            #expect(pair.right.source == .signed(amount: 0, direction: 1))
            #expect(pair.right.format.debitPositive == turned)
            #expect(pair.kind == .number && alignment.unpaired.isEmpty)
        }
    }

    @Test("a time of day against a date; one side shows the order of days")
    func dates() throws {
        let days = (0..<300).map { (1 + $0 % 12, 1 + $0 % 28) }
        let stamps = days.map {
            ["2024-\($0.0 < 10 ? "0" : "")\($0.0)-\($0.1 < 10 ? "0" : "")\($0.1)T10:00:00"]
        }
        let short = days.map { ["\($0.1)/\($0.0)/2024"] }
        let ambiguous = days.map { ["\(1 + $0.1 % 12)/\($0.0)/2024"] }
        let pair = try #require(
            alignColumns(
                left: profiles(stamps, ["a"]), right: profiles(short, ["b"]), excludedLeft: [],
                excludedRight: []
            ).pairs.first)
        #expect(pair.kind == .date && pair.right.format.dayFirst)
        let second = try #require(
            alignColumns(
                left: profiles(ambiguous, ["day"]), right: profiles(short, ["day"]), excludedLeft: [],
                excludedRight: []
            ).pairs.first)
        #expect(second.left.format.dayFirst)
    }

    @Test("useless columns and columns without a counterpart are named")
    func unpaired() {
        let left = people(300, seed: 9).map { [$0[1], "same", "", $0[7]] }
        let right = people(300, seed: 10).map { [$0[1], "\($0[0])@example.org"] }
        let alignment = alignColumns(
            left: profiles(left, ["c1", "c2", "c3", "c4"]), right: profiles(right, ["c1", "c2"]),
            excludedLeft: [],
            excludedRight: [])
        #expect(columns(alignment) == [[[0], [0]]])
        #expect(alignment.unpaired.map(\.index) == [1, 2, 3, 1])
        #expect(alignment.unpaired[0].reason.contains("same value"))
        #expect(alignment.unpaired[1].reason.contains("empty"))
    }

    @Test("ids")
    func ids() {
        func choice(_ values: [String], _ name: String) -> IDChoice {
            chooseID(profiles(values.map { [$0] }, [name]), sampleIsWhole: true)
        }
        func isColumn(_ choice: IDChoice) -> Bool { if case .column = choice { true } else { false } }
        #expect(isColumn(choice(["a7", "b", "c"], "rec_id")))
        #expect(isColumn(choice(["a7", "b", "c"], "bankTrxID")))
        #expect(isColumn(choice(["5", "3", "9"], "c1")))
        #expect(
            isColumn(
                choice(["123e4567-e89b-12d3-a456-426614174000", "00000000-0000-0000-0000-000000000001"], "x"))
        )
        #expect(!isColumn(choice(["a7", "b", "c"], "name")))
        #expect(!isColumn(choice(["5", "3", "5"], "id")))
        #expect(!isColumn(choice(["5", "", "6"], "id")))
        #expect(!isColumn(choice([], "id")))
    }

    @Test("a dedupe compares each useful column with itself")
    func dedupe() {
        let fields = selfFields(profiles(people(300, seed: 11), names), excluded: [0])
        #expect(fields.map(\.name) == Array(names.dropFirst()))
        #expect(fields.allSatisfy { $0.left == $0.right })
    }

    @Test("the assignment is the best there is")
    func assignmentAgainstBruteForce() {
        func best(_ weights: [[Double]], _ row: Int, _ free: Set<Int>) -> Double {
            if row == weights.count { return 0 }
            return free.reduce(best(weights, row + 1, free)) { most, column in
                max(most, weights[row][column] + best(weights, row + 1, free.subtracting([column])))
            }
        }
        var random = RandomBytes(seed: 12)
        for _ in 0..<300 {
            let (rows, columns) = (1 + random.below(5), 1 + random.below(5))
            let weights = (0..<rows).map { _ in
                (0..<columns).map { _ in Double(max(0, random.below(12) - 4)) }
            }
            let chosen = assignment(weights)
            let taken = chosen.compactMap { $0 }
            #expect(Set(taken).count == taken.count)
            let total = zip(weights, chosen).reduce(0.0) { sum, pair in sum + (pair.1.map { pair.0[$0] } ?? 0)
            }
            #expect(total == best(weights, 0, Set(0..<columns)))
        }
    }

    @Test("sketches estimate overlaps")
    func sketches() {
        func sketch(_ range: Range<UInt64>) -> ValueSketch { ValueSketch(range.map { combine($0, 5) }) }
        #expect(sketch(0..<100).jaccard(sketch(50..<150)) == 50.0 / 150)
        #expect(sketch(0..<100).containment(sketch(0..<50)) == 1)
        #expect(sketch(0..<0).jaccard(sketch(0..<5)) == 0)
        #expect(abs(sketch(0..<20_000).jaccard(sketch(10_000..<30_000)) - 1.0 / 3) < 0.07)
        #expect(abs(sketch(0..<20_000).share(in: sketch(15_000..<40_000)) - 0.25) < 0.07)
    }
}
