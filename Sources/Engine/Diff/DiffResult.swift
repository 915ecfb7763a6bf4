import Diff
import Foundation
import Ingest
import Records
import ResultStore

extension DiffReport {
    /// Takes everything that is known once the cells are compared.
    mutating func describe(
        _ joined: JoinedDiff, _ outcome: DiffOutcome, _ columns: DiffColumns, _ options: DiffOptions
    ) {
        key = joined.columns.keys.map { columns.lists.left[$0.left] }
        keyIsProposed = joined.keyIsProposed
        hasSpilled = joined.sources.hasSpilled
        take(joined.sources.left, joined.sources.right)
        take(outcome, joined.columns, joined.rules, columns.lists)
        if options.moved { rowsMoved = outcome.rowsMoved }
        if options.rescue { rowsRekeyed = outcome.rowsRekeyed }
    }
}

/// A diff on its way into the result.
struct DiffResult {
    let options: DiffOptions
    let sources: DiffSources
    let joined: JoinedDiff
    let outcome: DiffOutcome
    let report: DiffReport

    func record(_ clock: StageClock, _ monitor: RunMonitor) throws -> DiffRecord {
        let (left, right) = (joined.sources.left, joined.sources.right)
        let stored = try encoded(StoredDiff(options, report))
        var record = DiffRecord(
            version: version, created: Date.now.formatted(.iso8601),
            fingerprints: Fingerprints(
                inputs: "\(left.fingerprint)-\(right.fingerprint)",
                options: hexadecimal(xxh3OfText(stored)), program: version))
        record.seconds = clock.elapsed
        record.counts = counts
        record.sources = try [
            source(.left, sources.left, left, options.leftReading),
            source(.right, sources.right, right, options.rightReading),
        ]
        record.rejects =
            left.rejects.map { (withoutText($0), .left) } + right.rejects.map { (withoutText($0), .right) }
        record.columns = report.columns.map {
            .init(
                left: $0.left, right: $0.right, rule: $0.rule,
                cellsChanged: $0.cellsChanged + $0.duplicateCellsChanged)
        }
        record.schemaChanges = report.schemaChanges.map {
            .init(kind: $0.kind.rawValue, left: $0.left, right: $0.right, evidence: $0.evidence)
        }
        record.duplicateKeys = outcome.duplicateKeys.map { ($0.key, $0.leftRecords, $0.rightRecords) }
        record.stages = clock.stages.map {
            StageRecord(stage: $0.stage, seconds: $0.seconds, recordsIn: $0.into, recordsOut: $0.out)
        }
        record.warnings = monitor.snapshot().warnings
        record.options = stored
        return record
    }

    private var counts: [String: Int] {
        let counts: [String: UInt64] = [
            "rows_left": report.rowsLeft, "rows_right": report.rowsRight, "keys_added": report.keysAdded,
            "keys_removed": report.keysRemoved, "rows_changed": report.rowsChanged,
            "rows_unchanged": report.rowsUnchanged, "cells_changed": report.cellsChanged,
            "duplicate_keys_left": outcome.duplicateKeysLeft,
            "duplicate_keys_right": outcome.duplicateKeysRight,
            "rows_rekeyed": outcome.rowsRekeyed, "rows_moved": outcome.rowsMoved,
        ]
        return counts.mapValues { Int(clamping: $0) }
    }

    private func source(
        _ side: ResultStore.Side, _ source: any RecordSource, _ summary: ReadSummary, _ reading: ReadOptions
    ) throws -> SourceRecord {
        SourceRecord(
            side: side, path: source.name, bytes: Int(summary.bytes), fingerprint: summary.fingerprint,
            records: Int(summary.records), rejected: summary.rejects.count, idColumn: nil,
            columns: source.columns, reading: try encoded(reading), files: summary.files.map(FileRecord.init))
    }

    private func withoutText(_ reject: RejectedRecord) -> RejectedRecord {
        guard options.noValues else { return reject }
        var reject = reject
        reject.text = []
        return reject
    }
}

/// What the answer depends on besides the sources.
private struct StoredDiff: Encodable {
    let key: [String]
    let columns: [[String]]
    let moved: Bool
    let rescue: Bool
    let noValues: Bool

    init(_ options: DiffOptions, _ report: DiffReport) {
        key = report.key
        columns = report.columns.map { [$0.left, $0.right, $0.rule] }
        moved = options.moved
        rescue = options.rescue
        noValues = options.noValues
    }
}
