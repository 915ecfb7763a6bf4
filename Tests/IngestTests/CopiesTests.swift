import Foundation
import PostgresServer
import Records
import Testing

@testable import Ingest

@Suite("Copies of one table give the same fields")
struct CopiesTests {
    @Test("CSV, JSON Lines, SQLite")
    func files() throws {
        let file = try DatabaseFile(NastyTable.create("REAL") + ";" + NastyTable.insert)
        let csv = file.path + ".csv"
        let json = file.path + ".jsonl"
        try Data(NastyTable.csv.utf8).write(to: URL(fileURLWithPath: csv))
        try Data(try NastyTable.jsonLines().utf8).write(to: URL(fileURLWithPath: json))
        var options = CSVOptions()
        options.delimiter = UInt8(ascii: ",")
        options.quote = UInt8(ascii: "\"")
        options.spaces = .keep
        let sources: [any RecordSource] = [
            try openCSV(path: csv, options: options), try openCSV(path: json),
            try openTables("sqlite:\(file.path)"),
        ]
        for source in sources {
            #expect(Set(source.columns) == Set(NastyTable.columns), "\(source.name)")
            #expect(try inOrder(source) == NastyTable.fields, "\(source.name)")
        }
    }

    @Test(
        "PostgreSQL",
        .enabled(if: PostgresServer.isWanted, "no PostgreSQL server is installed on this machine"))
    func postgres() throws {
        let server = try PostgresServer.shared.get()
        try server.query("DROP TABLE IF EXISTS nasty")
        try server.query(NastyTable.create("DOUBLE PRECISION"))
        try server.query(NastyTable.insert)
        // On its pages a row may come before one that was there earlier.
        let table = try openTables(server.address("table=nasty"))
        #expect(table.columns == NastyTable.columns)
        #expect(try Set(inOrder(table)) == Set(NastyTable.fields))
        let ordered = try openTables(server.address("query=SELECT * FROM nasty ORDER BY id"))
        #expect(try inOrder(ordered) == NastyTable.fields)
    }

    /// The records with their fields in the order of the table's columns.
    private func inOrder(_ source: any RecordSource) throws -> [[[UInt8]]] {
        let places = try NastyTable.columns.map { try #require(source.columns.firstIndex(of: $0)) }
        return try Reading(source, threads: 2).records.map { record in places.map { record[$0] } }
    }
}
