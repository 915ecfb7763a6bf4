import Records

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Which source a record is of. The raw value is the code in the database: never change one.
public enum Side: UInt8, Codable, Sendable, CaseIterable, CustomStringConvertible {
    /// The two sources of a match.
    case left = 0, right = 1
    /// The one source of a dedupe.
    case source = 2

    /// As the views say it.
    public var description: String {
        switch self {
        case .left: "left"
        case .right: "right"
        case .source: "source"
        }
    }
}

/// Why a record is in no link. The raw value is the code in the database: never change one.
public enum UnmatchedReason: UInt8, Codable, Sendable, CaseIterable, CustomStringConvertible {
    /// No blocking rule paired it with any record.
    case noCandidate = 0
    /// It had candidates, and all of them weigh less than the review threshold.
    case belowThreshold = 1
    /// A candidate weighs enough, but was given to another record.
    case lostToRival = 2
    /// People decided against every candidate that weighs enough.
    case decidedApart = 3
    /// All its compared fields are empty.
    case noValues = 4

    /// As the views say it.
    public var description: String {
        switch self {
        case .noCandidate: "no candidate"
        case .belowThreshold: "below threshold"
        case .lostToRival: "lost to rival"
        case .decidedApart: "decided apart"
        case .noValues: "no values"
        }
    }
}

/// Code of a band in the database.
///
/// - Precondition: the band is `match` or `review`; non-matches are not stored.
@inline(__always)
func bandCode(_ band: Band) -> UInt8 {
    switch band {
    case .match: 0
    case .review: 1
    case .nonMatch: preconditionFailure("a non-match is no link")
    }
}

/// A weight as stored: rounded to six decimals, finer than a Float holds beyond 16 bits of weight,
/// so that 23.4 does not read 23.3999996185303.
@inline(__always)
func storedWeight(_ weight: Float) -> Double { (Double(weight) * 1e6).rounded() / 1e6 }
