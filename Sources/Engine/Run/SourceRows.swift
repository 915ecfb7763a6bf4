import Ingest
import Records
import ResultStore

/// A source of a run with all that is known of it, for summaries and results.
struct SourceRow {
    var side: ResultStore.Side
    var source: any RecordSource
    var table: Table
    var read: ReadSummary
    var ids: String
    var idColumn: Int?
    var reading: ReadOptions
}

/// The sources, left first; one in a dedupe.
func sourceRows(_ options: MatchOptions, _ sources: OpenedSources, _ loaded: LoadedTables) -> [SourceRow] {
    var rows = [
        SourceRow(
            side: options.isDedupe ? .source : .left, source: sources.left, table: loaded.tables.left,
            read: loaded.left, ids: sources.idSentences[0], idColumn: sources.leftID,
            reading: options.leftReading)
    ]
    if let right = sources.right, let read = loaded.right {
        rows.append(
            SourceRow(
                side: .right, source: right, table: loaded.tables.right, read: read,
                ids: sources.idSentences[1], idColumn: sources.rightID, reading: options.rightReading))
    }
    return rows
}

extension RunOutcome {
    var sourceRows: [SourceRow] { Engine.sourceRows(options, sources, loaded) }
}

extension SourceRecord {
    init(_ row: SourceRow) throws {
        self.init(
            side: row.side, path: row.source.name, bytes: Int(row.read.bytes),
            fingerprint: row.read.fingerprint, records: row.table.count, rejected: row.read.rejects.count,
            idColumn: row.idColumn.map { row.source.columns[$0] }, columns: row.source.columns,
            reading: try encoded(row.reading), files: row.read.files.map(FileRecord.init))
    }
}

extension RunSummary.Source {
    init(_ row: SourceRow) {
        side = row.side.description
        path = row.source.name
        records = row.table.count
        rejected = row.read.rejects.count
        bytes = Int(row.read.bytes)
        fingerprint = row.read.fingerprint
        ids = row.ids
    }
}
