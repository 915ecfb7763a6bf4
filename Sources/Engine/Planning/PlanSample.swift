import Blocking
import Records

/// The records of both sides that a plan is learnt from, drawn by what they hold: neither their order nor
/// their ids decide who is in it.
struct PlanSample: Sendable {
    /// In the order of the records.
    let left: [RecordIndex]
    /// Equal to `left` in a dedupe.
    let right: [RecordIndex]
    let isDedupe: Bool
    /// The left source comes first in whatever tells the sides apart: also when they are exchanged, the same
    /// source does.
    let isLeftFirst: Bool
    /// Share of all pairs that lie inside the sample.
    let fraction: Double
    /// The same records, in an order that their contents give.
    let leftByContent: [RecordIndex]
    let rightByContent: [RecordIndex]
    /// The sample and about three times as many records more, and an eighth of all at least: enough to see how rare a
    /// word is.
    let wider: WordSample

    /// - Parameter most: records to draw of each side, about; all where there are no more.
    /// - Complexity: O(records × fields).
    init(_ tables: TablePair, most: Int, threads: Int) throws {
        let leftContents = try contentHashes(tables.left, threads: threads)
        let rightContents = tables.isDedupe ? leftContents : try contentHashes(tables.right, threads: threads)
        isLeftFirst = leftContents.reduce(0, &+) <= rightContents.reduce(0, &+)
        let (leftSalt, rightSalt): (UInt64, UInt64) = isLeftFirst ? (1, 2) : (2, 1)
        let isDedupe = tables.isDedupe
        self.isDedupe = isDedupe
        let (l, other) = try together(threads: threads) {
            PlanSample.draw(leftContents, salt: leftSalt, most: most)
        } _: {
            isDedupe ? nil : PlanSample.draw(rightContents, salt: rightSalt, most: most)
        }
        let r = other ?? l
        (left, leftByContent) = (l.byContent.sorted(), l.byContent)
        (right, rightByContent) = (r.byContent.sorted(), r.byContent)
        fraction = share(left, of: tables.left.count) * share(right, of: tables.right.count)
        wider = WordSample(left: l.wider, right: isDedupe ? [] : r.wider)
    }

    /// A sample of so many of each side of this one, if it has more.
    init(_ all: PlanSample, most: Int) {
        isDedupe = all.isDedupe
        isLeftFirst = all.isLeftFirst
        leftByContent = Array(all.leftByContent.prefix(most))
        rightByContent = Array(all.rightByContent.prefix(most))
        left = leftByContent.sorted()
        right = isDedupe ? left : rightByContent.sorted()
        wider = all.wider
        fraction =
            all.fraction * share(left, of: all.left.count) * share(right, of: all.right.count)
    }

    /// Pairs inside the sample.
    var pairCount: Double {
        isDedupe ? Double(left.count) * Double(left.count - 1) / 2 : Double(left.count) * Double(right.count)
    }

    /// - Returns: the records that are drawn, by content; and those that a sample four times as large would have, or
    ///   one of an eighth of all.
    private static func draw(
        _ contents: [UInt64], salt: UInt64, most: Int
    ) -> (byContent: [RecordIndex], wider: [RecordIndex]) {
        func limit(_ most: Int) -> UInt64 {
            let share = Double(most) / Double(max(contents.count, 1))
            return share >= 1 ? .max : UInt64(Double(UInt64.max) * share)
        }
        let (narrow, wide) = (limit(most), limit(max(4 * most, contents.count / 8)))
        // Records with one content stay together.
        let parts = HashParts(hashes: contents.count, threads: 1)
        let drawn = (0..<parts.count).flatMap {
            draw(contents, part: $0, of: parts, salt: salt, limit: wide)
        }
        let sample = drawn.filter { $0.order <= narrow }.sorted {
            ($0.order, $0.record) < ($1.order, $1.record)
        }
        return (sample.map(\.record), drawn.map(\.record))
    }

    /// The records of one part that are drawn. Copies of one record are drawn or not each for itself, as
    /// unlike records are: were they drawn together, pairs of them would be far too many.
    private static func draw(
        _ contents: [UInt64], part: Int, of parts: HashParts, salt: UInt64, limit: UInt64
    )
        -> [Drawn]
    {
        let sieve = RepeatSieve(capacity: contents.count / parts.count)
        for content in contents where parts.part(of: content) == part { sieve.add(content) }
        var copies = HashCounts(capacity: 0)
        var drawn: [Drawn] = []
        for (record, content) in contents.enumerated() where parts.part(of: content) == part {
            let copy = sieve.mayRepeat(content) ? copies.add(content) : 0
            let order = combine(combine(content, UInt64(copy)), salt)
            if order <= limit { drawn.append(Drawn(order: order, record: RecordIndex(record))) }
        }
        return drawn
    }

    private struct Drawn {
        var order: UInt64
        var record: RecordIndex
    }
}

private func share(_ records: [RecordIndex], of all: Int) -> Double {
    Double(records.count) / Double(max(all, 1))
}

/// A hash of all fields of each row, never 0: the sum of the hashes of fields, each times a number of the field's own
/// (multilinear hashing: Carter and Wegman 1979), mixed.
private func contentHashes(_ table: Table, threads: Int) throws -> [UInt64] {
    let factors = (0..<table.fieldCount).map { mixed(UInt64($0) + 1) | 1 }
    var hashes = [UInt64](repeating: 0, count: table.count)
    try hashes.withUnsafeMutableBufferPointer { hashes in
        nonisolated(unsafe) let hashes = hashes
        let work = WorkCounter(total: table.count, step: 16384)
        try onThreads(threads) { _ in
            while let range = work.take() {
                table.forEachBlock(of: range, .heads) { rows, first in
                    for (place, row) in rows.enumerated() {
                        var sum: UInt64 = 0
                        for (field, factor) in factors.enumerated() {
                            sum &+= UInt64(row.hash(field)) &* factor
                        }
                        hashes[range.lowerBound + first + place] = max(mixed(sum), 1)
                    }
                }
            }
        }
    }
    return hashes
}
