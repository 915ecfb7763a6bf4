/// How long ago a file was last changed, in bands that people think in.
public enum AgeBand: UInt8, Sendable, CaseIterable, Codable {
    case future, day, week, month, year, threeYears, tenYears, older

    /// The band of a file changed at `modified` as seen at `now`, both in nanoseconds since 1970.
    public init(modified: Int64, now: Int64) {
        let (age, overflow) = now.subtractingReportingOverflow(modified)
        let seconds = overflow ? Int64.max : age / 1_000_000_000
        if modified > now {
            self = .future
        } else {
            self = AgeBand.allCases.dropFirst().first { seconds < $0.limit } ?? .older
        }
    }

    /// The least age in seconds that is too old for the band.
    public var limit: Int64 {
        let day: Int64 = 86_400
        return switch self {
        case .future: 0
        case .day: day
        case .week: 7 * day
        case .month: 30 * day
        case .year: 365 * day
        case .threeYears: 3 * 365 * day
        case .tenYears: 3652 * day
        case .older: Int64.max
        }
    }

    /// What it holds.
    public var name: String {
        switch self {
        case .future: "in the future"
        case .day: "under a day"
        case .week: "under a week"
        case .month: "under a month"
        case .year: "under a year"
        case .threeYears: "under 3 years"
        case .tenYears: "under 10 years"
        case .older: "10 years and more"
        }
    }
}
