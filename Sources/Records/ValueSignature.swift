import CKernels

/// What the signature of a field's values tells.
///
/// A signature is 64 bits of a row's head that bound, without touching the values, how alike two
/// values can be: what one has and the other lacks is one AND-NOT and one population count away.
public enum SignatureKind: UInt8, Sendable, Codable {
    /// Letters a–z, once (bits 0…25) and twice (26…51), digits (52…61), anything else (62).
    case characters
    /// Each digit, once to six times (ten bits for each number of times).
    case digits
    /// Bigrams inside words, each at one of bits 0…62 by a hash.
    case bigrams
    /// The 8 canonical bytes themselves: dates and numbers.
    case value
}

extension FieldKind {
    /// The signature that tells most about values of this kind.
    public var signature: SignatureKind {
        switch self {
        case .name, .category, .quantities, .code, .email: .characters
        case .phone: .digits
        case .text, .address, .organisation: .bigrams
        case .date, .number, .money, .latitude, .longitude: .value
        }
    }
}

/// Set in a signature that bounds nothing: the value is not of the characters its kind counts.
/// Signatures of kind `value` have no such bit.
public let unboundedSignature: UInt64 = 1 << 63

/// The signature of a canonical value; 0 for a null.
///
/// - Parameter tools: handed in so that nobody asks for them once a value.
/// - Complexity: O(count).
@inline(__always)
func signature(
    _ kind: SignatureKind, _ bytes: UnsafePointer<UInt8>, _ count: Int, _ tools: SignatureTools
) -> UInt64 {
    let kernels = tieout_kernels_for(tools.kernels, count)
    return switch kind {
    case .characters:
        kernels?.pointee.character_signature(bytes, count) ?? characterSignature(bytes, count, tools.bits)
    case .digits: digitSignature(bytes, count)
    case .bigrams: kernels?.pointee.bigram_signature(bytes, count) ?? bigramSignature(bytes, count)
    case .value: count == 8 ? UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self) : 0
    }
}

/// What signatures are made with.
struct SignatureTools {
    /// The bit of each byte.
    let bits: UnsafePointer<UInt64>
    /// For short values, where the machine has them: the same bits in less time.
    let kernels: UnsafePointer<tieout_value_kernels>?

    /// - Parameter kernels: nil for plain code alone.
    init(kernels: UnsafePointer<tieout_value_kernels>? = tieout_best_value_kernels()) {
        bits = characterBits
        self.kernels = kernels
    }
}

@inline(__always)
private func characterSignature(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, _ bits: UnsafePointer<UInt64>
) -> UInt64 {
    var once: UInt64 = 0
    var twice: UInt64 = 0
    for place in 0..<count {
        let bit = bits[Int(bytes[place])]
        twice |= once & bit
        once |= bit
    }
    let letters: UInt64 = (1 << 26) - 1
    return once | (twice & letters) << 26
}

/// The bit of each byte in a signature of kind `characters`: 256 entries, never freed.
private nonisolated(unsafe) let characterBits: UnsafePointer<UInt64> = {
    let bits = UnsafeMutablePointer<UInt64>.allocate(capacity: 256)
    for byte in 0..<256 {
        let place: Int
        switch UInt8(byte) {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): place = byte - 0x61
        case UInt8(ascii: "0")...UInt8(ascii: "9"): place = 52 + byte - 0x30
        case 0x80...0xFF: place = 63
        default: place = 62
        }
        bits[byte] = 1 << UInt64(place)
    }
    return UnsafePointer(bits)
}()

@inline(__always)
private func digitSignature(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    // `times[n]` holds the digits seen more than n times.
    var (t0, t1, t2, t3, t4, t5): (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0)
    for place in 0..<count {
        let digit = bytes[place] &- 0x30
        guard digit < 10 else { return unboundedSignature }
        let bit: UInt64 = 1 &<< UInt64(digit)
        t5 |= t4 & bit
        t4 |= t3 & bit
        t3 |= t2 & bit
        t2 |= t1 & bit
        t1 |= t0 & bit
        t0 |= bit
    }
    return t0 | t1 << 10 | t2 << 20 | t3 << 30 | t4 << 40 | t5 << 50
}

@inline(__always)
private func bigramSignature(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    var bits: UInt64 = 0
    var before: UInt8 = 0x20
    for place in 0..<count {
        let byte = bytes[place]
        if byte >= 0x80 { return unboundedSignature }
        let hash = (UInt32(before) << 8 | UInt32(byte)) &* 0x9E37_79B1
        let isInside: UInt64 = before != 0x20 && byte != 0x20 ? 1 : 0
        bits |= isInside &<< UInt64(min(hash >> 26, 62))
        before = byte
    }
    return bits
}
