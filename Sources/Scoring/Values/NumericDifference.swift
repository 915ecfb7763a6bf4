/// How far two numbers lie apart, 0 or more. Canonical numbers are never NaN, nor is the result:
/// equal infinities are 0 apart.
@inlinable
public func absoluteDifference(_ a: Double, _ b: Double) -> Double {
    a == b ? 0 : abs(a - b)
}

/// The difference as a share of the larger magnitude: 0 for equal numbers, 1 between a number and 0,
/// 2 between opposite ones. Symmetric, and without unit.
///
/// Never NaN: an infinite number is wholly (1, or 2 across 0) apart from any other, and differences
/// beyond the range of a double are taken after scaling.
@inlinable
public func relativeDifference(_ a: Double, _ b: Double) -> Double {
    if a == b { return 0 }
    let larger = max(abs(a), abs(b))
    let difference = abs(a - b)
    if difference.isFinite { return difference / larger }
    if larger.isInfinite { return (a < 0) != (b < 0) && min(abs(a), abs(b)) != 0 ? 2 : 1 }
    return abs(a / larger - b / larger)
}
