import Ingest
import Records
import Synchronization

/// Rows of a small CSV of pairs (truth, labels, decisions), in order.
struct PairFile {
    var columns: [String]
    var rows: [[String]]

    /// Reads the file whole.
    ///
    /// - Throws: `TieoutError` for what cannot be read, naming the line of the first such record.
    init(_ path: String) throws {
        let source = try openSource(path)
        let batches = Mutex<[RawBatch]>([])
        let summary = try source.read(threads: 1, monitor: RunMonitor(run: "read \(path)")) { batch in
            batches.withLock { $0.append(batch) }
        }
        if let reject = summary.rejects.first {
            throw TieoutError(reject.reason, at: path, line: Int(reject.firstLine), remedy: "mend the record")
        }
        columns = source.columns
        rows = []
        for batch in batches.withLock({ $0 }).sorted(by: { $0.sequence < $1.sequence }) {
            for record in 0..<batch.recordCount {
                rows.append(
                    (0..<batch.columnCount).map { String(decoding: batch.field(record, $0), as: UTF8.self) })
            }
        }
        guard columns.count >= 2 else {
            throw TieoutError("has one column; pairs need two", at: path, remedy: "give left_id and right_id")
        }
    }

    /// Where the two ids stand: as told, else left_id and right_id, else the first two columns.
    func idColumns(_ told: String?, path: String) throws -> (left: Int, right: Int) {
        if let told {
            let names = told.split(separator: ",").map(String.init)
            guard names.count == 2 else {
                throw TieoutError(
                    "'\(told)' names \(names.count) columns", at: "--truth-columns",
                    remedy: "name two: LEFT,RIGHT")
            }
            return (
                try findColumn(names[0], in: columns, source: path),
                try findColumn(names[1], in: columns, source: path)
            )
        }
        if let left = columns.firstIndex(of: "left_id"), let right = columns.firstIndex(of: "right_id") {
            return (left, right)
        }
        return (0, 1)
    }
}
