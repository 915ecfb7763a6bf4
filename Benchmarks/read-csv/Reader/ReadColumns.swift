import Foundation
import Ingest
import Records
import Synchronization

/// Reads a CSV file into columns in memory, and says what it took: one JSON object on stdout.
///
///     read-columns FILE THREADS [--checksums]
///
/// With `--checksums`, taken once the clock has stopped, of each column: the bytes of its values, the sum
/// of its bytes, each times its place in the column counted from 1, and the sum of its lengths, each
/// times the number of its record, both modulo 2⁶⁴. Two columns with the same three hold the same values.
@main
struct ReadColumns {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3, let threads = Int(arguments[2]), threads > 0 else {
            FileHandle.standardError.write(Data("usage: read-columns FILE THREADS [--checksums]\n".utf8))
            exit(2)
        }
        let start = ContinuousClock.now
        let source = try openCSV(path: arguments[1])
        let columns = try read(source, threads: threads)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let records = columns.reduce(0) { $0 + $1.recordCount }
        var report: [String: Any] = ["seconds": seconds, "records": records]
        if arguments.contains("--checksums") {
            report["columns"] = source.columns.indices.map { column in
                ColumnChecksum(columns, column: column).json(name: source.columns[column])
            }
        }
        print(String(decoding: try JSONSerialization.data(withJSONObject: report), as: UTF8.self))
    }

    /// All records, in order.
    private static func read(_ source: any RecordSource, threads: Int) throws -> [ColumnBatch] {
        let arena = RowArena()
        let batches = Mutex<[ColumnBatch]>([])
        _ = try source.read(threads: threads, monitor: RunMonitor(run: "read-columns")) { batch in
            let columns = ColumnBatch(batch, in: arena)
            batches.withLock { $0.append(columns) }
        }
        return batches.withLock { $0.sorted { $0.sequence < $1.sequence } }
    }
}

struct ColumnChecksum {
    var bytes: UInt64 = 0
    var weightedBytes: UInt64 = 0
    var weightedLengths: UInt64 = 0

    init(_ batches: [ColumnBatch], column: Int) {
        var record: UInt64 = 0
        for batch in batches {
            for byte in batch.values(column) {
                bytes += 1
                weightedBytes &+= bytes &* UInt64(byte)
            }
            var start: UInt32 = 0
            for end in batch.ends(column) {
                record += 1
                weightedLengths &+= record &* UInt64(end - start)
                start = end
            }
        }
    }

    /// Checksums as text: JSON numbers have too few digits.
    func json(name: String) -> [String: String] {
        [
            "name": name, "bytes": "\(bytes)", "weighted_bytes": "\(weightedBytes)",
            "weighted_lengths": "\(weightedLengths)",
        ]
    }
}
