/// The first place of a sorted range that does not stand before what is looked for; the end of the range where all do.
///
/// - Parameter isBefore: holds for the places up to some place, and for none from there on.
/// - Complexity: O(log range.count) calls.
@inlinable @inline(__always)
public func lowerBound(_ range: Range<Int>, isBefore: (Int) -> Bool) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
        let middle = low + (high - low) / 2
        if isBefore(middle) { low = middle + 1 } else { high = middle }
    }
    return low
}
