import Records

/// Gathers the hashes that the sketches of one column are made of.
struct ColumnSketcher {
    private let kind: FieldKind
    private let format: ValueFormat
    private(set) var values: [UInt64] = []
    private(set) var texts: [UInt64] = []
    private(set) var words: [UInt64] = []
    private(set) var grams = GramProfile()
    private var buffer: [UInt8] = []

    init(kind: FieldKind, format: ValueFormat) {
        self.kind = kind
        self.format = format
    }

    /// - Parameter count: how often the value stands.
    mutating func add(_ raw: Bytes, _ count: Int) {
        canonical(raw, kind: kind, format: format, into: &buffer)
        if buffer.isEmpty { return }
        values.append(buffer.withUnsafeBufferPointer { xxh3($0) })
        canonical(raw, kind: .text, format: format, into: &buffer)
        grams.add(buffer, count)
        addWords()
        buffer.removeAll { $0 == ByteClass.space }
        texts.append(buffer.withUnsafeBufferPointer { xxh3($0) })
    }

    private mutating func addWords() {
        buffer.withUnsafeBufferPointer { folded in
            for word in folded.split(separator: ByteClass.space) {
                words.append(xxh3(Bytes(rebasing: word)))
            }
        }
    }
}

/// How often each 3-gram stands in a column, hashed into a few hundred buckets.
struct GramProfile {
    static let buckets = 512
    private var counts = [Int](repeating: 0, count: buckets)

    /// Counts the 3-grams of a folded value, a space before and behind it.
    mutating func add(_ folded: [UInt8], _ count: Int) {
        var window: UInt32 = 0x20
        for place in 0...folded.count {
            let next = place < folded.count ? folded[place] : 0x20
            window = (window << 8 | UInt32(next)) & 0xFFFFFF
            if place > 0 { counts[Int((window &* 0x9E37_79B1) >> 23)] += count }
        }
    }

    /// Square roots of the frequencies; empty where nothing was counted.
    func shares() -> [Float] {
        let total = counts.reduce(0, +)
        return total == 0 ? [] : counts.map { (Float($0) / Float(total)).squareRoot() }
    }
}
