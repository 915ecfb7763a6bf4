import Records
import Synchronization

/// Profiles every column of a sample.
///
/// Two passes: the first counts what decides the kinds, the second sketches the values in the canonical
/// form of their kind.
///
/// - Parameters:
///   - batches: the sample; all batches equally wide.
///   - names: the columns' names, one each.
///   - threads: how many columns are looked at side by side; the result does not depend on it.
/// - Complexity: O(bytes), about 1 µs for a distinct value.
public func profileColumns(_ batches: [RawBatch], names: [String], threads: Int = 1) -> [ColumnProfile] {
    precondition(batches.allSatisfy { $0.columnCount == names.count }, "as many names as columns")
    var profiles = eachColumn(batches, names, threads)
    let directions = profiles.filter(\.isDirection)
    for column in names.indices where profiles[column].mayLackSign {
        profiles[column].signed = directions.map {
            SignedView(batches, amount: profiles[column], direction: $0)
        }
    }
    return profiles
}

private func eachColumn(_ batches: [RawBatch], _ names: [String], _ threads: Int) -> [ColumnProfile] {
    let found = Mutex<[ColumnProfile]>([])
    let work = WorkCounter(total: names.count, step: 1)
    do {
        try onThreads(max(1, min(threads, names.count))) { _ in
            while let columns = work.take() {
                for column in columns {
                    let profile = ColumnProfile(batches, column: column, name: names[column])
                    found.withLock { $0.append(profile) }
                }
            }
        }
    } catch {
        preconditionFailure("profiling a column throws nothing")
    }
    return found.withLock { $0.sorted { $0.index < $1.index } }
}

extension ColumnProfile {
    fileprivate init(_ batches: [RawBatch], column: Int, name: String) {
        // The distinct values point into the batches.
        self = withExtendedLifetime(batches) {
            let distinct = DistinctValues(batches, column: column)
            var profile = ColumnProfile(ColumnTally(distinct), name: name, index: column)
            profile.sketch(distinct)
            return profile
        }
    }

    /// All but the sketches.
    private init(_ tally: ColumnTally, name: String, index: Int) {
        let choice = KindChoice(tally, ColumnName(name))
        let dayEvidence = tally.firstOver12 + tally.secondOver12
        let markEvidence = tally.commaDecimals + tally.dotDecimals
        self.init(
            name: name, index: index, records: tally.records, nulls: tally.records - tally.filled,
            distinct: tally.distinct, kind: choice.kind, kindShare: choice.share,
            format: columnFormat(tally, choice.kind),
            // A few typing errors show nothing.
            dayOrderIsKnown: choice.kind == .date && dayEvidence * 50 >= tally.date,
            decimalMarkIsKnown: markEvidence * 50 >= tally.numeric && markEvidence > 0,
            meanLength: tally.share(tally.bytes), maxLength: tally.maxLength,
            meanWords: tally.share(tally.words),
            numericShare: tally.share(tally.numeric), dateShare: tally.share(tally.date),
            emailShare: tally.share(tally.email),
            isInteger: tally.filled > 0 && tally.plainInteger == tally.filled,
            isUUID: tally.filled > 0 && tally.uuid == tally.filled,
            // The first record of a batch has no predecessor.
            isSerial: tally.filled > 2 && tally.plainInteger == tally.filled
                && tally.successors * 10 >= (tally.filled - 1) * 9,
            negativeShare: tally.numeric == 0 ? 0 : Double(tally.negative) / Double(tally.numeric),
            allNonNegative: tally.numeric > 0 && tally.negative == 0,
            directionShare: tally.share(tally.debit + tally.credit),
            debitShare: Double(tally.debit) / Double(max(1, tally.debit + tally.credit)),
            quantiles: tally.share(tally.numeric) < 0.5 ? [] : elevenQuantiles(tally.numbers),
            values: ValueSketch([]), texts: ValueSketch([]), words: ValueSketch([]), grams: [], signed: [])
    }

    /// Debit and credit words, at most a handful of different ones.
    fileprivate var isDirection: Bool {
        directionShare >= 0.95 && distinct <= 6 && debitShare > 0 && debitShare < 1
    }

    /// Amounts that could take their sign from another column.
    fileprivate var mayLackSign: Bool { numericShare >= 0.85 && allNonNegative && !isSerial && distinct > 2 }

    private mutating func sketch(_ column: DistinctValues) {
        var sketcher = ColumnSketcher(kind: kind, format: format)
        for (value, count) in zip(column.values, column.counts) { sketcher.add(value, count) }
        values = ValueSketch(sketcher.values)
        texts = ValueSketch(sketcher.texts)
        words = ValueSketch(sketcher.words)
        grams = sketcher.grams.shares()
    }
}

/// How the column writes its values, as far as its kind cares.
private func columnFormat(_ tally: ColumnTally, _ kind: FieldKind) -> ValueFormat {
    ValueFormat(
        dayFirst: kind == .date && tally.firstOver12 > tally.secondOver12,
        yearLast: kind == .date && tally.dateWithYearLast * 2 > tally.date,
        decimalComma: tally.numeric * 2 > tally.filled && tally.commaDecimals > tally.dotDecimals,
        internationalZeros: kind == .phone && tally.doubleZero > 0)
}

extension SignedView {
    fileprivate init(_ batches: [RawBatch], amount: ColumnProfile, direction: ColumnProfile) {
        var hashes: [UInt64] = []
        var turned: [UInt64] = []
        var negative = 0
        for batch in batches {
            for record in 0..<batch.recordCount {
                let word = batch.field(record, direction.index)
                guard let value = signedAmount(batch.field(record, amount.index), word, amount.format) else {
                    continue
                }
                if value < 0 { negative += 1 }
                hashes.append(numberHash(value))
                turned.append(numberHash(0 - value))
            }
        }
        self.init(
            direction: direction.index, negativeShare: Double(negative) / Double(max(1, hashes.count)),
            values: ValueSketch(hashes), turned: ValueSketch(turned))
    }
}

/// The hash of a number's canonical bytes.
private func numberHash(_ value: Double) -> UInt64 {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 8) { buffer in
        guard let base = buffer.baseAddress else { return 0 }
        return xxh3(base, writeNumber(value, to: base))
    }
}

private func elevenQuantiles(_ numbers: [Double]) -> [Double] {
    let sorted = numbers.sorted()
    guard let last = sorted.indices.last else { return [] }
    return (0...10).map { sorted[last * $0 / 10] }
}
