import Records

/// The pairs that stand in another order on the right than on the left: those outside a longest run of pairs
/// whose order is the same, so that as few as possible count as moved.
///
/// Patience sorting (Fredman 1975).
///
/// - Parameter pairs: by left place.
/// - Complexity: O(n log n) time, 8 bytes a pair.
func movedPairs(_ pairs: [PlacePair]) -> [PlacePair] {
    // Pile by pile, the pair whose right place is least; each pair knows the one below it on the pile before.
    var tops: [UInt32] = []
    var below = [UInt32](repeating: .max, count: pairs.count)
    for (index, pair) in pairs.enumerated() {
        let pile = lowerBound(0..<tops.count) { pairs[Int(tops[$0])].right < pair.right }
        if pile > 0 { below[index] = tops[pile - 1] }
        if pile == tops.count { tops.append(UInt32(index)) } else { tops[pile] = UInt32(index) }
    }
    var stays = [Bool](repeating: false, count: pairs.count)
    var next = tops.last ?? .max
    while next != .max {
        stays[Int(next)] = true
        next = below[Int(next)]
    }
    return pairs.indices.lazy.filter { !stays[$0] }.map { pairs[$0] }
}
