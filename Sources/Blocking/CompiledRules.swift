import Records

/// Rules ready to run: every distinct expression is evaluated once a record, and the keys of the
/// rules are put together from the results.
public struct CompiledRules: Sendable {
    /// The rules, in the order in which they emit.
    public let rules: [BlockingRule]
    /// Where each rule's keys start in a record's slots, and how many there are.
    public let places: [(offset: Int, width: Int)]
    /// Keys of one record under all rules.
    public let slots: Int

    /// Rules that fit: a pair carries a bit for each.
    public static let most = 32

    let expressions: [KeyExpression]
    /// Where each expression's parts start in the scratch.
    let partOffsets: [Int]
    let expressionSlots: Int
    /// For each rule, its expressions as indices.
    let members: [[Int]]
    /// Word counts by field, for expressions that need them.
    let wordCounts: [Int: WordCounts]

    /// - Parameters:
    ///   - rules: at most 32, since a pair carries a bit for each.
    ///   - words: word counts, for `rareWords` expressions.
    public init(_ rules: [BlockingRule], words: WordStatistics) throws {
        precondition(rules.count <= CompiledRules.most)
        self.rules = rules
        var places: [(offset: Int, width: Int)] = []
        var slots = 0
        var expressions: [KeyExpression] = []
        var members: [[Int]] = []
        for rule in rules {
            places.append((slots, rule.width))
            slots += rule.width
            members.append(
                rule.expressions.map { expression in
                    if let known = expressions.firstIndex(of: expression) { return known }
                    expressions.append(expression)
                    return expressions.count - 1
                })
        }
        var offsets: [Int] = []
        var total = 0
        for expression in expressions {
            offsets.append(total)
            total += expression.part.width
        }
        var wordCounts: [Int: WordCounts] = [:]
        for expression in expressions {
            guard case .rareWords = expression.part else { continue }
            wordCounts[expression.field] = try words.counts(expression.field)
        }
        self.places = places
        self.slots = slots
        self.expressions = expressions
        self.members = members
        self.wordCounts = wordCounts
        partOffsets = offsets
        expressionSlots = max(total, 1)
    }

    /// Keys of up to `Table.blockRows` records.
    ///
    /// - Parameters:
    ///   - memo: the dear keys of earlier records, one memo a thread.
    ///   - parts: scratch of `expressionSlots × Table.blockRows` places.
    ///   - keys: where the first key of the first record goes; its next one follows after `slotStride`, the
    ///     first of the next record after `recordStride`.
    func keys(
        of rows: UnsafeBufferPointer<Row>, memo: inout KeyMemo, parts: UnsafeMutablePointer<UInt64>,
        into keys: UnsafeMutablePointer<UInt64>, recordStride: Int, slotStride: Int
    ) {
        for (index, expression) in expressions.enumerated() {
            expression.keys(
                of: rows, words: wordCounts[expression.field], memo: &memo,
                into: parts + partOffsets[index] * Table.blockRows, slotStride: Table.blockRows)
        }
        for (rule, place) in places.enumerated() {
            for slot in 0..<place.width {
                combine(
                    members[rule], slot: slot, parts: parts, count: rows.count,
                    into: keys + (place.offset + slot) * slotStride, stride: recordStride)
            }
        }
    }

    /// The keys of one slot of a rule: the parts combined, 0 where any is missing.
    private func combine(
        _ members: [Int], slot: Int, parts: UnsafeMutablePointer<UInt64>, count: Int,
        into keys: UnsafeMutablePointer<UInt64>, stride: Int
    ) {
        for (order, member) in members.enumerated() {
            let wide = expressions[member].part.width > 1
            let column = parts + (partOffsets[member] + (wide ? slot : 0)) * Table.blockRows
            for place in 0..<count {
                let key = keys + place &* stride
                if order == 0 {
                    key.pointee = column[place]
                } else {
                    let joined = nonZero(folded(key.pointee, column[place]))
                    key.pointee = key.pointee == 0 || column[place] == 0 ? 0 : joined
                }
            }
        }
    }

    /// The rules that hold for a pair, a bit each, from the keys of its two records.
    @inline(__always)
    func holding(_ left: UnsafePointer<UInt64>, _ right: UnsafePointer<UInt64>) -> UInt32 {
        var mask: UInt32 = 0
        if slots == rules.count {
            for slot in 0..<slots {
                let key = left[slot]
                mask |= (key != 0 && key == right[slot] ? 1 : 0) << UInt32(truncatingIfNeeded: slot)
            }
            return mask
        }
        for (rule, place) in places.enumerated() {
            if place.width == 1 {
                let key = left[place.offset]
                if key != 0 && key == right[place.offset] { mask |= 1 << UInt32(rule) }
            } else if firstShared(left + place.offset, right + place.offset, place.width) != 0 {
                mask |= 1 << UInt32(rule)
            }
        }
        return mask
    }

    /// The first of the left keys that is among the right ones; 0 if none is.
    @inline(__always)
    func firstShared(_ left: UnsafePointer<UInt64>, _ right: UnsafePointer<UInt64>, _ width: Int) -> UInt64 {
        for i in 0..<width where left[i] != 0 {
            for j in 0..<width where left[i] == right[j] { return left[i] }
        }
        return 0
    }
}
