/// What two values have in common in neighbouring characters, taken as multisets of bigrams.
struct GramOverlap {
    /// Bigrams of either value.
    var countA = 0
    var countB = 0
    /// Σ min(a, b) over the distinct bigrams.
    var common = 0
    /// Σ a², Σ b² and Σ a·b.
    var squaresA = 0
    var squaresB = 0
    var product = 0
    /// What a measure gives where a value has no bigrams; nil where both have some.
    var settled: Float?

    var jaccard: Float { settled ?? Float(Double(common) / Double(countA + countB - common)) }
    var dice: Float { settled ?? Float(Double(2 * common) / Double(countA + countB)) }
    var cosine: Float {
        settled ?? Float(Double(product) / (Double(squaresA) * Double(squaresB)).squareRoot())
    }
}

/// How often each ASCII bigram occurs in either value of a pair: a table of counts, all zero between
/// pairs.
struct GramCounts: ~Copyable {
    /// Two counts for each of 2^14 bigrams.
    let counts: UnsafeMutableBufferPointer<UInt32>

    init() {
        counts = .allocate(capacity: 2 << 14)
        counts.initialize(repeating: 0)
    }

    deinit { counts.deallocate() }
}

extension TextScratch {
    /// Bigrams of two values; O(|a| + |b|) for ASCII, else O(n log n).
    mutating func gramOverlap(_ a: TextBytes, _ b: TextBytes) -> GramOverlap {
        if a.count < 2 || b.count < 2 {
            return GramOverlap(settled: isEqual(a, b) ? 1 : 0)
        }
        return isASCII(a) && isASCII(b) ? asciiOverlap(a, b) : anyOverlap(a, b)
    }

    private func asciiOverlap(_ a: TextBytes, _ b: TextBytes) -> GramOverlap {
        let counts = grams.counts
        var overlap = GramOverlap(countA: a.count - 1, countB: b.count - 1)
        for place in 1..<a.count {
            let gram = asciiGram(a, place)
            let before = Int(counts[gram])
            overlap.squaresA &+= 2 &* before &+ 1
            counts[gram] = UInt32(truncatingIfNeeded: before &+ 1)
        }
        for place in 1..<b.count {
            let gram = asciiGram(b, place)
            let (inA, before) = (Int(counts[gram]), Int(counts[gram &+ 1]))
            overlap.squaresB &+= 2 &* before &+ 1
            overlap.product &+= inA
            if before < inA { overlap.common &+= 1 }
            counts[gram &+ 1] = UInt32(truncatingIfNeeded: before &+ 1)
        }
        for place in 1..<a.count { counts[asciiGram(a, place)] = 0 }
        for place in 1..<b.count { counts[asciiGram(b, place) &+ 1] = 0 }
        return overlap
    }

    /// The same for any characters: both lists of bigrams sorted, then merged.
    private mutating func anyOverlap(_ a: TextBytes, _ b: TextBytes) -> GramOverlap {
        let listA = sortedGrams(a, characters: charactersA.room(a.count), grams: gramsA.room(a.count))
        let listB = sortedGrams(b, characters: charactersB.room(b.count), grams: gramsB.room(b.count))
        if listA.isEmpty || listB.isEmpty { return GramOverlap(settled: isEqual(a, b) ? 1 : 0) }
        var overlap = GramOverlap(countA: listA.count, countB: listB.count)
        var (i, j) = (0, 0)
        while i < listA.count || j < listB.count {
            let gram = min(i < listA.count ? listA[i] : .max, j < listB.count ? listB[j] : .max)
            let (startA, startB) = (i, j)
            while i < listA.count, listA[i] == gram { i += 1 }
            while j < listB.count, listB[j] == gram { j += 1 }
            let (inA, inB) = (i - startA, j - startB)
            overlap.common += min(inA, inB)
            overlap.squaresA += inA * inA
            overlap.squaresB += inB * inB
            overlap.product += inA * inB
        }
        return overlap
    }
}

@inline(__always)
private func asciiGram(_ bytes: TextBytes, _ place: Int) -> Int {
    (Int(bytes[place &- 1]) &<< 7 | Int(bytes[place])) &<< 1
}

func isASCII(_ bytes: TextBytes) -> Bool {
    var seen: UInt8 = 0
    for byte in bytes { seen |= byte }
    return seen < 0x80
}

private func sortedGrams(
    _ bytes: TextBytes, characters: UnsafeMutableBufferPointer<UInt32>,
    grams: UnsafeMutableBufferPointer<UInt64>
) -> UnsafeMutableBufferPointer<UInt64> {
    let count = decodeCharacters(bytes, into: characters)
    for place in 0..<max(count - 1, 0) {
        grams[place] = UInt64(characters[place]) << 32 | UInt64(characters[place + 1])
    }
    let list = UnsafeMutableBufferPointer(rebasing: grams[..<max(count - 1, 0)])
    sortInPlace(list)
    return list
}
