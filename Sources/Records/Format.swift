/// Numbers as people read them.
public enum Format {
    /// `1,234,567`.
    public static func count(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var text = value < 0 ? "-" : ""
        for (place, digit) in digits.enumerated() {
            if place > 0 && (digits.count - place) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    /// `1 record`, `1,234 records`: for words whose plural ends in s.
    public static func count(_ value: Int, _ noun: String) -> String {
        "\(count(value)) \(noun)\(value == 1 ? "" : "s")"
    }

    /// `812 B`, `1.2 kB`, `222 MB`, `1.45 GB`: decimal units, as disks and `ls -h --si` have them.
    public static func bytes(_ value: Int) -> String {
        scaled(Double(value), units: ["B", "kB", "MB", "GB", "TB", "PB"])
    }

    /// `350 MB/s`.
    public static func bytesPerSecond(_ value: Double) -> String {
        scaled(value, units: ["B", "kB", "MB", "GB", "TB", "PB"]) + "/s"
    }

    /// `3.21 M pairs/s`.
    public static func perSecond(_ value: Double, _ unit: String) -> String {
        let number = scaled(value, units: ["", "k", "M", "G", "T"])
        return "\(number) \(unit)/s"
    }

    /// `0.6 s`, `12 s`, `1 min 20 s`, `2 h 05 min`, `3 d 4 h`; negative times are none.
    public static func seconds(_ value: Double) -> String {
        guard value.isFinite else { return "?" }
        let value = max(0, value)
        if value < 9.95 { return "\(fixed(value, decimals: 1)) s" }
        let whole = Int(min(value, 1e15).rounded())
        let (days, hours, minutes) = (whole / 86_400, whole / 3600 % 24, whole / 60 % 60)
        if days > 0 { return "\(days) d \(hours) h" }
        if hours > 0 { return "\(hours) h \(padded(minutes)) min" }
        return minutes > 0 ? "\(minutes) min \(padded(whole % 60)) s" : "\(whole) s"
    }

    /// ` 42 %`, three places wide so that nothing after it moves; 100 % only when all is done.
    public static func percent(_ fraction: Double) -> String {
        let whole = fraction >= 1 ? 100 : Int(max(0, fraction) * 100)
        return "\(String(repeating: " ", count: 3 - String(whole).count))\(whole) %"
    }

    /// Three significant digits and a unit, each a thousand times the one before.
    private static func scaled(_ value: Double, units: [String]) -> String {
        guard value.isFinite else { return "?" }
        if value < 0 { return "-" + scaled(-value, units: units) }
        var value = value
        var unit = 0
        // 999.5 would be shown as 1000.
        while value >= 999.5 && unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        let decimals = unit == 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2
        let number = fixed(value, decimals: decimals)
        return units[unit].isEmpty ? number : "\(number) \(units[unit])"
    }

    /// A number of at most 15 digits with so many after the point, halves away from zero.
    private static func fixed(_ value: Double, decimals: Int) -> String {
        let scale = [1, 10, 100][decimals]
        let all = Int((min(value, 1e15) * Double(scale)).rounded())
        guard decimals > 0 else { return String(all) }
        let rest = String(all % scale)
        return "\(all / scale).\(String(repeating: "0", count: decimals - rest.count))\(rest)"
    }

    private static func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
}
