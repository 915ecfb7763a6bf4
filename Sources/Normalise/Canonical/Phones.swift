/// Writes the national digits of a phone number.
///
/// 1. An extension (`ext. 12`, `x12`, `#12`) is left out.
/// 2. After `+`, and after `00` where the column writes it so, the country code goes: one digit for
///    1 and 7, else two or three as ITU-T E.164 assigns them. A trunk zero in parentheses goes too.
/// 3. Leading zeros (trunk prefixes) go; so does the leading 1 of eleven digits (North America).
///
/// So `+44 20 7946 0958`, `(020) 7946-0958` and `0044 20 79460958` agree.
///
/// - Parameter out: room for `raw.count` bytes.
/// - Returns: bytes written; 0 where there is no digit but zeros.
func writePhone(_ raw: Bytes, to out: UnsafeMutablePointer<UInt8>, internationalZeros: Bool) -> Int {
    var n = 0
    var hasPlus = false
    for place in 0..<raw.count {
        let byte = raw[place]
        if byte.isDigit {
            out[n] = byte
            n &+= 1
        } else if byte == UInt8(ascii: "+"), n == 0 {
            hasPlus = true
        } else if n >= 5, byte == UInt8(ascii: "#") || startsExtension(raw, place) {
            break
        }
    }
    var start = 0
    if !hasPlus, internationalZeros, n > 9, out[0] == 0x30, out[1] == 0x30 {
        hasPlus = true
        start = 2
    }
    if hasPlus { start += countryCodeLength(out + start, n - start) }
    while start < n, out[start] == 0x30 { start += 1 }
    if !hasPlus, n - start == 11, out[start] == 0x31 { start += 1 }
    let kept = n - start
    for i in 0..<kept where start > 0 { out[i] = out[start + i] }
    return kept
}

/// An `x` or `ext` at `place`, after the number.
private func startsExtension(_ raw: Bytes, _ place: Int) -> Bool {
    switch raw[place] | 0x20 {
    case UInt8(ascii: "x"): true
    case UInt8(ascii: "e"): place + 1 < raw.count && raw[place + 1] | 0x20 == UInt8(ascii: "x")
    default: false
    }
}

/// Digits of the country code at the start of an international number (ITU-T E.164, 2024).
private func countryCodeLength(_ digits: UnsafePointer<UInt8>, _ count: Int) -> Int {
    guard count > 3 else { return 0 }
    let first = digits[0] & 15
    let second = digits[1] & 15
    return switch (first, second) {
    case (1, _), (7, _): 1
    case (2, 0), (2, 7), (3, 0...4), (3, 6), (3, 9), (4, 0...1), (4, 3...9), (5, 1...8), (6, 0...6),
        (8, 1...2),
        (8, 4), (8, 6), (9, 0...5), (9, 8):
        2
    case (0, _): 0
    default: 3
    }
}
