/// The generator behind every draw: SplitMix64 (Steele, Lea, Flood 2014). Integer arithmetic only, so
/// a seed gives the same bytes on any machine.
struct SplitMix64 {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    /// The stream of draws for one thing: equal arguments give equal draws, whatever was drawn before.
    init(seed: UInt64, stream: Stream, index: Int = 0) {
        state = SplitMix64.mix(seed ^ SplitMix64.mix(stream.rawValue &+ 0x5851_F42D_4C95_7F2D))
        state = SplitMix64.mix(state &+ UInt64(index))
    }

    /// What a stream of draws is for.
    enum Stream: UInt64 {
        case names = 1, places, households, roles, leftOrder, rightOrder, leftDamage, rightDamage
        case leftIds, rightIds, clusters, catalogue, payments
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return SplitMix64.mix(state)
    }

    /// A whole number in `0 ..< bound`; the bias is below `bound / 2^64`.
    mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A whole number in the closed range.
    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    /// True `rate` times out of 10,000.
    mutating func happens(_ rate: Rate) -> Bool { below(10_000) < rate.perTenThousand }

    /// True `percent` times out of 100.
    mutating func percent(_ percent: Int) -> Bool { below(100) < percent }

    mutating func pick<T>(_ list: [T]) -> T { list[below(list.count)] }

    mutating func shuffle<T>(_ list: inout [T]) {
        for last in stride(from: list.count - 1, to: 0, by: -1) { list.swapAt(last, below(last + 1)) }
    }

    /// A bijection of 64-bit numbers in which every input bit reaches every output bit.
    static func mix(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// How often a kind of damage is done: the code and the table in the README share these.
struct Rate {
    /// What happens.
    let what: String
    /// To which records.
    let toWhom: String
    /// Times out of 10,000.
    let perTenThousand: Int

    init(_ what: String, _ toWhom: String, percent: Double) {
        self.what = what
        self.toWhom = toWhom
        perTenThousand = Int((percent * 100).rounded())
    }
}
