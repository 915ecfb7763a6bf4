/// Writes an e-mail address trimmed and in lower case; `mailto:` and angle brackets go.
///
/// - Parameter out: room for `raw.count + 8` bytes.
/// - Returns: bytes written, or −1 where a letter beyond ASCII needs `lowerUnicode`.
@inline(__always)
func writeEmail(_ raw: Bytes, to out: UnsafeMutablePointer<UInt8>) -> Int {
    let body = emailBody(raw)
    var place = 0
    while place < body.count {
        let size = min(8, body.count &- place)
        let block = body.block(at: place, size: size)
        if block & WordBlock.top != 0 { return -1 }
        UnsafeMutableRawPointer(out + place).storeBytes(
            of: WordBlock.lowered(block).littleEndian, as: UInt64.self)
        place &+= size
    }
    return body.count
}

/// As `writeEmail` for any script: the simple lower case of each scalar.
func lowerUnicode(_ raw: Bytes, into out: inout [UInt8]) {
    out.removeAll(keepingCapacity: true)
    let body = emailBody(raw)
    var place = 0
    while place < body.count {
        if body[place] < 0x80 {
            out.append(body[place].lowered)
            place += 1
        } else {
            let (value, length) = decodeUTF8(body, at: place)
            place += length
            guard let scalar = Unicode.Scalar(value), value != 0xFFFD else { continue }
            for lower in scalar.properties.lowercaseMapping.unicodeScalars {
                appendUTF8(lower.value, to: &out)
            }
        }
    }
}

@inline(__always)
private func emailBody(_ raw: Bytes) -> Bytes {
    var body = raw.trimmed
    if body.count > 7, body[6] == UInt8(ascii: ":"), body[0] | 0x20 == UInt8(ascii: "m"),
        body[5] | 0x20 == UInt8(ascii: "o")
    {
        body = Bytes(rebasing: body[7...])
    }
    if let first = body.first, first == UInt8(ascii: "<") { body = Bytes(rebasing: body[1...]) }
    if let last = body.last, last == UInt8(ascii: ">") { body = Bytes(rebasing: body[..<(body.count - 1)]) }
    return body
}
