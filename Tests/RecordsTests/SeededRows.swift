import Records
import TestSupport

/// Records as plain arrays: what a table must give back.
struct PlainRecord: Equatable {
    var id: [UInt8]
    var fields: [[UInt8]]

    /// Random records; about a third of the values are null, a few are long.
    static func random(_ count: Int, fieldCount: Int, _ random: inout Seeded) -> [PlainRecord] {
        (0..<count).map { _ in
            let fields = (0..<fieldCount).map { _ -> [UInt8] in
                let length: Int
                switch Int.random(in: 0..<12, using: &random) {
                case 0..<4: length = 0
                case 11: length = Int.random(in: 200..<3000, using: &random)
                default: length = Int.random(in: 1..<20, using: &random)
                }
                return (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            }
            let idLength = Int.random(in: 0..<9, using: &random)
            return PlainRecord(
                id: (0..<idLength).map { _ in UInt8.random(in: 0...255, using: &random) }, fields: fields)
        }
    }
}

/// Writes records into a segment as a normaliser does. `spare` bytes more room than needed are asked
/// for, and left unused.
func segment(
    _ records: ArraySlice<PlainRecord>, sequence: Int, fieldCount: Int, capacity: Int = 0, spare: Int = 0,
    arena: RowArena = RowArena()
) -> SealedSegment {
    var segment = RowSegment(
        sequence: sequence, signatures: Array(repeating: .characters, count: fieldCount), capacity: capacity,
        arena: arena)
    for record in records { segment.append(record.fields, id: record.id, spare: spare) }
    return segment.seal()
}

extension Table {
    /// Everything in the table as plain records.
    var plain: [PlainRecord] {
        (0..<count).map { number in
            let row = self[RecordIndex(number)]
            return PlainRecord(
                id: id(RecordIndex(number)), fields: (0..<fieldCount).map { Array(row.bytes($0)) })
        }
    }
}
