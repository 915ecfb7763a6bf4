import Records
import Synchronization

/// What rules would cost on a sample: the keys of every expression are computed once, and a rule is
/// only a sum over them.
public final class RuleCosts: Sendable {
    /// Keys by expression; of an expression with several keys a record, the first keys of all records, then
    /// the second ones, and so on.
    private let left: [[UInt64]]
    private let right: [[UInt64]]
    private let places: [KeyExpression: Int]
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
        var places: [KeyExpression: Int] = [:]
        for expression in expressions where places[expression] == nil { places[expression] = places.count }
        self.places = places
        self.threads = threads
        isDedupe = tables.isDedupe
        let ordered = places.sorted { $0.value < $1.value }.map(\.key)
        left = try RuleCosts.keys(ordered, of: tables.left, sample.left, words, threads)
        right =
            tables.isDedupe
            ? left : try RuleCosts.keys(ordered, of: tables.right, sample.right, words, threads)
    }

    private static func keys(
        _ expressions: [KeyExpression], of table: Table, _ records: [RecordIndex], _ words: WordStatistics,
        _ threads: Int
    ) throws -> [[UInt64]] {
        let results = Mutex<[Int: [UInt64]]>([:])
        let counts = try expressions.map { expression in
            if case .rareWords = expression.part {
                try words.counts(expression.field)
            } else {
                nil as WordCounts?
            }
        }
        let work = WorkCounter(total: expressions.count, step: 1)
        try onThreads(threads) { _ in
            var memo = KeyMemo()
            while let range = work.take() {
                for index in range {
                    let expression = expressions[index]
                    let width = expression.part.width
                    let rows = records.map { table[$0] }
                    let keys = [UInt64](unsafeUninitializedCapacity: records.count * width) { keys, count in
                        rows.withUnsafeBufferPointer { rows in
                            guard let base = keys.baseAddress else { return }
                            expression.keys(
                                of: rows, words: counts[index], memo: &memo, into: base,
                                slotStride: rows.count)
                        }
                        count = records.count * width
                    }
                    results.withLock { $0[index] = keys }
                }
            }
        }
        return results.withLock { results in expressions.indices.map { results[$0] ?? [] } }
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
                    let members = rules[index].compactMap { places[$0] }
                    let width = rules[index].reduce(1) { max($0, $1.part.width) }
                    let widths = rules[index].map(\.part.width)
                    let pairs = counter.pairs(
                        RuleKeys(members.map { left[$0] }, widths: widths, width: width),
                        isDedupe ? nil : RuleKeys(members.map { right[$0] }, widths: widths, width: width))
                    known.withLock { $0[rules[index]] = pairs }
                }
            }
        }
        return known.withLock { known in rules.map { known[$0] ?? 0 } }
    }
}

/// The keys of one rule, record by record.
private struct RuleKeys {
    private let parts: [[UInt64]]
    private let widths: [Int]
    private let width: Int

    init(_ parts: [[UInt64]], widths: [Int], width: Int) {
        self.parts = parts
        self.widths = widths
        self.width = width
    }

    /// Keys that there are at most.
    var most: Int { parts[0].count / widths[0] * width }

    /// Calls `body` with every key that is one.
    @inline(__always)
    func forEach(_ body: (UInt64) -> Void) {
        if parts.count == 1 {
            for key in parts[0] where key != 0 { body(key) }
            return
        }
        if width == 1 { return forEachJoined(body) }
        let records = parts[0].count / widths[0]
        for place in 0..<records * width {
            var key: UInt64 = 0
            for index in parts.indices {
                let part = widths[index] == 1 ? parts[index][place % records] : parts[index][place]
                if part == 0 {
                    key = 0
                    break
                }
                key = index == 0 ? part : nonZero(combine(key, part))
            }
            if key != 0 { body(key) }
        }
    }

    /// The same where every part has one key a record.
    @inline(__always)
    private func forEachJoined(_ body: (UInt64) -> Void) {
        let rest = parts.dropFirst()
        for place in parts[0].indices {
            var key = parts[0][place]
            for part in rest where key != 0 {
                key = part[place] == 0 ? 0 : nonZero(combine(key, part[place]))
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
