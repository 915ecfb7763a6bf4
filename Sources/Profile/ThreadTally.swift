import Records

/// What one thread has seen of all columns, and what it needs to look at a batch.
final class ThreadTally: @unchecked Sendable {
    // Used by one thread at a time.

    private struct Tallies: ~Copyable {
        private let base: UnsafeMutableBufferPointer<ColumnTally>

        init(count: Int, distinctSize: Int) {
            base = .allocate(capacity: count)
            for place in 0..<count {
                base.initializeElement(at: place, to: ColumnTally(distinctSize: distinctSize))
            }
        }

        deinit {
            base.deinitialize()
            base.deallocate()
        }

        subscript(column: Int) -> UnsafeMutablePointer<ColumnTally> {
            base.baseAddress.unsafelyUnwrapped + column
        }
    }

    private let columns: Int
    private let keys: [[Int]]
    private let tallies: Tallies
    private var values = BatchValues()
    /// Hashes of the batch at hand, of the columns that are part of a key, by column.
    private var hashes: [[UInt64]]
    private let keyColumns: Set<Int>
    /// Hashes of keys, by key, until there are enough for a run.
    private var gathered: [[UInt64]]

    init(columns: Int, keys: [[Int]]) {
        self.columns = columns
        self.keys = keys
        tallies = Tallies(count: columns, distinctSize: Self.distinctSize(columns))
        hashes = Array(repeating: [], count: columns + 1)
        keyColumns = Set(keys.joined())
        gathered = Array(repeating: [], count: keys.count)
    }

    /// Wide tables have smaller sketches: memory has a bound.
    private static func distinctSize(_ columns: Int) -> Int {
        var size = 1 << 15
        while size > 1 << 10 && size * columns > 1 << 19 { size /= 2 }
        return size
    }

    /// Looks at one column of a batch.
    ///
    /// - Returns: its most frequent values and patterns.
    func add(_ batch: RawBatch, column: Int) -> (values: FrequentItems, patterns: FrequentItems) {
        // Columns that are part of no key share a place.
        let place = keyColumns.contains(column) ? column : columns
        if hashes[place].count < batch.recordCount {
            hashes[place] = [UInt64](repeating: 0, count: batch.recordCount)
        }
        hashes[place].withUnsafeMutableBufferPointer { hashes in
            values.count(batch, column: column, hashes: hashes.baseAddress.unsafelyUnwrapped)
        }
        return tallies[column].pointee.add(values, of: batch, column: column)
    }

    /// Gathers the hashes of the keys of the batch that was looked at.
    func addKeys(_ records: Int, to repeats: [RepeatCount]) throws {
        for (number, key) in keys.enumerated() {
            let first = hashes[key[0]]
            if let second = key.dropFirst().first.map({ hashes[$0] }) {
                for record in 0..<records { gathered[number].append(combine(first[record], second[record])) }
            } else {
                gathered[number].append(contentsOf: first[..<records])
            }
            guard gathered[number].count >= RepeatCount.runHashes else { continue }
            try repeats[number].add(gathered[number])
            gathered[number].removeAll(keepingCapacity: true)
        }
    }

    /// Hands over what is gathered.
    func flushKeys(to repeats: [RepeatCount]) throws {
        for number in keys.indices {
            try repeats[number].add(gathered[number])
            gathered[number] = []
        }
    }

    /// Adds all that another thread has seen.
    func join(_ other: ThreadTally) {
        for column in 0..<columns { tallies[column].pointee.join(other.tallies[column].pointee) }
    }

    /// What is known of a column but its most frequent values and patterns.
    func summary(_ column: Int, name: String) -> ColumnSummary {
        ColumnSummary(&tallies[column].pointee, name: name)
    }
}
