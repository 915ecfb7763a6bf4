/// The quantities of a value in order, kept for the next pair with the same value.
struct QuantitySet: ~Copyable {
    private(set) var list = UnsafeMutableBufferPointer<Quantity>(start: nil, count: 0)
    private var room = GrowingBuffer<Quantity>()
    private var value = KnownValue()

    init() {}

    /// Finds the quantities of a value, unless it is the one they are of already.
    ///
    /// - Complexity: O(bytes + q log q) for q quantities.
    mutating func fill(_ bytes: TextBytes) {
        guard value.take(bytes) else { return }
        // A quantity takes two bytes at least.
        let room = room.room(bytes.count / 2)
        var cursor = QuantityCursor(bytes)
        var count = 0
        while let quantity = cursor.next() {
            room[count] = quantity
            count += 1
        }
        list = UnsafeMutableBufferPointer(rebasing: room[..<count])
        sortInPlace(list)
    }

    /// The value may be gone, and another stand in its place.
    mutating func forget() { value.forget() }
}

extension TextScratch {
    /// The quantities of both values, as sets.
    ///
    /// - Complexity: O(|a| + |b| + q log q) for q quantities; a run of pairs with the same `a` finds its
    ///   quantities once.
    mutating func quantityOverlap(_ a: TextBytes, _ b: TextBytes) -> WordOverlap {
        quantitiesA.fill(a)
        quantitiesB.fill(b)
        let (first, second) = (quantitiesA.list, quantitiesB.list)
        var overlap = WordOverlap(countA: 0, countB: 0, common: 0)
        var (i, j) = (0, 0)
        while i < first.count || j < second.count {
            // All of either value that are the same as the least, or as one that is.
            let (startA, startB) = (i, j)
            var last: Quantity?
            while true {
                let isOfA = i < first.count && (j == second.count || first[i] <= second[j])
                guard isOfA || j < second.count else { break }
                let next = isOfA ? first[i] : second[j]
                if let last, !last.isSame(as: next) { break }
                last = next
                i += isOfA ? 1 : 0
                j += isOfA ? 0 : 1
            }
            overlap.countA += i > startA ? 1 : 0
            overlap.countB += j > startB ? 1 : 0
            overlap.common += i > startA && j > startB ? 1 : 0
        }
        return overlap
    }
}
