import Testing

@testable import Scoring

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The angle between two vectors from the centre of the sphere, from cross and dot product: another
/// road to the same distance, exact for near and for opposite places.
private func kilometresByVectors(_ a: (Double, Double), _ b: (Double, Double)) -> Double {
    func vector(_ place: (Double, Double)) -> (x: Double, y: Double, z: Double) {
        let (lat, lon) = (place.0 * .pi / 180, place.1 * .pi / 180)
        return (cos(lat) * cos(lon), cos(lat) * sin(lon), sin(lat))
    }
    let (p, q) = (vector(a), vector(b))
    let cross = (p.y * q.z - p.z * q.y, p.z * q.x - p.x * q.z, p.x * q.y - p.y * q.x)
    let length = (cross.0 * cross.0 + cross.1 * cross.1 + cross.2 * cross.2).squareRoot()
    return earthRadiusKilometres * atan2(length, p.x * q.x + p.y * q.y + p.z * q.z)
}

private func kilometres(_ a: (Double, Double), _ b: (Double, Double)) -> Double {
    greatCircleKilometres(latitude: a.0, longitude: a.1, latitude: b.0, longitude: b.1)
}

@Suite struct ValuesPlaceTests {
    @Test func equalTheAngleBetweenVectors() {
        for lat in stride(from: -90.0, through: 90, by: 15) {
            for other in stride(from: -90.0, through: 90, by: 11.25) {
                for lon in stride(from: -180.0, through: 360, by: 22.5) {
                    let (a, b) = ((lat, 10.0), (other, lon))
                    // Half the digits are lost by the haversine near opposite places: 1e-4 km there.
                    #expect(abs(kilometres(a, b) - kilometresByVectors(a, b)) < 1e-3, "\(a) \(b)")
                    #expect(kilometres(a, b) == kilometres(b, a))
                }
            }
        }
        // Metres apart, where the law of cosines fails.
        for step in [1e-7, 1e-5, 1e-3, 0.1] {
            let (a, b) = ((51.5, -0.12), (51.5 + step, -0.12 + step))
            let expected = kilometresByVectors(a, b)
            #expect(abs(kilometres(a, b) - expected) < 1e-8 + expected * 1e-6)
        }
    }

    @Test func knownDistances() {
        let quarter = earthRadiusKilometres * Double.pi / 2
        #expect(kilometres((0, 0), (0, 0)) == 0)
        #expect(abs(kilometres((0, 0), (90, 123)) - quarter) < 1e-6)
        #expect(abs(kilometres((0, 0), (0, 180)) - 2 * quarter) < 1e-6)
        #expect(abs(kilometres((0, 179.5), (0, -179.5)) - quarter / 90) < 1e-6)
        // London to Paris is 344 km.
        #expect(abs(kilometres((51.5074, -0.1278), (48.8566, 2.3522)) - 343.6) < 0.5)
    }

    @Test func withinALimitAsTheFormulaSays() {
        for lat in stride(from: -60.0, through: 60, by: 20) {
            for step in stride(from: -0.5, through: 0.5, by: 0.05) {
                let (a, b) = ((lat, 5.0), (lat + step, 5 + step * 0.3))
                let distance = kilometres(a, b)
                for limit in [0, 1, 10, 25, distance, distance.nextDown, 100] {
                    let within = isWithinKilometres(
                        limit, latitude: a.0, longitude: a.1, latitude: b.0, longitude: b.1)
                    #expect(within == (distance <= limit))
                }
            }
        }
        // Due north the cheap test is all but the formula itself.
        for step in stride(from: 0.001, through: 2, by: 0.001) {
            let distance = kilometres((10, 0), (10 + step, 0))
            #expect(
                isWithinKilometres(distance, latitude: 10, longitude: 0, latitude: 10 + step, longitude: 0))
        }
    }
}
