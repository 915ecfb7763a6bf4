import Records
import Synchronization

/// The postings of a token are split by how many times their record's scale they weigh, so that one value stands
/// for all in a list: nearly always there is one list, of records that hold the token once. Tokens of a family
/// share that list.
struct ImpactLists: Sendable {
    /// Lists there are.
    let count: Int
    /// Where the classes of each token start, and where the last end.
    let starts: [UInt32]
    /// The list of each class of a token.
    let lists: [UInt32]
    /// The most that an entry of each class of a token weighs, in rarity times scale.
    let multiples: [Float]
    /// The place of each class among those of a token, eight a token; only of classes it has.
    private let places: [UInt8]
    /// Tokens below this may share lists.
    let sharing: Int

    /// Upper ends of classes; the last has none.
    static let ends: [Float] = [1.001, 1.3, 1.7, 2.001, 3.001, 4.001, 8.001]
    static let classes = 8

    /// The class of a multiple.
    @inline(__always)
    static func kind(_ multiple: Float) -> Int {
        if multiple <= 1.001 { return 0 }
        var kind = 1
        while kind < ends.count, multiple > ends[kind] { kind += 1 }
        return kind
    }

    /// The list of an entry.
    @inline(__always)
    func list(_ token: Int, _ multiple: Float) -> Int {
        Int(lists[Int(starts[token]) + Int(places[token * ImpactLists.classes + ImpactLists.kind(multiple)])])
    }

    /// The most that a token adds to a sum, in rarity times scale: by one of its classes, and by the list that it
    /// shares with others.
    func most(_ token: Int) -> Float {
        let classes = multiples[Int(starts[token])..<Int(starts[token + 1])]
        let highest = classes.max() ?? 0
        return token < sharing && classes.count > 1 ? highest + classes[classes.startIndex] : highest
    }

    /// - Complexity: O(entries + tokens).
    init(_ vectors: TextVectors, _ order: ScaleOrder, threads: Int, monitor: RunMonitor) throws {
        let tokenCount = vectors.rarities.count
        let (slots, kinds) = (tokenCount * ImpactLists.classes, ImpactLists.classes)
        let merged = Mutex(Tally(slots: slots))
        let work = WorkCounter(total: order.records.count, step: 16384)
        try onThreads(threads) { _ in
            var tally = Tally(slots: slots)
            while let range = work.take() {
                try monitor.checkStop()
                for place in range {
                    vectors.forEachMultiple(Int(order.records[place]), order.scales[place]) {
                        entry, multiple in
                        let token = Int(vectors.tokens[entry])
                        let slot = token * kinds + ImpactLists.kind(multiple)
                        tally.multiples[slot] = max(tally.multiples[slot], multiple)
                    }
                }
            }
            let mine = tally
            merged.withLock { $0.add(mine) }
        }
        let tally = merged.withLock { $0 }
        let families = TokenFamilies(vectors, order)
        var familyLists = [UInt32](repeating: .max, count: families.first.count)
        var count: UInt32 = 0
        var starts: [UInt32] = [0]
        var lists: [UInt32] = []
        var multiples: [Float] = []
        var places = [UInt8](repeating: 0, count: slots)
        for token in 0..<tokenCount {
            let first = multiples.count
            for slot in token * kinds..<(token + 1) * kinds where tally.multiples[slot] > 0 {
                places[slot] = UInt8(multiples.count - first)
                // For what single precision has lost.
                multiples.append(tally.multiples[slot] * 1.000_001)
                let family =
                    slot == token * kinds && token < familyLists.count ? Int(families.first[token]) : nil
                if let family, familyLists[family] != .max {
                    lists.append(familyLists[family])
                    continue
                }
                if let family { familyLists[family] = count }
                lists.append(count)
                count += 1
            }
            starts.append(UInt32(multiples.count))
        }
        (self.count, self.starts, self.lists) = (Int(count), starts, lists)
        (self.multiples, self.places) = (multiples, places)
        sharing = familyLists.count
    }

    private struct Tally: Sendable {
        var multiples: [Float]

        init(slots: Int) {
            multiples = [Float](repeating: 0, count: slots)
        }

        mutating func add(_ other: Tally) {
            for slot in multiples.indices { multiples[slot] = max(multiples[slot], other.multiples[slot]) }
        }
    }
}

extension TextVectors {
    /// Calls `body` with every entry of a record and what it weighs in rarity times scale, at least about 1.
    @inline(__always)
    func forEachMultiple(_ record: Int, _ scale: Float, _ body: (Int, Float) -> Void) {
        rarities.withUnsafeBufferPointer { rarities in
            for entry in entries(record) {
                body(entry, weights[entry] / (Float(rarities[Int(tokens[entry])]) * scale))
            }
        }
    }
}
