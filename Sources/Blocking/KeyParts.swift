import Phonetics
import Records

extension KeyExpression {
    /// The keys of some records under this expression, `part.width` of each; 0 where it lacks the part.
    ///
    /// - Parameters:
    ///   - words: the word counts of the field, for `rareWords`.
    ///   - memo: the dear keys of earlier records.
    ///   - keys: the first keys of all records, then from `slotStride` on the second ones, and so on.
    func keys(
        of rows: UnsafeBufferPointer<Row>, words: WordCounts?, memo: inout KeyMemo,
        into keys: UnsafeMutablePointer<UInt64>, slotStride: Int
    ) {
        switch part {
        case .rareWords(let count, let atMost):
            withUnsafeTemporaryAllocation(of: UInt64.self, capacity: count) { found in
                withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count) { ranks in
                    for place in rows.indices {
                        words.unsafelyUnwrapped.rarest(
                            rows[place].bytes(field), limit: count, atMost: atMost,
                            ranks: ranks.baseAddress.unsafelyUnwrapped,
                            into: found.baseAddress.unsafelyUnwrapped)
                        for slot in 0..<count { keys[slot &* slotStride &+ place] = found[slot] }
                    }
                }
            }
        case .value:
            for place in rows.indices { keys[place] = valueKey(rows[place], field) }
        case .phonetic, .sortedWords:
            for place in rows.indices { keys[place] = memo.key(of: part, in: rows[place].bytes(field)) }
        default:
            for place in rows.indices { keys[place] = key(of: part, in: rows[place].bytes(field)) }
        }
    }
}

/// Key of a whole value, from its head alone: 32 bits of hash, the signature and the length; no byte of the
/// value is touched. Where signatures tell nothing (letters beyond ASCII), a million values bring some 200
/// pairs that merely share their hash, and are scored as the strangers they are. 0 for a null.
@inline(__always)
func valueKey(_ row: Row, _ field: Int) -> UInt64 {
    let length = row.length(field)
    if length == 0 { return 0 }
    return nonZero(
        combine(UInt64(truncatingIfNeeded: length) << 32 | UInt64(row.hash(field)), row.signature(field)))
}

/// Key of one single-valued part of a canonical value; 0 where the value lacks the part.
///
/// - Complexity: O(length); a sort of the words for `sortedWords`.
func key(of part: KeyPart, in bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    guard !bytes.isEmpty else { return 0 }
    switch part {
    case .value: return nonZero(xxh3(bytes))
    case .prefix(let n): return bytes.count < n ? 0 : nonZero(xxh3(bytes.baseAddress, n))
    case .suffix(let n):
        return bytes.count < n ? 0 : nonZero(xxh3(bytes.baseAddress.unsafelyUnwrapped + bytes.count - n, n))
    case .digits: return digitsKey(bytes)
    case .phonetic: return phoneticKey(bytes)
    case .firstWord:
        let end = bytes.firstIndex(of: space) ?? bytes.count
        return nonZero(xxh3(bytes.baseAddress, end))
    case .lastWord:
        let start = (bytes.lastIndex(of: space) ?? -1) + 1
        return nonZero(xxh3(bytes.baseAddress.unsafelyUnwrapped + start, bytes.count - start))
    case .sortedWords: return sortedWordsKey(bytes)
    case .year: return bytes.count < 8 ? 0 : nonZero(xxh3(bytes.baseAddress, 4))
    case .monthDay: return monthDayKey(bytes)
    case .rareWords: preconditionFailure("rare words have several keys")
    }
}

let space: UInt8 = 0x20

/// 0 stands for "no key".
@inline(__always)
func nonZero(_ hash: UInt64) -> UInt64 { hash == 0 ? 1 : hash }

private func digitsKey(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash: UInt64 = 0
    for byte in bytes where byte &- 0x30 < 10 { hash = hash &* 0x0000_0100_0000_01B3 &+ UInt64(byte) &+ 1 }
    return hash == 0 ? 0 : nonZero(combine(0, hash))
}

private func monthDayKey(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    guard bytes.count == 8 else { return 0 }
    let monthUnknown = bytes[4] == 0x30 && bytes[5] == 0x30
    let dayUnknown = bytes[6] == 0x30 && bytes[7] == 0x30
    return monthUnknown || dayUnknown ? 0 : nonZero(xxh3(bytes.baseAddress.unsafelyUnwrapped + 4, 4))
}

private func phoneticKey(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let end = bytes.firstIndex(of: space) ?? bytes.count
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: doubleMetaphoneCapacity) { code in
        let length = doubleMetaphone(UnsafeBufferPointer(rebasing: bytes[..<end]), into: code)
        return length == 0 ? 0 : nonZero(xxh3(code.baseAddress, length))
    }
}

/// The hashes of the words are sorted and hashed: cheaper than sorting the words, and as exact as
/// any 64-bit key.
private func sortedWordsKey(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: bytes.count / 2 + 1) { hashes in
        var count = 0
        forEachWord(bytes) { word in
            hashes[count] = xxh3(word)
            count += 1
        }
        var words = UnsafeMutableBufferPointer(rebasing: hashes[..<count])
        words.sort()
        return count == 0 ? 0 : nonZero(xxh3(UnsafeRawPointer(words.baseAddress), count * 8))
    }
}

/// Calls `body` for each maximal run of bytes other than spaces.
@inline(__always)
func forEachWord(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    var start = 0
    for place in 0...bytes.count where place == bytes.count || bytes[place] == space {
        if place > start { body(UnsafeBufferPointer(rebasing: bytes[start..<place])) }
        start = place + 1
    }
}
