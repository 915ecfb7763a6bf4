/// A path for a person: valid UTF-8 as it is, but control characters, backslashes and bytes that are no
/// UTF-8 as `\n`, `\t`, `\\` or `\xE9`. No two paths look alike, and none moves the cursor.
public func shown(path: some Collection<UInt8>) -> String {
    var text = ""
    text.reserveCapacity(path.count)
    var decoder = UTF8()
    var pending = Array(path)[...]
    while !pending.isEmpty {
        var bytes = pending.makeIterator()
        switch decoder.decode(&bytes) {
        case .scalarValue(let scalar):
            text += shown(scalar)
            pending = pending.dropFirst(UTF8.width(scalar))
        case .error, .emptyInput:
            text += escaped(pending[pending.startIndex])
            pending = pending.dropFirst()
        }
        decoder = UTF8()
    }
    return text
}

private func shown(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": "\\n"
    case "\t": "\\t"
    case "\r": "\\r"
    case "\\": "\\\\"
    default:
        switch scalar.properties.generalCategory {
        // Control and format characters, among them those that turn the direction of writing.
        case .control, .format, .lineSeparator, .paragraphSeparator:
            scalar.utf8.map(escaped).joined()
        default: String(scalar)
        }
    }
}

private func escaped(_ byte: UInt8) -> String {
    let digits = Array("0123456789ABCDEF")
    return "\\x\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
}

/// The bytes of a path that `shown(path:)` wrote; nil where an escape is not one of its own.
public func pathBytes(shown text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "\\") else {
            bytes.append(byte)
            continue
        }
        switch rest.popFirst() {
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "\\"): bytes.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "x"):
            guard rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        default: return nil
        }
    }
    return bytes
}
