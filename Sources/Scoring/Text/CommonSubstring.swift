import CKernels

extension TextScratch {
    /// Characters of the longest run that stands in both values, over the characters of the shorter one.
    ///
    /// - Complexity: O(|a|·|b|), eight steps at a time for ASCII.
    mutating func commonSubstring(_ a: TextBytes, _ b: TextBytes) -> Float {
        if a.isEmpty || b.isEmpty { return a.isEmpty && b.isEmpty ? 1 : 0 }
        let most = Int(TIEOUT_TEXT_MAX_LENGTH)
        let first = TextBytes(rebasing: a[..<min(a.count, most)])
        let second = TextBytes(rebasing: b[..<min(b.count, most)])
        let counters = runLengths.room(first.count + second.count).baseAddress
        if isASCII(first) && isASCII(second) {
            let longest = tieout_longest_run_of_bytes(
                first.baseAddress, first.count, second.baseAddress, second.count, counters)
            return Float(Double(longest) / Double(min(first.count, second.count)))
        }
        let (charactersOfA, charactersOfB) = (charactersA.room(first.count), charactersB.room(second.count))
        let countA = decodeCharacters(first, into: charactersOfA)
        let countB = decodeCharacters(second, into: charactersOfB)
        let longest = tieout_longest_run_of_characters(
            charactersOfA.baseAddress, countA, charactersOfB.baseAddress, countB, counters)
        return Float(Double(longest) / Double(min(countA, countB)))
    }
}
