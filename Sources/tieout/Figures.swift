import Foundation

/// `0.9731` as `97.3 %`.
func percent(_ share: Double) -> String { "\(fixed(share * 100, share > 0.999 && share < 1 ? 2 : 1)) %" }

/// A number with so many decimals.
func fixed(_ value: Double, _ decimals: Int) -> String { String(format: "%.\(decimals)f", value) }

/// A weight with its sign and two decimals.
func signed(_ weight: Double) -> String { String(format: "%+.2f", weight) }

/// A probability of any size.
func scientific(_ value: Double) -> String {
    value >= 0.001 || value == 0 ? fixed(value, 4) : String(format: "%.2e", value)
}

/// Bytes in megabytes.
func megabytes(_ bytes: Int) -> String { "\(fixed(Double(bytes) / 1e6, bytes < 10_000_000 ? 1 : 0)) MB" }

/// Text with blanks behind it, up to a width.
func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}

/// Text with blanks before it, up to a width.
func padStart(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
}
