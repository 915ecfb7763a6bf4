import Records

/// The kind of a field whose two columns are of different kinds: the more general one that reads the
/// values of both sides.
func pairedKind(_ left: ColumnProfile, _ right: ColumnProfile) -> FieldKind {
    if left.kind == right.kind { return left.kind }
    let kinds: Set<FieldKind> = [left.kind, right.kind]
    if left.kind.isNumeric || right.kind.isNumeric {
        if min(left.numericShare, right.numericShare) >= 0.85 { return numericKind(kinds) }
        return kinds.isSubset(of: [.code, .number, .money, .phone]) ? .code : .text
    }
    if kinds.contains(.date), min(left.dateShare, right.dateShare) >= 0.5 { return .date }
    if kinds.contains(.email), min(left.emailShare, right.emailShare) >= 0.3 { return .email }
    if kinds == [.phone, .code] { return .phone }
    if kinds == [.category, .code] || kinds == [.date, .code] { return .code }
    if left.kind.isWords, right.kind.isWords {
        let general: [FieldKind] = [.text, .address, .organisation, .name, .category]
        return general.first(where: kinds.contains) ?? .text
    }
    return .text
}

private func numericKind(_ kinds: Set<FieldKind>) -> FieldKind {
    let special: [FieldKind] = [.latitude, .longitude, .money, .number]
    return special.first(where: kinds.contains) ?? .number
}
