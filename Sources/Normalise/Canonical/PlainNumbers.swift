/// Reads digits, a minus before them and a decimal point among them: what most exports write, without
/// the rest of `parseNumber`, and with the same result.
///
/// - Returns: nil where the value is written otherwise or longer than 15 digits.
@inline(__always)
func plainNumber(_ raw: Bytes, decimalComma: Bool) -> Double? {
    guard (1...16).contains(raw.count) else { return nil }
    let isNegative = raw[0] == UInt8(ascii: "-")
    var mantissa: UInt64 = 0
    var point = -1
    var digits = 0
    for place in (isNegative ? 1 : 0)..<raw.count {
        let byte = raw[place]
        if byte.isDigit {
            mantissa = mantissa &* 10 &+ UInt64(byte & 15)
            digits &+= 1
        } else {
            guard byte == UInt8(ascii: "."), point < 0, !decimalComma, place < raw.count &- 1 else {
                return nil
            }
            point = digits
        }
    }
    guard digits > 0, digits <= 15 else { return nil }
    let value = point < 0 ? Double(mantissa) : Double(mantissa) / powersOfTen[digits &- point]
    return isNegative ? 0 - value : value
}

/// Writes the canonical form of a plain number, or returns −1.
@inline(__always)
func writePlainNumber(_ raw: Bytes, decimalComma: Bool, to out: UnsafeMutablePointer<UInt8>) -> Int {
    guard let value = plainNumber(raw, decimalComma: decimalComma) else { return -1 }
    return writeNumber(value, to: out)
}

/// Appends the canonical form of a number.
func appendNumber(_ value: Double, to out: inout [UInt8]) {
    withUnsafeBytes(of: (value + 0).bitPattern.littleEndian) { out.append(contentsOf: $0) }
}

/// The canonical form of a number: 8 bytes, little-endian.
@inline(__always)
func writeNumber(_ value: Double, to out: UnsafeMutablePointer<UInt8>) -> Int {
    // Adding +0 turns −0 into 0.
    UnsafeMutableRawPointer(out).storeBytes(of: (value + 0).bitPattern.littleEndian, as: UInt64.self)
    return 8
}
