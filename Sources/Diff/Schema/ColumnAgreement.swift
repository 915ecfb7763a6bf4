import Records

/// How often the values of a left column and a right column agree, and whether that tells anything.
struct ColumnAgreement {
    /// Share of the records on which they agree, of those with a value on either side.
    var share: Double
    /// Records that were looked at.
    var records: Int
    /// Different values on the left: a constant column agrees with any other of the same constant.
    var distinct: Int

    /// So high a share of such values is no accident.
    var isConvincing: Bool { share >= 0.8 && distinct >= 2 && records >= ColumnAgreement.fewest }

    /// Records below which nothing is concluded.
    static let fewest = 5
}

/// Pairs of records with the same key, read again: what columns are judged by.
public struct PairSample: Sendable {
    let left: FetchedSide
    let right: FetchedSide
    let pairs: [(left: Int, right: Int)]

    /// Pairs in the sample.
    public var count: Int { pairs.count }

    /// Compares two columns record by record.
    func agreement(_ one: Int, _ other: Int) -> ColumnAgreement {
        var (agreeing, records) = (0, 0)
        var values: Set<UInt64> = []
        for pair in pairs {
            let (a, b) = (left.field(pair.left, one), right.field(pair.right, other))
            if a.isEmpty && b.isEmpty { continue }
            records += 1
            if equalBytes(a, b) {
                agreeing += 1
                if values.count < 3 { values.insert(xxh3(a)) }
            }
        }
        return ColumnAgreement(
            share: records == 0 ? 0 : Double(agreeing) / Double(records), records: records,
            distinct: values.count)
    }

    /// Share of the left values beyond ASCII whose right counterpart is their wreck: decoded twice, or with
    /// U+FFFD in place of what could not be decoded.
    public func brokenTextShare(_ columns: [ComparedColumns.Pair]) -> (share: Double, values: Int) {
        var (values, broken) = (0, 0)
        for column in columns {
            for pair in pairs {
                let (a, b) = (left.field(pair.left, column.left), right.field(pair.right, column.right))
                guard a.contains(where: { $0 >= 0x80 }) else { continue }
                values += 1
                if !equalBytes(a, b) && isWreck(b, of: a) { broken += 1 }
            }
        }
        return (values == 0 ? 0 : Double(broken) / Double(values), values)
    }
}

/// Whether a text is another one after a decoding gone wrong.
private func isWreck(_ text: UnsafeBufferPointer<UInt8>, of original: UnsafeBufferPointer<UInt8>) -> Bool {
    let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]
    if contains(text, replacement) && !contains(original, replacement) { return true }
    // UTF-8 read as Latin-1 or Windows-1252 and written as UTF-8 again: each byte became a character.
    let letters = { (bytes: UnsafeBufferPointer<UInt8>) in
        bytes.filter { $0 < 0x80 && $0 != UInt8(ascii: "?") }
    }
    guard letters(text) == letters(original) else { return false }
    let characters = text.count { $0 & 0xC0 != 0x80 }
    let questionMarks = text.count { $0 == UInt8(ascii: "?") } - original.count { $0 == UInt8(ascii: "?") }
    return characters == original.count || (text.allSatisfy { $0 < 0x80 } && questionMarks > 0)
}

private func contains(_ text: UnsafeBufferPointer<UInt8>, _ part: [UInt8]) -> Bool {
    guard text.count >= part.count else { return false }
    return (0...text.count - part.count).contains { start in
        part.indices.allSatisfy { text[start + $0] == part[$0] }
    }
}

extension ComparedSources {
    /// Reads some of the pairs again that the join has drawn.
    ///
    /// - Parameter limit: pairs at most.
    public func pairSample(limit: Int = 1000, monitor: RunMonitor) throws -> PairSample {
        let pairs = Array(joined.sample.prefix(limit))
        let lefts = pairs.map(\.left)
        let rights = pairs.map(\.right).sorted()
        let index = Dictionary(uniqueKeysWithValues: rights.enumerated().map { ($1, $0) })
        let (leftSide, rightSide) = (leftSide, rightSide)
        let (left, right) = try together(
            { try FetchedSide(leftSide, places: lefts, areLocated: false, threads: 1, monitor: monitor) },
            { try FetchedSide(rightSide, places: rights, areLocated: false, threads: 1, monitor: monitor) })
        return PairSample(
            left: left, right: right,
            pairs: pairs.enumerated().map { ($0, index[$1.right] ?? 0) })
    }
}
