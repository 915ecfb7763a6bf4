/// Draws ranks by a Zipf–Mandelbrot law: rank r (from 0) with a weight of 1 / (r + 1 + flatness).
///
/// Integer weights, since a floating-point power is not the same to the last bit on every machine.
struct SkewedChoice {
    /// Sum of the weights up to and with each rank.
    private let cumulative: [UInt64]

    /// - Parameter flatness: how far the head is levelled; 0 is Zipf's own law.
    init(count: Int, flatness: Int) {
        precondition(count > 0 && flatness >= 0)
        var total: UInt64 = 0
        cumulative = (0..<count).map { rank in
            total += (1 << 40) / UInt64(rank + 1 + flatness)
            return total
        }
    }

    func draw(_ random: inout SplitMix64) -> Int {
        let target = random.below(Int(cumulative[cumulative.count - 1]))
        var low = 0
        var high = cumulative.count - 1
        while low < high {
            let middle = (low + high) / 2
            if cumulative[middle] > UInt64(target) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Share of one rank among all draws, as a fraction of `scale`.
    func share(of rank: Int, scale: Int) -> Int {
        let weight = cumulative[rank] - (rank == 0 ? 0 : cumulative[rank - 1])
        return Int(weight.multipliedFullWidth(by: UInt64(scale)).low / cumulative[cumulative.count - 1])
    }
}
