/// How large a file is, in bands that people think in. Decimal units.
public enum SizeBand: UInt8, Sendable, CaseIterable, Codable {
    case empty, tiny, small, medium, large, huge, enormous

    /// The band of a size.
    public init(size: Int64) {
        self = SizeBand.allCases.last { size >= $0.least } ?? .empty
    }

    /// The least size of the band, in bytes.
    public var least: Int64 {
        switch self {
        case .empty: 0
        case .tiny: 1
        case .small: 10_000
        case .medium: 1_000_000
        case .large: 100_000_000
        case .huge: 1_000_000_000
        case .enormous: 10_000_000_000
        }
    }

    /// What it holds: `1 MB – 100 MB`.
    public var name: String {
        switch self {
        case .empty: "empty"
        case .tiny: "below 10 kB"
        case .small: "10 kB – 1 MB"
        case .medium: "1 MB – 100 MB"
        case .large: "100 MB – 1 GB"
        case .huge: "1 GB – 10 GB"
        case .enormous: "10 GB and more"
        }
    }
}
