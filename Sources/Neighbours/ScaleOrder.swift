import Records

/// Records that have a token, in the order of their scales.
///
/// A weight is the token's rarity times the record's scale, for the tokens that occur least often in the
/// record; what occurs more often weighs a multiple of that. Short texts have large scales. Records beside each
/// other then have nearly the same scale, and one for a group of them is a close bound for each.
struct ScaleOrder: Sendable {
    /// Records, those with the largest scale first.
    let records: [RecordIndex]
    /// Their scales.
    let scales: [Float]

    /// - Complexity: O(entries + records log records).
    init(_ vectors: TextVectors, threads: Int, monitor: RunMonitor) throws {
        let memory = LargeMemory(byteCount: vectors.count * MemoryLayout<UInt64>.stride)
        defer { withExtendedLifetime(memory) {} }
        nonisolated(unsafe) let keys = memory.base.bindMemory(to: UInt64.self, capacity: vectors.count)
        let work = WorkCounter(total: vectors.count, step: 16384)
        try onThreads(threads) { _ in
            while let range = work.take() {
                try monitor.checkStop()
                for record in range {
                    // Ascending keys are descending scales: the bits of positive numbers are in their order.
                    keys[record] = UInt64(~vectors.scale(record).bitPattern) << 32 | UInt64(record)
                }
            }
        }
        var sorted = UnsafeMutableBufferPointer(start: keys, count: vectors.count)
        sorted.sort()
        let filled = sorted.prefix { Float(bitPattern: ~UInt32($0 >> 32)) > 0 }
        records = filled.map { RecordIndex(truncatingIfNeeded: $0) }
        scales = filled.map { Float(bitPattern: ~UInt32($0 >> 32)) }
    }
}

extension TextVectors {
    /// The least multiple of its rarity that a token of a record weighs; 0 for a record without tokens.
    func scale(_ record: Int) -> Float {
        var scale = Double.infinity
        for entry in entries(record) {
            scale = min(scale, Double(weights[entry]) / rarities[Int(tokens[entry])])
        }
        return scale.isFinite ? Float(scale) : 0
    }
}
