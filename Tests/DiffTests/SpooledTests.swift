import Records
import TestSupport
import Testing

@testable import Diff

/// Sources that cannot be asked again are spooled: packed ones, pipes, UTF-16.
@Suite("Spooled sources")
struct SpooledTests {
    @Test("a table gives what its file gives")
    func tables() throws {
        var random = Seeded(13)
        let (left, right) = randomTables(&random, rows: 300, columns: 5, repeatsKeys: false)
        let columns = (0..<5).map { "f\($0)" }
        let files = try TemporaryFiles()
        let expected = try files.diff(left, right, columns: columns, DiffTests.ways[1])
        let one = OneWaySource(try files.source(left, columns, "left", chunk: 99))
        let other = OneWaySource(try files.source(right, columns, "right", chunk: 4096))
        let outcome = try diffSources(one, other, DiffTests.ways[2])
        #expect(withoutLines(outcome) == withoutLines(expected))
    }

    /// Tables of other cells whose bytes are alike once their quotes are halved, or their records written anew or
    /// filled up.
    static let lookAlikes = [
        ("1,a\"b,c\n2,p,q\n", "1,a\"bc,\n2,p,q\n"),
        ("1,\"x\"\",\"\"y\",z\n2,\"p\",q\n", "1,\"x\",\"y\"\"y\",z\"\n2,\"p\",q\n"),
        ("1,x\n2,p,q\n", "1,y\n2,p,q\n"),
    ]

    @Test("any bytes give what they give as a file, on either side")
    func anyBytes() throws {
        var random = Seeded(14)
        var tables = Self.lookAlikes
        let fields = RecordHashingTests.written
        func row(_ key: Int) -> String {
            let cells = (0..<Int.random(in: 1...3, using: &random)).map { _ in
                fields.randomElement(using: &random) ?? ""
            }
            return ([String(key)] + cells).joined(separator: ",")
        }
        for _ in 0..<100 {
            let left = (0..<8).map(row)
            let right = (0..<8).map { Bool.random(using: &random) ? left[$0] : row($0) }
            tables.append((left.joined(separator: "\n"), right.joined(separator: "\n")))
        }
        let files = try TemporaryFiles()
        var different: [Bool] = []
        for (left, right) in tables {
            let one = try files.source("id,a,b\n" + left, "left", chunk: 4096)
            let other = try files.source("id,a,b\n" + right, "right", chunk: 4096)
            let way = DiffTests.ways[0]
            let expected = withoutLines(try diffSources(one, other, way, keys: 1))
            different.append(!expected.isEmpty)
            let (onceOne, onceOther) = (OneWaySource(one), OneWaySource(other))
            for outcome in [
                try diffSources(onceOne, onceOther, way, keys: 1),
                try diffSources(one, onceOther, way, keys: 1),
                try diffSources(onceOne, other, way, keys: 1),
            ] {
                #expect(withoutLines(outcome) == expected, "\(left) and \(right)")
            }
        }
        #expect(different.prefix(Self.lookAlikes.count).allSatisfy { $0 })
        #expect(different.count { $0 } > 90)
    }

    /// Lines are not known of what was spooled.
    private func withoutLines(_ outcome: DiffOutcome) -> [String] {
        described(outcome).map { row in
            row.split(separator: "|", omittingEmptySubsequences: false).dropLast(2).joined(separator: "|")
        }
    }
}
