/// Bytes of a Double Metaphone code, at most.
public let doubleMetaphoneCapacity = 4

/// A Double Metaphone code: up to four of the symbols `0` (th), `A` (a vowel at the start), `F`, `H`,
/// `J`, `K`, `L`, `M`, `N`, `P`, `R`, `S`, `T` and `X` (sh).
public struct MetaphoneCode: Equatable, Sendable, CustomStringConvertible {
    /// The symbols, first in the highest byte in use.
    private var symbols: UInt32 = 0
    /// Symbols in the code, 0…4.
    public private(set) var count = 0

    /// No symbol: the word has no sound that counts.
    public var isEmpty: Bool { count == 0 }
    var isFull: Bool { count == doubleMetaphoneCapacity }

    /// Appends symbols; what does not fit is dropped.
    mutating func append(_ text: StaticString) {
        for place in 0..<text.utf8CodeUnitCount where !isFull {
            symbols = symbols << 8 | UInt32(text.utf8Start[place])
            count += 1
        }
    }

    /// The symbol at `place`, an ASCII byte.
    public subscript(place: Int) -> UInt8 {
        precondition(place >= 0 && place < count)
        return UInt8(truncatingIfNeeded: symbols >> (8 * UInt32(count - 1 - place)))
    }

    /// The symbols as text.
    public var description: String { String((0..<count).map { Character(Unicode.Scalar(self[$0])) }) }
}

/// Both codes of a word: how it most likely sounds, and how else it may. They are often equal.
public struct MetaphoneCodes: Equatable, Sendable {
    /// The likelier sound.
    public internal(set) var primary = MetaphoneCode()
    /// The other sound; equal to `primary` where there is no other.
    public internal(set) var alternate = MetaphoneCode()
}

/// Both Double Metaphone codes of a word (Philips 2000, "The Double Metaphone Search Algorithm").
///
/// - Parameter word: UTF-8; letters of either case. Other bytes have no sound.
/// - Complexity: O(count); no allocation.
public func doubleMetaphone(_ word: UnsafeBufferPointer<UInt8>) -> MetaphoneCodes {
    var encoder = MetaphoneEncoder(word)
    return encoder.encode()
}

/// The primary Double Metaphone code of a word.
///
/// - Parameters:
///   - word: UTF-8; letters of either case. Other bytes have no sound.
///   - code: room for `doubleMetaphoneCapacity` bytes.
/// - Returns: the length of the code; 0 where the word has no sound that counts.
public func doubleMetaphone(
    _ word: UnsafeBufferPointer<UInt8>, into code: UnsafeMutableBufferPointer<UInt8>
) -> Int {
    precondition(code.count >= doubleMetaphoneCapacity)
    let primary = doubleMetaphone(word).primary
    for place in 0..<primary.count { code[place] = primary[place] }
    return primary.count
}
