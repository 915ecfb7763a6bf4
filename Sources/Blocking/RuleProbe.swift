import Records

/// Which rules hold for single pairs, for explanations and for judging how much blocking lost.
public struct RuleProbe {
    private let rules: CompiledRules
    private let tables: TablePair

    /// A probe of these rules over the records of these tables.
    public init(_ rules: [BlockingRule], tables: TablePair) throws {
        self.rules = try CompiledRules(rules, words: WordStatistics(tables, threads: 1))
        self.tables = tables
    }

    /// Indices of the rules that hold.
    public func rules(_ left: RecordIndex, _ right: RecordIndex) -> [Int] {
        let scratch = rules.expressionSlots * Table.blockRows
        return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * rules.slots + scratch) { room in
            guard let base = room.baseAddress else { return [] }
            var memo = KeyMemo(records: 2)
            let pair = [tables.left[left], tables.right[right]]
            pair.withUnsafeBufferPointer {
                rules.keys(
                    of: $0, memo: &memo, parts: base + 2 * rules.slots, into: base,
                    recordStride: rules.slots, slotStride: 1)
            }
            let mask = rules.holding(base, base + rules.slots)
            return (0..<rules.rules.count).filter { mask >> UInt32($0) & 1 == 1 }
        }
    }
}
