import Records

/// The distinct values of one column of a sample, blanks at their ends aside, in order of first sight.
///
/// Looking at each once is what makes profiling cheap where values repeat. The values point into the
/// batches, which must outlive this.
struct DistinctValues {
    private(set) var values: [Bytes] = []
    /// How often each stands.
    private(set) var counts: [Int] = []
    private(set) var records = 0
    /// Plain integers that are one more than the value of the record before.
    private(set) var successors = 0

    init(_ batches: [RawBatch], column: Int) {
        var places: [UInt64: Int] = [:]
        for batch in batches {
            var previous: Int?
            for record in 0..<batch.recordCount {
                let value = batch.field(record, column).trimmed
                records += 1
                let number = shortInteger(value)
                if let previous, let number, number == previous + 1 { successors += 1 }
                previous = number
                let hash = xxh3(value)
                if let place = places[hash] {
                    counts[place] += 1
                } else {
                    places[hash] = values.count
                    values.append(value)
                    counts.append(1)
                }
            }
        }
    }
}

/// Digits alone, at most 18 of them.
private func shortInteger(_ value: Bytes) -> Int? {
    guard (1...18).contains(value.count) else { return nil }
    var number = 0
    for byte in value {
        guard byte.isDigit else { return nil }
        number = number * 10 + Int(byte & 15)
    }
    return number
}
