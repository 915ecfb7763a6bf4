#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Logarithm to base 2.
public func log2Of(_ x: Double) -> Double { log2(x) }

/// 2 to the power of x.
public func exp2Of(_ x: Double) -> Double { exp2(x) }

/// log2 e: bits of a match weight for each unit of natural log odds.
public let bitsPerNat = 1.442_695_040_888_963_4
