import Records

/// Keys that take long to work out, by value: names repeat. One a thread.
///
/// Direct mapped; a value that meets another in its place takes it. Values are told apart by 64-bit
/// hashes, as keys themselves are.
struct KeyMemo {
    private var entries: [Entry]
    /// What leaves a place of a hash.
    private let shift: UInt64

    private struct Entry {
        var hash: UInt64 = 0
        var key: UInt64 = 0
    }

    /// - Parameter records: records whose keys will be asked for: a million of them hold some 50,000 names,
    ///   of which a memo that fits the second-level cache keeps the frequent ones.
    init(records: Int) {
        var bits = 12
        while bits < 16 && 2 << bits < records { bits += 1 }
        entries = Array(repeating: Entry(), count: 1 << bits)
        shift = UInt64(64 - bits)
    }

    /// The key of a part, remembered or worked out.
    mutating func key(of part: KeyPart, in bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        guard !bytes.isEmpty else { return 0 }
        let hash = nonZero(combine(part == .phonetic ? 1 : 2, xxh3(bytes)))
        let place = Int(truncatingIfNeeded: hash >> shift)
        if entries[place].hash != hash {
            entries[place] = Entry(hash: hash, key: Blocking.key(of: part, in: bytes))
        }
        return entries[place].key
    }
}
