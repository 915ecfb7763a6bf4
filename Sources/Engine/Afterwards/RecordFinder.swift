import Records

/// Finds records by id.
///
/// Open addressing over id hashes, confirmed by the id's bytes.
struct RecordFinder {
    private let table: Table
    private var slots: [RecordIndex?]

    /// - Complexity: O(records).
    init(_ table: Table) {
        self.table = table
        var size = 1024
        while size < table.count * 2 { size *= 2 }
        slots = Array(repeating: nil, count: table.hasIds ? size : 0)
        guard table.hasIds else { return }
        for record in 0..<RecordIndex(table.count) {
            var place = table.withIdBytes(record) { Int(truncatingIfNeeded: xxh3($0)) } & (size - 1)
            while slots[place] != nil { place = (place + 1) & (size - 1) }
            slots[place] = record
        }
    }

    /// The record with that id, nil if there is none.
    func find(_ id: UnsafeBufferPointer<UInt8>) -> RecordIndex? {
        guard table.hasIds else {
            guard let number = Int(String(decoding: id, as: UTF8.self)), number >= 1, number <= table.count
            else {
                return nil
            }
            return RecordIndex(number - 1)
        }
        let mask = slots.count - 1
        var place = Int(truncatingIfNeeded: xxh3(id)) & mask
        while let record = slots[place] {
            if table.withIdBytes(record, { $0.elementsEqual(id) }) { return record }
            place = (place + 1) & mask
        }
        return nil
    }

    /// The record with that id, as a person wrote it.
    func find(_ id: String) -> RecordIndex? {
        var id = id
        return id.withUTF8 { find($0) }
    }
}
