import Blocking
import Foundation
import Linkage
import Normalise
import Records
import Scoring

/// A Fellegi–Sunter model, as `readModel` gives it.
public typealias LinkageModel = Linkage.LinkageModel

/// Comparisons, rules and model: chosen from the data, or as far as given, as given.
func makePlan(
    _ loaded: LoadedTables, sources: OpenedSources, options: MatchOptions, monitor: RunMonitor
) throws -> MatchPlan {
    let planner = try Planner(loaded, sources: sources, options: options, monitor: monitor)
    guard !planner.comparisons.isEmpty else {
        throw TieoutError(
            "no field is compared", at: options.left, remedy: "let at least one field in the job compare")
    }
    let given = try options.modelPath.map { try planner.modelFromFile($0) } ?? planner.modelByHand()
    let plan = try planner.plan(keeping: given)
    for warning in plan.warnings { monitor.warn(warning) }
    return plan
}

extension Planner {
    /// Makes the comparisons, and counts the words of the fields that ask how rare words are.
    init(_ loaded: LoadedTables, sources: OpenedSources, options: MatchOptions, monitor: RunMonitor) throws {
        let comparisons = try makeComparisons(
            sources.fields, given: options.fields, ofWords: sources.fieldsOfWords)
        try countWords(loaded.tables, for: comparisons, threads: options.threads)
        self.init(
            tables: loaded.tables, fields: sources.fields, comparisons: comparisons,
            termFields: loaded.counted, options: options, monitor: monitor)
    }

    /// A model that was trained before; its comparisons must be those of this run.
    func modelFromFile(_ path: String) throws -> LinkageModel {
        let model = try readModel(path)
        for (index, comparison) in comparisons.enumerated() {
            guard index < model.comparisons.count, model.comparisons[index].name == comparison.name,
                model.comparisons[index].labels == comparison.labels
            else {
                throw TieoutError(
                    "has no comparison '\(comparison.name)' with the levels of this run, in this place",
                    at: path,
                    remedy: "use the job the model was trained with, or train anew without --model")
            }
        }
        guard model.comparisons.count == comparisons.count else {
            throw TieoutError(
                "has \(model.comparisons.count) comparisons and this run has \(comparisons.count)", at: path,
                remedy: "use the job the model was trained with, or train anew without --model")
        }
        return model
    }
}

/// Reads a model file, or the model of a result.
///
/// - Throws: `TieoutError` for what is neither.
public func readModel(_ path: String) throws -> LinkageModel {
    if let stored = try? storedPlan(of: path) { return stored.model }
    let text = try readText(path)
    do { return try JSONDecoder().decode(LinkageModel.self, from: Data(text.utf8)) } catch {
        throw TieoutError(
            "is neither a model nor a Tieout result", at: path, remedy: "write one with --save-model")
    }
}

/// Checks, before anything runs, that the model may be written there: a new file, or one that holds a
/// model and may be replaced.
func requireModelPath(_ path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    let data = try? Data(contentsOf: URL(fileURLWithPath: path))
    guard let data, (try? JSONDecoder().decode(LinkageModel.self, from: data)) != nil else {
        throw TieoutError("exists and is no model", at: path, remedy: "give another name")
    }
}

/// Writes the model where `--save-model` says; a model that was written there before is replaced.
func saveModel(_ plan: MatchPlan, to path: String) throws {
    try requireModelPath(path)
    do {
        try Data((try encoded(plan.model) + "\n").utf8).write(
            to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
        throw TieoutError(
            "cannot be written: \(error.localizedDescription)", at: path,
            remedy: "give a file that can be written")
    }
}

/// JSON with sorted keys, the same for the same value.
func encoded(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}
