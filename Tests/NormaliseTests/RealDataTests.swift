import Foundation
import Records
import Testing

@testable import Normalise

private let folder = ProcessInfo.processInfo.environment["TIEOUT_DATASETS"]

/// A published table: names and one batch; Latin-1 where it is no UTF-8.
private func table(_ path: String, delimiter: Character = ",") throws -> (names: [String], batch: RawBatch) {
    let file = URL(fileURLWithPath: try #require(folder)).appendingPathComponent(path)
    var bytes = [UInt8](try Data(contentsOf: file))
    if String(validating: bytes, as: UTF8.self) == nil {
        bytes = Array(String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })).utf8)
    }
    return SampleCSV.read(bytes, delimiter: try #require(delimiter.asciiValue), most: 5_000)
}

/// Two sources to align: their files, and columns that are no evidence.
struct Sources: Sendable, CustomTestStringConvertible {
    var left: String
    var right: String
    /// Field names, the left side's, that must be paired whatever the columns are called.
    var pairs: [[String]]

    var testDescription: String { left }
}

@Suite("Published tables", .enabled(if: folder != nil, "TIEOUT_DATASETS is not set"))
struct RealDataTests {
    @Test(
        "columns are paired, with their names and without",
        arguments: [
            Sources(
                left: "em-febrl/dataset4a.csv", right: "em-febrl/dataset4b.csv",
                pairs: [
                    "given_name", "surname", "street_number", "address_1", "address_2", "suburb", "postcode",
                    "state",
                    "date_of_birth", "soc_sec_id",
                ].map { [$0, $0] }),
            Sources(
                left: "em-dblp-acm/DBLP2.csv", right: "em-dblp-acm/ACM.csv",
                pairs: ["title", "authors", "year"].map { [$0, $0] }),
            Sources(
                left: "em-fodors-zagats/clean/fodors.csv", right: "em-fodors-zagats/clean/zagats.csv",
                pairs: ["name", "addr", "city", "phone", "type"].map { [$0, $0] }),
            Sources(
                left: "pay-case-recon/performance/bank_statements.csv",
                right: "pay-case-recon/performance/system_transactions.csv",
                pairs: [["amount", "amount", "type"], ["date", "transactionTime"]]),
            Sources(
                left: "em-abt-buy/abt.csv", right: "em-abt-buy/buy.csv",
                pairs: ["name", "description", "price"].map { [$0, $0] }),
        ])
    func alignment(sources: Sources) throws {
        let (leftNames, leftBatch) = try table(sources.left)
        let (rightNames, rightBatch) = try table(sources.right)
        for isNamed in [true, false] {
            func names(_ names: [String]) -> [String] { isNamed ? names : names.indices.map { "c\($0 + 1)" } }
            let found = alignColumns(
                left: profileColumns([leftBatch], names: names(leftNames)),
                right: profileColumns([rightBatch], names: names(rightNames)), excludedLeft: [0],
                excludedRight: [0])
            let pairs = found.pairs.map { pair in
                pair.left.source.columns.map { leftNames[$0] }
                    + pair.right.source.columns.map { rightNames[$0] }
            }
            #expect(pairs == sources.pairs, "named: \(isNamed)")
        }
    }

    @Test(
        "kinds, with names and without",
        arguments: [
            ("em-febrl/dataset1.csv", ",", "name name code address name name code category date code"),
            ("em-rldata500/RLdata500.csv", ",", "name name name name number code code"),
            ("em-splink-fake1000/fake_1000.csv", ",", "name name date name email code"),
            ("em-restaurant-dedup/restaurantProfiles.csv", "|", "name address phone category name"),
        ])
    func kinds(file: String, delimiter: String, expected: String) throws {
        let (names, batch) = try table(file, delimiter: Character(delimiter))
        for names in [names, names.indices.map { "c\($0 + 1)" }] {
            let kinds = profileColumns([batch], names: names).dropFirst().map(\.kind.rawValue)
            #expect(kinds.joined(separator: " ") == expected)
        }
    }
}
