import Foundation

/// Nanoseconds since 1970 as `2026-11-21T17:05:00Z`.
public func timeText(_ nanoseconds: Int64) -> String {
    Date(timeIntervalSince1970: Double(nanoseconds / 1_000_000_000)).formatted(.iso8601)
}
