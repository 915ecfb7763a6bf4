#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Mean radius of the Earth in kilometres (IUGG, R1). The ellipsoid departs from the sphere by at
/// most 0.6 % of a distance.
public let earthRadiusKilometres = 6371.0088

/// Distance of two places along the great circle in kilometres, 0 … 20,016, by the haversine formula
/// (R. W. Sinnott, "Virtues of the Haversine", 1984), which keeps its precision for places metres
/// apart.
///
/// - Parameters: latitudes and longitudes in degrees; longitudes in any turn, so 179.9 and −179.9 are
///   neighbours.
/// - Complexity: five trigonometric functions; `isWithinKilometres` needs none for most pairs.
public func greatCircleKilometres(
    latitude a: Double, longitude lonA: Double, latitude b: Double, longitude lonB: Double
) -> Double {
    let radians = Double.pi / 180
    let halfLat = sin((b - a) * radians / 2)
    let halfLon = sin((lonB - lonA) * radians / 2)
    let haversine = halfLat * halfLat + cos(a * radians) * cos(b * radians) * halfLon * halfLon
    // Rounding may lead beyond 1 at opposite places.
    return 2 * earthRadiusKilometres * asin(max(0, min(1, haversine)).squareRoot())
}

/// Two places lie at most `limit` kilometres apart.
///
/// A degree of latitude is 111.2 km wherever it is, so most pairs are refused by one subtraction.
public func isWithinKilometres(
    _ limit: Double, latitude a: Double, longitude lonA: Double, latitude b: Double, longitude lonB: Double
) -> Bool {
    // A hair above the limit, so that rounding never refuses what the exact formula would accept.
    if abs(a - b) * (Double.pi / 180 * earthRadiusKilometres) > limit * (1 + 1e-9) + 1e-9 { return false }
    return greatCircleKilometres(latitude: a, longitude: lonA, latitude: b, longitude: lonB) <= limit
}
