/// The debit or credit column that gives the amounts of `amount` the signs which those of `other` carry
/// themselves, and whether debits add.
///
/// - Parameter among: raw columns that are free.
/// - Returns: nil where `other` has no negative amounts, or no such column is there.
func signedView(
    _ amount: ColumnProfile, against other: ColumnProfile, among free: [Int]
) -> (direction: Int, debitPositive: Bool)? {
    guard amount.allNonNegative, other.negativeShare > 0.005 else { return nil }
    for view in amount.signed where free.contains(view.direction) {
        let straight = view.values.jaccard(other.values)
        let turned = view.turned.jaccard(other.values)
        // The amounts themselves say it; where they do not meet, the shares of negative ones do.
        if max(straight, turned) > 0.02 { return (view.direction, turned > straight) }
        let distance = abs(view.negativeShare - other.negativeShare)
        return (view.direction, abs(1 - view.negativeShare - other.negativeShare) < distance - 0.05)
    }
    return nil
}
