import FileRecords
import FileStore
import FileTrees
import Foundation
import Records

extension CompareRun {
    /// Stores every row, and what was asked and answered.
    func store(in target: ComparisonFile) throws {
        var facts: [(name: String, value: String)] = [
            ("left", report.left.path), ("right", report.right.path),
            ("question", report.question.rawValue), ("holds", report.holds ? "yes" : "no"),
            ("is_verified", report.isVerified ? "yes" : "no"),
            ("created", Date.now.formatted(.iso8601)),
        ]
        if let scan = report.left.scan { facts.append(("left_scan", String(scan))) }
        if let scan = report.right.scan { facts.append(("right_scan", String(scan))) }
        try target.publish(facts: facts, rows: comparison.rows.lazy.map(stored))
    }

    private func stored(_ row: TreeComparison.Row) -> ComparisonFile.Row {
        let facts = row.left.map(left.facts) ?? row.right.map(right.facts)
        return ComparisonFile.Row(
            kind: row.kind.name, doubt: row.doubt == .none ? nil : row.doubt.clause,
            attributes: row.attributes.isEmpty ? nil : row.attributes.names.joined(separator: ","),
            isMissing: row.isMissing, type: facts.map { "\($0.type)" } ?? "unknown",
            left: row.left.map { place($0, left) }, right: row.right.map { place($0, right) })
    }

    private func place(_ entry: TreeEntry, _ side: TreeContents) -> ComparisonFile.Place {
        ComparisonFile.Place(path: side.path(entry), size: side.facts(entry).size)
    }
}
