/// Bytes of a Soundex code: a letter and three digits.
public let soundexLength = 4

/// American Soundex (Russell 1918, as the U.S. National Archives apply it): `h` and `w` do not part
/// letters of one group, vowels do. "ashcraft" is `A261`.
///
/// - Parameters:
///   - word: UTF-8; letters of either case. Everything but ASCII letters is passed over.
///   - code: room for `soundexLength` bytes.
/// - Returns: `soundexLength`, or 0 where the word has no ASCII letter.
/// - Complexity: O(count).
public func soundex(_ word: UnsafeBufferPointer<UInt8>, into code: UnsafeMutableBufferPointer<UInt8>) -> Int {
    precondition(code.count >= soundexLength)
    var length = 0
    var groupBefore: UInt8 = 0
    for byte in word {
        let letter = byte | 0x20
        guard letter >= 0x61, letter <= 0x7A, byte < 0x80 else { continue }
        let group = soundexGroups[Int(letter &- 0x61)]
        if length == 0 {
            code[0] = letter &- 0x20
            length = 1
            groupBefore = group
        } else if group == transparent {
            continue
        } else {
            if group != 0, group != groupBefore {
                code[length] = 0x30 &+ group
                length += 1
                if length == soundexLength { break }
            }
            groupBefore = group
        }
    }
    guard length > 0 else { return 0 }
    while length < soundexLength {
        code[length] = 0x30
        length += 1
    }
    return length
}

/// `h` and `w`: as if they were not there.
private let transparent: UInt8 = 7

/// Group of each letter from `a`; 0 for vowels.
private let soundexGroups: InlineArray<26, UInt8> = [
    0, 1, 2, 3, 0, 1, 2, 7, 0, 2, 2, 4, 5, 5, 0, 1, 2, 6, 2, 3, 0, 1, 7, 2, 0, 2,
]
