#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The match weight of a match probability, in bits: `log2(p / (1 − p))`; −∞ for 0, +∞ for 1.
public func matchWeight(probability: Double) -> Float { Float(log2(probability / (1 - probability))) }

/// The match probability of a match weight: `1 / (1 + 2^−weight)`.
public func matchProbability(weight: Float) -> Double { 1 / (1 + exp2(-Double(weight))) }
