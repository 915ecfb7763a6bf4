import Records

@testable import Normalise

/// Canonical form of a string, as text.
func form(_ value: String, _ kind: FieldKind, _ format: ValueFormat = ValueFormat()) -> String {
    String(decoding: formBytes(Array(value.utf8), kind, format), as: UTF8.self)
}

func formBytes(_ value: [UInt8], _ kind: FieldKind, _ format: ValueFormat = ValueFormat()) -> [UInt8] {
    var out: [UInt8] = []
    value.withUnsafeBufferPointer { canonical($0, kind: kind, format: format, into: &out) }
    return out
}

/// Canonical form of a numeric kind; nil for a null.
func number(_ value: String, _ kind: FieldKind = .number, _ format: ValueFormat = ValueFormat()) -> Double? {
    let bytes = formBytes(Array(value.utf8), kind, format)
    if bytes.isEmpty { return nil }
    precondition(bytes.count == 8)
    return Double(bitPattern: bytes.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
}

/// A value of every shape of byte, seeded.
struct RandomBytes {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return combine(state, 1)
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

    mutating func bytes(_ count: Int, from alphabet: [UInt8]) -> [UInt8] {
        (0..<count).map { _ in alphabet[below(alphabet.count)] }
    }
}
