/// Counts of the most frequent items of a stretch of records.
///
/// What is dropped is accounted for: no item that is missing, and no count that is too low, is off by more
/// than `error` (after Misra and Gries 1982; joined as by Agarwal and others, "Mergeable summaries", 2013).
struct FrequentItems: Sendable, Equatable {
    /// An item. Its text may be cut, its hash stands for all of it.
    struct Item: Sendable, Equatable {
        var text: [UInt8]
        var count: Int
        /// Of a pattern: least and greatest length of each of its runs.
        var widths: [ClosedRange<Int>] = []
    }

    /// Items by hash.
    private(set) var items: [UInt64: Item] = [:]
    /// By how much a count may be too low.
    private(set) var error = 0

    /// Adds to the count of an item.
    mutating func add(
        _ hash: UInt64, _ item: @autoclosure () -> Item, count: Int, widths: [ClosedRange<Int>] = []
    ) {
        if let slot = items.index(forKey: hash) {
            items.values[slot].count += count
            if !widths.isEmpty { items.values[slot].widen(widths) }
        } else {
            items[hash] = item()
        }
    }

    /// Adds to the count of a pattern, the lengths of whose runs are given.
    mutating func add(_ hash: UInt64, _ item: @autoclosure () -> Item, count: Int, lengths: [Int]) {
        if let slot = items.index(forKey: hash) {
            items.values[slot].count += count
            items.values[slot].widen(lengths)
        } else {
            items[hash] = item()
        }
    }

    /// Items that stand so often or less are not going to be added.
    mutating func leaveOut(upTo count: Int) { error += count }

    /// Adds all that was counted elsewhere.
    mutating func join(_ other: FrequentItems) {
        error += other.error
        for (hash, item) in other.items { add(hash, item, count: item.count, widths: item.widths) }
    }

    /// Keeps at most the `size` most frequent: all that stand as often as one that must go, go.
    mutating func keep(_ size: Int) {
        guard items.count > size else { return }
        let counts = items.values.map(\.count).sorted(by: >)
        let cutoff = counts[size]
        items = items.filter { $0.value.count > cutoff }
        error += cutoff
    }

    /// Items that are sure to be more frequent than any that was dropped, most frequent first; equally
    /// frequent ones in the order of their bytes.
    func ranked(_ most: Int) -> [Item] {
        let sure = items.filter { $0.value.count > error }
        let ordered = sure.sorted { a, b in
            if a.value.count != b.value.count { return a.value.count > b.value.count }
            return a.value.text == b.value.text
                ? a.key < b.key : a.value.text.lexicographicallyPrecedes(b.value.text)
        }
        return ordered.prefix(most).map(\.value)
    }
}

extension FrequentItems.Item {
    /// Takes other lengths of the same runs.
    mutating func widen(_ other: [ClosedRange<Int>]) {
        for (place, width) in other.enumerated() where place < widths.count {
            let old = widths[place]
            widths[place] = min(old.lowerBound, width.lowerBound)...max(old.upperBound, width.upperBound)
        }
    }

    mutating func widen(_ lengths: [Int]) {
        for (place, length) in lengths.enumerated()
        where place < widths.count && !widths[place].contains(length) {
            widen(lengths.map { $0...$0 })
            return
        }
    }
}

/// Joins the counts of batches, whatever the order in which they come: always the same batches are joined
/// before the less frequent items are dropped.
///
/// Counts of 64 consecutive batches are added up and cut to size; 64 of these stretches likewise, and so
/// on. Memory is a few times 64 summaries, however long the source.
struct FrequentItemsTree: Sendable {
    private struct Stretch: Sendable {
        var items = FrequentItems()
        var parts = 0
    }

    /// Open stretches by level, and there by number.
    private var levels: [[Int: Stretch]] = []
    private let size: Int
    private static let fanOut = 64

    /// - Parameter size: most items that a finished stretch keeps.
    init(size: Int) { self.size = size }

    /// Takes the counts of a batch, each batch once; batches are numbered from 0 without gaps.
    mutating func add(_ items: FrequentItems, batch: Int) { add(items, number: batch, level: 0) }

    private mutating func add(_ items: FrequentItems, number: Int, level: Int) {
        if level == levels.count { levels.append([:]) }
        let place = number / Self.fanOut
        levels[level][place, default: Stretch()].items.join(items)
        levels[level][place, default: Stretch()].parts += 1
        guard levels[level][place]?.parts == Self.fanOut, var full = levels[level].removeValue(forKey: place)
        else {
            return
        }
        full.items.keep(size)
        add(full.items, number: place, level: level + 1)
    }

    /// The counts of all batches; the last open stretches are not cut to size.
    consuming func finish() -> FrequentItems {
        var level = 0
        while level < levels.count {
            let open = levels[level].sorted { $0.key < $1.key }
            levels[level] = [:]
            if level == levels.count - 1 {
                var all = FrequentItems()
                for stretch in open { all.join(stretch.value.items) }
                return all
            }
            for var stretch in open {
                stretch.value.items.keep(size)
                add(stretch.value.items, number: stretch.key, level: level + 1)
            }
            level += 1
        }
        return FrequentItems()
    }
}
