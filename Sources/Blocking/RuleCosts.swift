import Records
import Synchronization

/// What rules would cost on a sample: the keys of every expression are computed once, and a rule is
/// only a sum over them.
public final class RuleCosts: Sendable {
    /// Keys of the sampled records, expression after expression.
    private let left: KeyTable
    private let right: KeyTable
    /// The first slot of each expression.
    private let slots: [KeyExpression: Int]
    private let isDedupe: Bool
    private let threads: Int
    private let known = Mutex<[[KeyExpression]: Int]>([:])

    /// - Parameters:
    ///   - expressions: every expression that the rules will use.
    ///   - sample: records of both sides.
    /// - Complexity: O(records × expressions).
    public init(
        _ expressions: [KeyExpression], tables: TablePair,
        sample: (left: [RecordIndex], right: [RecordIndex]), words: WordStatistics, threads: Int
    ) throws {
        var slots: [KeyExpression: Int] = [:]
        var distinct: [KeyExpression] = []
        var next = 0
        for expression in expressions where slots[expression] == nil {
            slots[expression] = next
            distinct.append(expression)
            next += expression.part.width
        }
        self.slots = slots
        self.threads = threads
        isDedupe = tables.isDedupe
        let counts = try distinct.map { expression -> WordCounts? in
            if case .rareWords = expression.part { try words.counts(expression.field) } else { nil }
        }
        left = try KeyTable.build(
            expressions: distinct, words: counts, table: tables.left, records: sample.left, threads: threads)
        right =
            tables.isDedupe
            ? left
            : try KeyTable.build(
                expressions: distinct, words: counts, table: tables.right, records: sample.right,
                threads: threads)
    }

    /// Pairs that each rule brings; where an expression has several keys, a pair counts for each it shares.
    ///
    /// - Complexity: O(records) a rule, the first time it is asked for.
    public func pairs(_ rules: [[KeyExpression]]) throws -> [Int] {
        let work = WorkCounter(total: rules.count, step: 1)
        try onThreads(threads) { _ in
            var counter = KeyCounter()
            while let range = work.take() {
                for index in range where known.withLock({ $0[rules[index]] }) == nil {
                    let pairs = counter.pairs(
                        RuleKeys(rules[index], slots, of: left),
                        isDedupe ? nil : RuleKeys(rules[index], slots, of: right))
                    known.withLock { $0[rules[index]] = pairs }
                }
            }
        }
        return known.withLock { known in rules.map { known[$0] ?? 0 } }
    }
}

/// The keys of one rule, record by record.
private struct RuleKeys {
    /// Of an expression with several keys a record, the first keys of all records, then the second ones, and
    /// so on. Not beyond the life of the table.
    private let parts: [UnsafeMutablePointer<UInt64>]
    private let widths: [Int]
    private let width: Int
    private let records: Int

    init(_ rule: [KeyExpression], _ slots: [KeyExpression: Int], of keys: KeyTable) {
        parts = rule.compactMap { slots[$0] }.map(keys.column)
        widths = rule.map(\.part.width)
        width = widths.reduce(1) { max($0, $1) }
        records = keys.count
    }

    /// Keys that there are at most.
    var most: Int { records * width }

    /// Calls `body` with every key that is one.
    @inline(__always)
    func forEach(_ body: (UInt64) -> Void) {
        if parts.count == 1 {
            for place in 0..<most where parts[0][place] != 0 { body(parts[0][place]) }
            return
        }
        if width == 1 { return forEachJoined(body) }
        for slot in 0..<width {
            for record in 0..<records {
                var key: UInt64 = 0
                for index in parts.indices {
                    let part = parts[index][(widths[index] == 1 ? 0 : slot &* records) &+ record]
                    if part == 0 {
                        key = 0
                        break
                    }
                    key = index == 0 ? part : nonZero(folded(key, part))
                }
                if key != 0 { body(key) }
            }
        }
    }

    /// The same where every part has one key a record.
    @inline(__always)
    private func forEachJoined(_ body: (UInt64) -> Void) {
        let rest = parts.dropFirst()
        for place in 0..<records {
            var key = parts[0][place]
            for part in rest where key != 0 {
                key = part[place] == 0 ? 0 : nonZero(folded(key, part[place]))
            }
            if key != 0 { body(key) }
        }
    }
}

/// Counts of keys, used again from rule to rule: open addressing, at most half full.
///
/// A slot is one integer: 40 bits of the key, which with those that its place is taken from are nearly all,
/// and 24 bits of count. So the table of a sample stays in the nearer caches.
private struct KeyCounter {
    private var slots: [UInt64] = []
    private static let countBits: UInt64 = 24
    private static let countMask: UInt64 = 1 << countBits - 1

    mutating func pairs(_ left: RuleKeys, _ right: RuleKeys?) -> Int {
        precondition(left.most < Int(KeyCounter.countMask), "a sample has fewer keys")
        begin(left.most)
        return slots.withUnsafeMutableBufferPointer { slots in
            var inside = 0
            var across = 0
            left.forEach { key in
                let place = KeyCounter.place(of: key, in: slots)
                let count = slots[place] & KeyCounter.countMask
                inside += Int(count)
                slots[place] = key & ~KeyCounter.countMask | (count &+ 1)
            }
            right?.forEach {
                across += Int(slots[KeyCounter.place(of: $0, in: slots)] & KeyCounter.countMask)
            }
            return right == nil ? inside : across
        }
    }

    /// Empties the table, and makes room for so many keys.
    private mutating func begin(_ keys: Int) {
        var size = 1024
        while size < keys * 2 { size *= 2 }
        if size != slots.count {
            slots = Array(repeating: 0, count: size)
        } else {
            slots.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
        }
    }

    /// The slot of a key, or an empty one for it.
    @inline(__always)
    private static func place(of key: UInt64, in slots: UnsafeMutableBufferPointer<UInt64>) -> Int {
        let mask = slots.count &- 1
        var place = Int(truncatingIfNeeded: key) & mask
        while slots[place] & countMask != 0 && (slots[place] ^ key) & ~countMask != 0 {
            place = (place &+ 1) & mask
        }
        return place
    }
}
