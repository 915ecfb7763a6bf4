import Records
import Resolve

/// What people decided: `left_id,right_id,verdict`, the verdict being match (must-link) or no match
/// (must-not-link).
///
/// - Throws: `TieoutError` with the record's place for an unknown id or verdict.
func readDecisions(_ path: String, tables: TablePair) throws -> [PersonDecision] {
    let file = try PairFile(path)
    let ids = try file.idColumns(nil, path: path)
    guard let verdict = file.columns.firstIndex(of: "verdict") ?? (file.columns.count > 2 ? 2 : nil) else {
        throw TieoutError("has no column 'verdict'", at: path, remedy: "give left_id,right_id,verdict")
    }
    let left = RecordFinder(tables.left)
    let right = tables.isDedupe ? left : RecordFinder(tables.right)
    var decided: [[RecordIndex]: (number: Int, verdict: PersonDecision.Verdict)] = [:]
    return try file.rows.enumerated().map { number, row in
        func record(_ finder: RecordFinder, _ column: Int) throws -> RecordIndex {
            guard let found = finder.find(row[column]) else {
                throw TieoutError(
                    "decision \(number + 1) is about '\(row[column])', which no record has as its id",
                    at: path,
                    remedy: "correct the id, or remove the decision")
            }
            return found
        }
        guard let meaning = meaning(of: row[verdict]) else {
            throw TieoutError(
                "decision \(number + 1) has the verdict '\(row[verdict])'", at: path,
                remedy: "write match or no match")
        }
        let decision = PersonDecision(
            left: try record(left, ids.left), right: try record(right, ids.right), verdict: meaning)
        // Within one source a pair has no sides.
        let turned = tables.isDedupe && decision.left > decision.right
        let pair = turned ? [decision.right, decision.left] : [decision.left, decision.right]
        if let (earlier, verdict) = decided[pair], verdict != meaning {
            throw TieoutError(
                "decisions \(earlier + 1) and \(number + 1) say both of '\(row[ids.left])' and '\(row[ids.right])'",
                at: path, remedy: "keep one of them")
        }
        decided[pair] = (number, meaning)
        return decision
    }
}

private func meaning(of verdict: String) -> PersonDecision.Verdict? {
    switch verdict.lowercased().filter({ $0 != " " && $0 != "-" && $0 != "_" }) {
    case "match", "mustlink", "link", "yes", "true", "1", "same": .mustLink
    case "nomatch", "nonmatch", "mustnotlink", "notlink", "no", "false", "0", "different": .mustNotLink
    default: nil
    }
}
