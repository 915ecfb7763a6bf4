/// Bytes of `1.2G`, `800M`, `64k`, `4096`; nil where it says nothing of the kind.
public func parseSize(_ text: String) -> Int? {
    var digits = Substring(text.lowercased())
    if digits.hasSuffix("b") { digits = digits.dropLast() }
    if digits.hasSuffix("i") { digits = digits.dropLast() }
    let units: [Character: Double] = ["k": 1024, "m": 1_048_576, "g": 1_073_741_824, "t": 1_099_511_627_776]
    var factor = 1.0
    if let last = digits.last, let unit = units[last] {
        factor = unit
        digits = digits.dropLast()
    }
    guard let number = Double(digits), number > 0, number * factor < 9e15 else { return nil }
    return Int(number * factor)
}
