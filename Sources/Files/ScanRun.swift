import FileKinds
import FileRecords
import FileScan
import FileStore
import Foundation
import Records

/// Walks the roots, finds what is there more than once, and stores it all as a scan.
///
/// - Throws: `TieoutError` for everything a person can mend. Earlier scans stay whole; what was read until
///   then is remembered.
public func runScan(_ options: ScanOptions, monitor: RunMonitor) throws -> ScanReport {
    let clock = ContinuousClock.now
    let started = nanosecondsNow()
    let database = try FileDatabase(writing: options.database)
    defer { database.close() }

    let walked = try walk(options, database: database, monitor: monitor)
    let table = walked.table
    let writer = try ScanWriter(
        database, roots: rootPaths(of: table), filter: options.filter, options: options.json,
        started: started)

    var evidence = [ContentEvidence](repeating: ContentEvidence(), count: table.files.count)
    let remembered = try writer.recall(table, into: &evidence)
    let refined = try refine(table, &evidence, options, started: clock, writer: writer, monitor: monitor)
    let looked = options.kinds ? try lookAtKinds(table, options, writer: writer, monitor: monitor) : nil

    monitor.begin(.storing)
    var scan = finished(walked, evidence: evidence, refined)
    scan.mediaTypes = looked?.types
    scan.faults = merged(scan.faults, looked?.faults ?? [])
    scan.counts.faults = scan.faults.count
    scan.counts.remembered = remembered
    scan.seconds = seconds(since: clock)
    let ids = try writer.finish(scan, threads: options.threads)
    monitor.begin(.done)
    return report(scan, ids: ids, number: writer.number, options: options, seconds: seconds(since: clock))
}

/// Puts together what is to be stored.
private func finished(
    _ walked: WalkedTrees, evidence: [ContentEvidence], _ refined: RefinedContents
) -> FinishedScan {
    let table = walked.table
    let measures = (0..<refined.groups.count).map { refined.groups.measure($0, in: table) }
    var scan = FinishedScan(
        table: table, evidence: evidence, groups: refined.groups, measures: measures,
        kinds: kindsByExtension(table))
    scan.faults = walked.faults + refined.faults
    scan.passedOver = PassedOver.Reason.allCases.compactMap { reason in
        walked.passedOver[reason] > 0 ? (String(describing: reason), walked.passedOver[reason]) : nil
    }
    scan.steps = refined.steps
    scan.isComplete = refined.isComplete
    scan.counts = counts(of: table)
    scan.counts.groups = measures.count
    scan.counts.duplicateFiles = measures.reduce(0) { $0 + $1.files }
    scan.counts.reclaimable = measures.reduce(0) { $0 + Int($1.reclaimable) }
    scan.counts.bytesRead = scan.steps.reduce(0) { $0 + Int($1.bytesRead) }
    return scan
}

/// What files are by their content, beyond what is remembered; and what could not be read.
private func lookAtKinds(
    _ table: FileTable, _ options: ScanOptions, writer: ScanWriter, monitor: RunMonitor
) throws -> (types: MediaTypes, faults: [FileFault]) {
    var types = try writer.recalledMediaTypes()
    let faults = try lookUpMediaTypes(table, into: &types, threads: options.threads, monitor: monitor)
    return (types, faults)
}

private func walk(
    _ options: ScanOptions, database: FileDatabase, monitor: RunMonitor
) throws -> WalkedTrees {
    var walk = options.walk
    walk.except.formUnion(database.identities)
    return try walkTrees(
        options.roots.map(absolutePath), options: walk, threads: options.threads, monitor: monitor)
}

private func refine(
    _ table: FileTable, _ evidence: inout [ContentEvidence], _ options: ScanOptions,
    started: ContinuousClock.Instant, writer: ScanWriter, monitor: RunMonitor
) throws -> RefinedContents {
    var refine = options.refine
    refine.threads = options.threads
    refine.audit = options.audit
    refine.scan = UInt32(truncatingIfNeeded: writer.number)
    refine.deadline = options.limit.map { started + .seconds($0) }
    do {
        return try refineByContent(table, evidence: &evidence, options: refine, monitor: monitor) {
            try writer.keep($0, $1, of: table)
        }
    } catch {
        // What was read by then is not read again. The first error is the one to tell.
        try? writer.flush()
        throw error
    }
}

/// Faults of two passes over the same files, a path once.
private func merged(_ faults: [FileFault], _ others: [FileFault]) -> [FileFault] {
    let known = Set(faults.map(\.path))
    return faults + others.filter { !known.contains($0.path) }
}

/// The paths of a table's roots, in its order.
func rootPaths(of table: FileTable) -> [[UInt8]] {
    table.directories.indices.filter { table.isRoot(UInt32($0)) }.map {
        table.path(ofDirectory: UInt32($0))
    }
}

private func report(
    _ scan: FinishedScan, ids: [Int64], number: Int, options: ScanOptions, seconds: Double
) -> ScanReport {
    let order = scan.measures.indices.sorted {
        (scan.measures[$1].reclaimable, $0) < (scan.measures[$0].reclaimable, $1)
    }
    let largest = order.prefix(10).map { group in
        let first = Int(scan.groups[group][scan.groups[group].startIndex])
        let measure = scan.measures[group]
        return ScanReport.Group(
            id: ids[group], size: scan.table.files[first].facts.size, files: measure.files,
            inodes: measure.inodes, reclaimable: measure.reclaimable,
            path: shown(path: scan.table.path(ofFile: first)))
    }
    return ScanReport(
        scan: number, database: options.database,
        roots: rootPaths(of: scan.table).map { shown(path: $0) }, filter: options.filter,
        isComplete: scan.isComplete, counts: scan.counts,
        passedOver: Dictionary(uniqueKeysWithValues: scan.passedOver.map { ($0.reason, $0.entries) }),
        steps: scan.steps, largest: largest, faults: scan.faults.prefix(100).map(ScanReport.Fault.init),
        warnings: [], seconds: seconds)
}

/// Nanoseconds since 1970.
func nanosecondsNow() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

func seconds(since start: ContinuousClock.Instant) -> Double {
    let elapsed = ContinuousClock.now - start
    return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
}

extension ScanOptions {
    /// Everything that was asked for, as JSON, for the database.
    var json: String {
        struct Stored: Encodable {
            var filter: String
            var verify: Bool
            var hashAll: Bool
            var audit: Double
            var kinds: Bool
            var limit: Double?
        }
        let stored = Stored(
            filter: filter, verify: refine.verify, hashAll: refine.hashAll, audit: audit, kinds: kinds,
            limit: limit)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(stored)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
