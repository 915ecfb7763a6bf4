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
        let leftContents = tables.left.contentHashes
        let rightContents = tables.isDedupe ? leftContents : tables.right.contentHashes
        isLeftFirst = leftContents.reduce(0, &+) <= rightContents.reduce(0, &+)
        let (leftSalt, rightSalt): (UInt64, UInt64) = isLeftFirst ? (1, 2) : (2, 1)
        let isDedupe = tables.isDedupe
        self.isDedupe = isDedupe
        let half = max(1, threads / 2)
        let (l, other) = try together(threads: threads) {
            try PlanSample.draw(leftContents, salt: leftSalt, most: most, threads: half)
        } _: {
            try isDedupe ? nil : PlanSample.draw(rightContents, salt: rightSalt, most: most, threads: half)
        }
        let r = other ?? l
        (left, leftByContent) = (l.inOrder, l.byContent)
        (right, rightByContent) = (r.inOrder, r.byContent)
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

    /// - Returns: the records that are drawn, as they come and by content; and those that a sample four times as large
    ///   would have, or one of an eighth of all.
    private static func draw(
        _ contents: [UInt64], salt: UInt64, most: Int, threads: Int
    ) throws -> (inOrder: [RecordIndex], byContent: [RecordIndex], wider: [RecordIndex]) {
        func limit(_ most: Int) -> UInt64 {
            let share = Double(most) / Double(max(contents.count, 1))
            return share >= 1 ? .max : UInt64(Double(UInt64.max) * share)
        }
        let (narrow, wide) = (limit(most), limit(max(4 * most, contents.count / 8)))
        let drawn = try draw(contents, salt: salt, limit: wide, threads: threads)
        let sample = drawn.filter { $0.order <= narrow }
        let byContent = sample.sorted { ($0.order, $0.record) < ($1.order, $1.record) }
        return (sample.map(\.record), byContent.map(\.record), drawn.map(\.record))
    }

    /// The records that are drawn, in their order. Copies of one record are drawn or not each for itself, as unlike
    /// records are: were they drawn together, pairs of them would be far too many.
    private static func draw(
        _ contents: [UInt64], salt: UInt64, limit: UInt64, threads: Int
    ) throws -> [Drawn] {
        var copies = try copies(contents, threads: threads)[...]
        var drawn: [Drawn] = []
        for (record, content) in contents.enumerated() {
            let isCopy = copies.first.map { Int($0.record) == record } ?? false
            let number = isCopy ? copies.removeFirst().number : 0
            let order = combine(combine(content, UInt64(number)), salt)
            if order <= limit { drawn.append(Drawn(order: order, record: RecordIndex(record))) }
        }
        return drawn
    }

    /// The records whose content stood before, ascending, each with how often it did.
    private static func copies(
        _ contents: [UInt64], threads: Int
    ) throws -> [(record: RecordIndex, number: Int)] {
        var copies: [(record: RecordIndex, number: Int)] = []
        try RepeatedHashes(contents, threads: threads).forEach { records in
            for (number, record) in records.enumerated().dropFirst() { copies.append((record, number)) }
        }
        return copies.sorted { $0.record < $1.record }
    }

    private struct Drawn {
        var order: UInt64
        var record: RecordIndex
    }
}

private func share(_ records: [RecordIndex], of all: Int) -> Double {
    Double(records.count) / Double(max(all, 1))
}
