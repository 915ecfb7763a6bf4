import Records
import TestSupport

/// A table of texts; an empty text is a null.
func table(_ records: [[String]]) -> Table {
    let fieldCount = records.first?.count ?? 3
    var segment = RowSegment(
        sequence: 0, signatures: Array(repeating: .characters, count: fieldCount), capacity: 0)
    for record in records { segment.append(record.map { Array($0.utf8) }) }
    return Table(segments: [segment.seal()], fieldCount: fieldCount, hasIds: false)
}

/// Small records in which values often agree: words, a code and a date, a sixth of them null.
func smallRecords(_ count: Int, _ random: inout Seeded) -> [[String]] {
    let words = ["anna", "ana", "bo", "catherine", "kathryn", "smith", "smyth", "14", "x9", "st", "é"]
    let codes = ["ab12", "ab19", "zz", "12", "a-1-2", "q", "ab12cd"]
    let dates = ["19800101", "19800000", "19810101", "19800112", "19811200", "20010101", "1980"]
    func maybe(_ value: String, _ random: inout Seeded) -> String {
        Int.random(in: 0..<6, using: &random) == 0 ? "" : value
    }
    return (0..<count).map { _ in
        let text = (0..<Int.random(in: 1...4, using: &random))
            .map { _ in words[Int.random(in: 0..<words.count, using: &random)] }.joined(separator: " ")
        return [
            maybe(text, &random), maybe(codes[Int.random(in: 0..<codes.count, using: &random)], &random),
            maybe(dates[Int.random(in: 0..<dates.count, using: &random)], &random),
        ]
    }
}
