import Records

/// Given names and their short forms.
///
/// Plain memory that is never freed: there is one such table, every unlike pair of names asks it, and
/// counting references to arrays cost more than the look-up.
struct Nicknames: @unchecked Sendable {
    /// Pairs by hash, open addressing: a slot is one more than a pair's place, 0 is empty.
    private let slots: UnsafePointer<UInt16>
    /// One short form and one name, back to back, for each pair.
    private let bytes: UnsafePointer<UInt8>
    /// Where each word of each pair ends in `bytes`: 2 for each pair.
    private let ends: UnsafePointer<Int>

    /// By the low 16 bits of the sum of two words' hashes (low halves of XXH3): false proves that
    /// neither is a short form of the other.
    let hashSums: UnsafePointer<Bool>

    /// 1 for equal words and for a name and its short form, 0.9 for a word and its initial, else 0.
    func agreement(_ a: TextBytes, _ b: TextBytes) -> Double {
        if isEqual(a, b) { return 1 }
        if isInitial(a, of: b) || isInitial(b, of: a) { return 0.9 }
        return isShortForm(a, b) ? 1 : 0
    }

    private func isInitial(_ a: TextBytes, of b: TextBytes) -> Bool {
        let first = decodeCharacter(a, at: 0)
        return first.next == a.count && first.character == decodeCharacter(b, at: 0).character
    }

    /// Whether one of the two is a short form of the other.
    func isShortForm(_ a: TextBytes, _ b: TextBytes) -> Bool {
        var slot = Nicknames.slot(a, b)
        while slots[slot] != 0 {
            let pair = Int(slots[slot]) - 1
            let start = pair == 0 ? 0 : ends[2 * pair - 1]
            let short = TextBytes(start: bytes + start, count: ends[2 * pair] - start)
            let long = TextBytes(start: bytes + ends[2 * pair], count: ends[2 * pair + 1] - ends[2 * pair])
            if isEqual(a, short) && isEqual(b, long) || isEqual(a, long) && isEqual(b, short) { return true }
            slot = (slot + 1) % Nicknames.slotCount
        }
        return false
    }

    /// - Parameter groups: lines of a name and its short forms, parted by spaces.
    init(_ groups: String) {
        var (slots, bytes, ends) = ([UInt16](repeating: 0, count: Nicknames.slotCount), [UInt8](), [Int]())
        for line in groups.split(separator: "\n") {
            let words = line.split(separator: " ").map { Array($0.utf8) }
            guard let long = words.first else { continue }
            for short in words.dropFirst() {
                bytes += short
                ends.append(bytes.count)
                bytes += long
                ends.append(bytes.count)
                var slot = short.withUnsafeBufferPointer { a in
                    long.withUnsafeBufferPointer { b in Nicknames.slot(a, b) }
                }
                while slots[slot] != 0 { slot = (slot + 1) % Nicknames.slotCount }
                slots[slot] = UInt16(ends.count / 2)
            }
        }
        precondition(ends.count / 2 <= Nicknames.slotCount / 2)
        (self.slots, self.bytes, self.ends) = (forever(slots), forever(bytes), forever(ends))
        hashSums = forever(Nicknames.hashSums(bytes, ends))
    }

    private static func hashSums(_ bytes: [UInt8], _ ends: [Int]) -> [Bool] {
        var sums = [Bool](repeating: false, count: 1 << 16)
        func hash(_ word: Int) -> UInt32 {
            bytes[(word == 0 ? 0 : ends[word - 1])..<ends[word]].withUnsafeBufferPointer {
                UInt32(truncatingIfNeeded: xxh3($0))
            }
        }
        for pair in stride(from: 0, to: ends.count, by: 2) {
            sums[Int((hash(pair) &+ hash(pair + 1)) & 0xFFFF)] = true
        }
        return sums
    }

    /// More than twice the pairs there are.
    private static let slotCount = 1024

    /// The same for (a, b) and (b, a).
    private static func slot(_ a: TextBytes, _ b: TextBytes) -> Int {
        Int(truncatingIfNeeded: (xxh3(a) &+ xxh3(b)) % UInt64(slotCount))
    }
}

/// A copy that is never freed.
private func forever<Element>(_ elements: [Element]) -> UnsafePointer<Element> {
    let copy = UnsafeMutablePointer<Element>.allocate(capacity: elements.count)
    copy.initialize(from: elements, count: elements.count)
    return UnsafePointer(copy)
}
