import Records

/// Of the pairs of each record its heaviest, whatever its partner's others weigh.
///
/// - Parameters:
///   - records: the record of each pair that chooses.
///   - weights: of the pairs; ties fall to the earlier pair.
///   - among: the pairs to choose from, by number, ascending.
///   - count: records there are.
/// - Returns: numbers of the pairs chosen, ascending.
/// - Complexity: O(pairs + records).
public func bestOfEach(records: [RecordIndex], weights: [Double], among: [Int], count: Int) -> [Int] {
    var best = [Int](repeating: -1, count: count)
    for pair in among {
        let record = Int(records[pair])
        if best[record] < 0 || weights[pair] > weights[best[record]] { best[record] = pair }
    }
    return best.filter { $0 >= 0 }.sorted()
}
