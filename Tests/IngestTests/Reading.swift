import Foundation
import Records
import Synchronization

@testable import Ingest

/// A reading in the terms of the reference.
extension ExpectedReading {
    init(_ source: any RecordSource, threads: Int) throws {
        let batches = Mutex<[RawBatch]>([])
        let summary = try source.read(threads: threads, monitor: RunMonitor(run: "test")) { batch in
            batches.withLock { $0.append(batch) }
        }
        self.init()
        let ordered = batches.withLock { $0 }.sorted { $0.sequence < $1.sequence }
        precondition(ordered.map(\.sequence) == Array(0..<ordered.count), "sequence numbers have gaps")
        for batch in ordered {
            precondition(batch.columnCount == source.columns.count && batch.recordCount > 0)
            for record in 0..<batch.recordCount {
                records.append((0..<batch.columnCount).map { Array(batch.field(record, $0)) })
                offsets.append(batch.byteOffset + UInt64(batch.recordOffsets[record]))
            }
        }
        precondition(summary.records == UInt64(records.count))
        blankLines = summary.blankLines
        strayQuotes = summary.strayQuotes
        rejects = summary.rejects.map {
            Reject(
                firstLine: $0.firstLine, lastLine: $0.lastLine, byteOffset: $0.byteOffset, reason: $0.reason,
                text: $0.text)
        }
    }
}

extension ExpectedReading {
    /// Records that are no UTF-8 read as Windows-1252, by another table than the reader's.
    func inUTF8() -> ExpectedReading {
        var result = self
        for index in records.indices
        where records[index].contains(where: { String(validating: $0, as: UTF8.self) == nil }) {
            result.records[index] = records[index].map { $0.flatMap(windows1252AsUTF8) }
        }
        return result
    }
}

func windows1252AsUTF8(_ byte: UInt8) -> [UInt8] {
    let text = String(bytes: [byte], encoding: .windowsCP1252) ?? String(UnicodeScalar(byte))
    return Array(text.utf8)
}

/// A source over bytes in memory, in a given dialect, without any detection.
func source(
    _ bytes: [UInt8], from start: Int = 0, columns: Int, dialect: Dialect, chunkBytes: Int,
    maxRecordBytes: Int = 1 << 28
) -> CSVSource {
    var options = CSVOptions()
    options.header = false
    options.invalidText = .windows1252
    options.chunkBytes = chunkBytes
    options.maxRecordBytes = maxRecordBytes
    let opened = OpenedCSV(
        store: MemoryStore(bytes), dialect: dialect,
        header: Header(unnamed: columns, start: UInt64(start)), recordBytes: 50, warnings: [])
    return CSVSource(name: "memory", opened: opened, options: ReadOptions(csv: options))
}
