import FileRecords
import Foundation
import GRDB
import Records

/// One scan on its way into a database.
///
/// ```swift
/// let writer = try ScanWriter(database, roots: roots, filter: "", options: "{}", started: now)
/// try writer.recall(table, into: &evidence)           // what earlier scans know
/// try writer.keep(files, evidence, of: table)         // any number of times, while files are read
/// try writer.finish(scan)                             // all or nothing
/// ```
/// Until `finish` the scan is unfinished. What was kept by then serves the next one.
public final class ScanWriter {
    /// The scan's number.
    public let number: Int
    let database: FileDatabase
    let started: Int64
    let series: Int
    private let seriesIsNew: Bool
    private let roots: [[UInt8]]
    private let filter: String
    private let options: String
    let settling: Settling
    var isBegun = false
    /// Write every row through SQL, slowly: what the fast road is tested against.
    var onlySQL = false
    /// What `recall` found.
    var known: KnownFacts?
    var directories: DirectoryMap?
    /// What `keep` holds back until it is worth a transaction.
    private var waiting: [UInt64] = []
    private var lastFlush = ContinuousClock.now

    /// Takes the next number.
    ///
    /// - Parameters:
    ///   - database: open for writing.
    ///   - roots: as the walked table has them.
    ///   - filter: the filters as options, in an order of their own; empty where there are none.
    ///   - options: everything asked for, as JSON.
    ///   - started: nanoseconds since 1970, from before the walk.
    public init(
        _ database: FileDatabase, roots: [[UInt8]], filter: String, options: String, started: Int64
    ) throws {
        self.database = database
        self.roots = roots
        self.filter = filter
        self.options = options
        self.started = started
        settling = Settling(started: started)
        let known = try database.read { database in
            (
                scan: try Int.fetchOne(database, sql: "SELECT max(id) FROM scan") ?? 0,
                series: try Self.series(roots, filter, in: database),
                last: try Int.fetchOne(database, sql: "SELECT max(id) FROM series") ?? 0
            )
        }
        number = known.scan + 1
        series = known.series ?? known.last + 1
        seriesIsNew = known.series == nil
    }

    /// Files whose evidence is new, while they are read. Flushed about every second, so that a killed scan
    /// loses little and a short one writes everything once.
    public func keep(
        _ files: [UInt32], _ evidence: UnsafeBufferPointer<ContentEvidence>, of table: FileTable
    ) throws {
        for file in files {
            let evidence = evidence[Int(file)]
            let facts = table.files[Int(file)].facts
            if evidence.origin == .read, settling.isSettled(facts) {
                SavedEvidence(facts, evidence).append(to: &waiting)
            }
        }
        if ContinuousClock.now - lastFlush >= .seconds(1) { try flush() }
    }

    /// Writes down what was kept, and that the scan is under way. Called also where a scan is about to end
    /// early.
    public func flush() throws {
        try database.write { database in
            try begin(in: database)
            guard !waiting.isEmpty else { return }
            let insert = try RowStatement(
                database, "INSERT INTO saved_evidence (scan, files) VALUES (\(number), ?)")
            try waiting.withUnsafeBytes { words in
                insert.bind(1, words)
                try insert.run()
            }
        }
        isBegun = true
        waiting.removeAll(keepingCapacity: true)
        lastFlush = .now
    }

    /// Makes the rows of the scan and of its series, once. Whoever calls it sets `isBegun` when the
    /// transaction has come to its end.
    func begin(in database: Database) throws {
        guard !isBegun else { return }
        if seriesIsNew {
            try database.execute(
                sql: "INSERT INTO series (id, filter) VALUES (?, ?)", arguments: [series, filter])
            for (number, root) in roots.enumerated() {
                try database.execute(
                    sql: "INSERT INTO series_root VALUES (?, ?, ?, ?)",
                    arguments: [series, number, Data(root), shown(path: root)])
            }
        }
        try database.execute(
            sql: """
                INSERT INTO scan (id, series, state, started, version, options, counts)
                VALUES (?, ?, 'unfinished', ?, ?, ?, ?)
                """,
            arguments: [number, series, started, version, options, try encoded(ScanCounts())])
    }

    /// The series with just these roots and filters.
    private static func series(
        _ roots: [[UInt8]], _ filter: String, in database: Database
    ) throws -> Int? {
        let candidates = try Int.fetchAll(
            database, sql: "SELECT id FROM series WHERE filter = ? ORDER BY id", arguments: [filter])
        return try candidates.first { series in
            try Data.fetchAll(
                database, sql: "SELECT path FROM series_root WHERE series = ? ORDER BY number",
                arguments: [series]) == roots.map { Data($0) }
        }
    }
}

/// Counts as the database keeps them.
func encoded(_ counts: ScanCounts) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(counts), as: UTF8.self)
}
