import Foundation
import Ingest
import Linkage
import Records
import ResultStore
import Scoring

/// A past run, its sources read again: what explains and judges its pairs.
struct ReopenedRun {
    let reader: ResultReader
    let run: RunRecord
    let options: MatchOptions
    let sources: OpenedSources
    let loaded: LoadedTables
    let plan: MatchPlan

    /// - Throws: `TieoutError` if the file is no result, or if a source has gone or changed.
    init(_ path: String) throws {
        reader = try ResultReader(path: path)
        run = try reader.run()
        let stored = try decodePlan(run.plan, path: path)
        guard let leftRow = run.sources.first else {
            throw TieoutError("remembers no source", at: path, remedy: "run the match again")
        }
        let rightRow = run.sources.count > 1 ? run.sources[1] : nil
        var options = try MatchOptions(stored.job, left: leftRow.path, right: rightRow?.path, place: path)
        options.leftReading = try decodeReading(leftRow.reading, path: path)
        if let rightRow { options.rightReading = try decodeReading(rightRow.reading, path: path) }
        options.cardinality = stored.cardinality
        let monitor = RunMonitor(run: "reopen \(path)")
        if stored.text != nil { options.method = .text }
        let opened = try openSources(options)
        sources = stored.text == nil ? opened : opened.asText()
        loaded = try loadTables(sources, options: options, monitor: monitor)
        try requireUnchanged(leftRow, loaded.left)
        if let rightRow, let read = loaded.right { try requireUnchanged(rightRow, read) }
        if let text = stored.text {
            plan = textPlan(sources, text)
            self.options = options
            return
        }
        plan = try Planner(loaded, sources: sources, options: options, monitor: monitor)
            .recalled(stored.model)
        self.options = options
    }
}

extension Planner {
    /// The plan of a past run: its rules and its model as they were.
    func recalled(_ model: LinkageModel) throws -> MatchPlan {
        MatchPlan(
            fields: fields, comparisons: comparisons, terms: termScales(model),
            rules: try compileRules(options.rules ?? [], fields: fields), model: model, expectedMatches: 0)
    }
}

/// The plan inside a result.
func storedPlan(of path: String) throws -> StoredPlan {
    try decodePlan(try ResultReader(path: path).run().plan, path: path)
}

private func decodePlan(_ json: String, path: String) throws -> StoredPlan {
    do { return try JSONDecoder().decode(StoredPlan.self, from: Data(json.utf8)) } catch {
        throw TieoutError("its plan cannot be read: \(error)", at: path, remedy: "run the match again")
    }
}

private func decodeReading(_ json: String, path: String) throws -> ReadOptions {
    do { return try JSONDecoder().decode(ReadOptions.self, from: Data(json.utf8)) } catch {
        throw TieoutError(
            "what it keeps of how its sources were read is damaged: \(error)", at: path,
            remedy: "run the match again")
    }
}

private func requireUnchanged(_ row: SourceRecord, _ read: ReadSummary) throws {
    guard row.fingerprint == read.fingerprint else {
        throw TieoutError(
            "has changed since the result was written", at: row.path,
            remedy: "run the match again, or put the file back as it was")
    }
}
