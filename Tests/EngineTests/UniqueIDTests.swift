import Records
import TestSupport
import Testing

@testable import Engine

@Suite struct UniqueIDTests {
    private func check(_ ids: [String], threads: Int) throws {
        try requireUniqueIDs(
            table(ids.map { _ in ["x"] }, ids: ids), source: "s.csv", column: "id", option: "--id",
            threads: threads)
    }

    @Test(arguments: [1, 2, 7])
    func theFirstIdThatRepeatsIsNamed(threads: Int) throws {
        var random = Seeded(UInt64(threads))
        for count in [1, 2, 3, 100, 3000] {
            for kinds in [1, 2, count, 20 * count, 1_000_000] {
                let ids = (0..<count).map { _ in "id \(Int.random(in: 0..<kinds, using: &random))" }
                var seen: [String: Int] = [:]
                var expected: String?
                for (place, id) in ids.enumerated() where expected == nil {
                    if let first = seen[id] {
                        expected =
                            "the id '\(id)' in column 'id' stands in records \(first + 1) and \(place + 1)"
                    }
                    seen[id] = place
                }
                if let expected {
                    let error = #expect(throws: TieoutError.self) { try check(ids, threads: threads) }
                    #expect("\(error.map { "\($0)" } ?? "")".contains(expected))
                } else {
                    try check(ids, threads: threads)
                }
            }
        }
    }
}
