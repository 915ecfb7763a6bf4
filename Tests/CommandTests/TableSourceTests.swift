import Foundation
import PostgresServer
import Testing

/// Tables and JSON as sources of the program.
@Suite(
    "Tables as sources", .enabled(if: testedBinary != nil, "TIEOUT_BINARY is not set"),
    .enabled(if: PostgresServer.isWanted, "no PostgreSQL server is installed on this machine"))
struct TableSourceTests {
    let server: PostgresServer
    let environment: [String: String]

    init() throws {
        server = try PostgresServer.shared.get()
        environment = ["PGHOST": server.folder, "PGUSER": PostgresServer.user, "PGDATABASE": "postgres"]
    }

    @Test("every example of their page runs")
    func documentation() throws {
        let workshop = try Workshop()
        defer { workshop.remove() }
        try server.query("DROP TABLE IF EXISTS people")
        for block in codeBlocks(try text(of: "docs/sources-tables.md")) where block.language == "sh" {
            let script = block.lines.joined(separator: "\n")
            let path =
                (PostgresServer.installed ?? "") + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")
            let bin = workshop.folder.appendingPathComponent("bin").path
            let run = try workshop.run("PATH='\(bin)':'\(path)'\n\(script)", with: environment)
            #expect(run.status == 0, "\(script)\n\(run.output)")
        }
    }

    @Test("copies of a table give the same matches, are explained and exported, and no password is kept")
    func copies() throws {
        let place = try Workplace()
        let rows =
            Array(parsed(try String(contentsOf: people("left"), encoding: .utf8)).prefix(801)) + Self.nasty
        try place.write(csv(rows), to: "left.csv")
        try FileManager.default.copyItem(
            at: people("right"), to: place.folder.appendingPathComponent("right.csv"))
        let names = rows[0].map { "\"\($0)\" text" }.joined(separator: ", ")
        try server.query("DROP TABLE IF EXISTS left_people; CREATE TABLE left_people (\(names))")
        try server.query("COPY left_people FROM STDIN (FORMAT csv, HEADER)", input: csv(rows))
        try place.write(try jsonLines(rows), to: "left.jsonl")
        try sqlite(place, names, rows)

        let address = server.address("table=left_people")
        let secret = address.replacingOccurrences(of: "tieout@", with: "tieout:t0p-secret@")
        var matches: [[String]] = []
        for (number, source) in ["left.csv", "left.jsonl", "sqlite:left.db?table=t", secret].enumerated() {
            let result = "r\(number).sqlite"
            let run = try place.succeed("match", source, "right.csv", "-o", result)
            matches.append(try place.matches(result))
            #expect(!(run.output + run.errors).contains("t0p-secret"))
            #expect(!String(decoding: try place.bytes(result), as: UTF8.self).contains("t0p-secret"))
            let pair = try #require(matches[number].first).split(separator: "|").map(String.init)
            let explained = try place.succeed("explain", result, pair[0], pair[1])
            #expect(explained.output.contains("in the result: band match"))
            try place.succeed("export", result, "-o", "e\(number).csv")
        }
        #expect(matches[0].count > 100)
        for number in 1..<4 {
            #expect(matches[number] == matches[0])
            #expect(
                Set(parsed(try place.text("e\(number).csv")).dropFirst())
                    == Set(parsed(try place.text("e0.csv")).dropFirst()))
        }
        for source in ["left.csv", "left.jsonl", "sqlite:left.db?table=t", secret] {
            for other in ["left.csv", "left.jsonl", "sqlite:left.db?table=t", secret] {
                let equal = try place.run("diff", source, other, "--key", "id", "-o", "diff.sqlite")
                #expect(equal.code == 0, "\(source) and \(other): \(equal.output)\(equal.errors)")
                #expect(!(equal.output + equal.errors).contains("t0p-secret"))
            }
        }
        #expect(try place.rows("r3.sqlite", "SELECT path FROM sources WHERE side = 'left'") == [address])

        try server.query("DELETE FROM left_people WHERE ctid = (SELECT max(ctid) FROM left_people)")
        let changed = try place.run("export", "r3.sqlite", "-o", "changed.csv")
        #expect(changed.code == 2)
        #expect(try place.run("diff", "left.csv", secret, "--key", "id").code == 1)
        #expect(changed.errors.contains("has changed since the result was written"))
    }

    /// Records with what formats trip over.
    private static let nasty = [
        ["n1", "line\nbreak", "\"quoted\"", "", "tab\there", "back\\slash", "\\N", "ünï 😀", " x "],
        ["n2", "CR\rhere", "CRLF,\r\nthere", "2024-02-29", ",;|:", "''", "{\"a\": [1]}", "true", "1e5"],
        ["n3", "", "", "", "", "", "", "", ""],
        ["n4", "\\", "ends with \\", "NULL", "null", "0", "-0.10", "007", "\u{1}"],
    ]

    private func people(_ side: String) -> URL {
        URL(fileURLWithPath: #filePath).appendingPathComponent("../../../datasets/people/\(side).csv")
            .standardizedFileURL
    }

    private func jsonLines(_ rows: [[String]]) throws -> String {
        try rows.dropFirst().map { row in
            let members = try zip(rows[0], row).map { try "\(json($0)): \(json($1))" }
            return "{" + members.joined(separator: ", ") + "}\n"
        }.joined()
    }

    private func json(_ text: String) throws -> String {
        let data = try JSONSerialization.data(withJSONObject: text, options: .fragmentsAllowed)
        return String(decoding: data, as: UTF8.self)
    }

    private func sqlite(_ place: Workplace, _ columns: String, _ rows: [[String]]) throws {
        let values = rows.dropFirst().map { row in
            "(" + row.map { "'" + $0.replacingOccurrences(of: "'", with: "''") + "'" }.joined(separator: ", ")
                + ")"
        }
        try place.execute(
            "CREATE TABLE t (\(columns)); INSERT INTO t VALUES " + values.joined(separator: ","),
            in: "left.db")
    }
}
