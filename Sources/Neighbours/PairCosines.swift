import Records

/// The cosine of two vectors of length 1 from the sum of their products. Such a vector's product with itself
/// is 1 but for the rounding of its weights; what differs from 1 by no more than that is 1.
@inline(__always)
func cosine(ofSum sum: Double) -> Float { sum > 1 - 0x1p-22 ? 1 : Float(sum) }

/// The cosines of given pairs.
///
/// The sum runs over the tokens in ascending order, in double precision, where every product is exact: the same
/// bits whichever of the two comes first, and the same as the search for neighbours reports.
///
/// - Parameters:
///   - leftRecords: a record of `left` for each pair.
///   - rightRecords: one of `right`.
///   - cosines: filled with 0 … 1; 0 where a text is empty or nothing is shared.
/// - Complexity: O(entries of both vectors) a pair.
public func cosines(
    left: TextVectors, right: TextVectors, leftRecords: UnsafeBufferPointer<RecordIndex>,
    rightRecords: UnsafeBufferPointer<RecordIndex>, into cosines: UnsafeMutableBufferPointer<Float>
) {
    precondition(leftRecords.count == rightRecords.count && leftRecords.count == cosines.count)
    for pair in 0..<leftRecords.count {
        precondition(Int(leftRecords[pair]) < left.count && Int(rightRecords[pair]) < right.count)
        cosines[pair] = cosine(
            ofSum: product(
                left, left.entries(Int(leftRecords[pair])), right, right.entries(Int(rightRecords[pair]))))
    }
}

/// The sum of the products of the weights of shared tokens.
@inline(__always)
func product(_ left: TextVectors, _ leftEntries: Range<Int>, _ right: TextVectors, _ rightEntries: Range<Int>)
    -> Double
{
    let (leftTokens, rightTokens) = (left.tokens, right.tokens)
    let (leftWeights, rightWeights) = (left.weights, right.weights)
    var (i, j) = (leftEntries.lowerBound, rightEntries.lowerBound)
    var sum = 0.0
    while i < leftEntries.upperBound, j < rightEntries.upperBound {
        let (a, b) = (leftTokens[i], rightTokens[j])
        if a == b { sum += Double(leftWeights[i]) * Double(rightWeights[j]) }
        // Without a branch on the order of the tokens, which nothing predicts.
        i &+= a <= b ? 1 : 0
        j &+= b <= a ? 1 : 0
    }
    return sum
}
