/// A record, or a pair of records, that something is to be said about.
struct CompareItem: Sendable {
    /// What the join says of it; `changed` where the cells are still to be compared.
    enum Reason: UInt8 { case removed, added, changed, moved, rekeyed }

    var reason: Reason
    var isDuplicate: Bool
    /// Place of the left record, unless it is added.
    var left: UInt64
    /// Place of the right record, unless it is removed.
    var right: UInt64

    static func removed(_ place: UInt64, isDuplicate: Bool = false) -> CompareItem {
        CompareItem(reason: .removed, isDuplicate: isDuplicate, left: place, right: 0)
    }

    static func added(_ place: UInt64, isDuplicate: Bool = false) -> CompareItem {
        CompareItem(reason: .added, isDuplicate: isDuplicate, left: .max, right: place)
    }

    static func pair(_ pair: PlacePair, _ reason: Reason = .changed, isDuplicate: Bool = false) -> CompareItem
    {
        CompareItem(reason: reason, isDuplicate: isDuplicate, left: pair.left, right: pair.right)
    }

    /// Place of the left record; nil where there is none.
    var leftPlace: UInt64? { reason == .added ? nil : left }
    /// Place of the right record; nil where there is none.
    var rightPlace: UInt64? { reason == .removed ? nil : right }
}
