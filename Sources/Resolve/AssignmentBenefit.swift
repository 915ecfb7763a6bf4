#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What taking an edge is worth, in integer steps of 2^−20 bit: `log2(1 + 2^weight)`, at least 1.
///
/// The sum of match weights (log2 odds) over the chosen edges is the log-probability of an
/// assignment, up to a constant; so the heaviest assignment is the most probable one. Taken as it
/// is, though, an edge below even odds would never be worth taking, although it stands above the
/// review threshold; and counted from the review threshold, `weight − review`, a low threshold
/// would pay two improbable links to displace one probable. `log2(1 + 2^w) = −log2(1 − p)` is the
/// weight itself for heavy edges (0.001 bit off at weight 10), always above 0, rising with the
/// weight, and free of thresholds: moving `--review` does not reshuffle what stands above it.
///
/// Integers make sums exact: ties are ties, whatever the order of addition.
func assignmentBenefit(_ weight: Float) -> Int64 {
    let weight = Double(max(-1e4, min(weight, 1e6)))
    let bits = weight > 60 ? weight : log2(1 + exp2(weight))
    return max(1, Int64((bits * benefitStepsPerBit).rounded()))
}

/// Steps of `assignmentBenefit` in one bit. Weights up to 10^6 bits and paths of 10^6 edges stay
/// below 2^61.
let benefitStepsPerBit = 1_048_576.0
