import Phonetics

/// 1 where two words have the same Soundex code; words without letters must be equal.
func soundexAgreement(_ a: TextBytes, _ b: TextBytes) -> Double {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * soundexLength) { codes in
        let codeA = UnsafeMutableBufferPointer(rebasing: codes[..<soundexLength])
        let codeB = UnsafeMutableBufferPointer(rebasing: codes[soundexLength...])
        let (lengthA, lengthB) = (soundex(a, into: codeA), soundex(b, into: codeB))
        if lengthA == 0 || lengthB == 0 { return isEqual(a, b) ? 1 : 0 }
        return isEqual(TextBytes(codeA), TextBytes(codeB)) ? 1 : 0
    }
}

/// 1 where two words share a Double Metaphone code; words without a code must be equal.
func metaphoneAgreement(_ a: TextBytes, _ b: TextBytes) -> Double {
    let (codesA, codesB) = (doubleMetaphone(a), doubleMetaphone(b))
    if codesA.primary.isEmpty || codesB.primary.isEmpty { return isEqual(a, b) ? 1 : 0 }
    return codesA.primary == codesB.primary || codesA.primary == codesB.alternate
        || codesA.alternate == codesB.primary || codesA.alternate == codesB.alternate ? 1 : 0
}
