import Records

/// Columns of the two sources that hold the same thing, and how each side reads it.
public struct ColumnPair: Codable, Sendable, Equatable {
    /// The field's name.
    public var name: String
    /// What the field holds on both sides.
    public var kind: FieldKind
    /// How the left source fills it.
    public var left: FieldRecipe
    /// How the right source fills it.
    public var right: FieldRecipe
    /// Why the columns were paired, for people.
    public var evidence: String

    /// A pair; `left` and `right` must be of the kind `kind`.
    public init(name: String, kind: FieldKind, left: FieldRecipe, right: FieldRecipe, evidence: String) {
        self.name = name
        self.kind = kind
        self.left = left
        self.right = right
        self.evidence = evidence
    }
}

/// A column that takes no part in the comparison.
public struct UnpairedColumn: Codable, Sendable, Equatable {
    /// It is a column of the left source.
    public var isLeft: Bool
    /// Its place in the source, counted from 0.
    public var index: Int
    /// Its name.
    public var name: String
    /// Why.
    public var reason: String
}

/// Which columns of two sources correspond.
public struct Alignment: Codable, Sendable {
    /// In the order of the left source's columns.
    public var pairs: [ColumnPair]
    /// Left columns first, in their order.
    public var unpaired: [UnpairedColumn]
}

/// Pairs the columns of two sources.
///
/// 1. Every two columns of compatible kinds get a likeness: of their names, where both names say
///    something, and of their values (overlap, 3-grams, lengths, quantiles).
/// 2. The pairs are the assignment of greatest total likeness, exact; those below a floor are dropped.
/// 3. A debit or credit column joins the amounts it gives the sign to; parts of a name or an address
///    that stand in several columns on one side join where the other side has one column.
///
/// - Parameters:
///   - excludedLeft: columns not to be used: ids, and what the user excludes.
/// - Complexity: O(n³) for n columns.
public func alignColumns(
    left: [ColumnProfile], right: [ColumnProfile], excludedLeft: Set<Int>, excludedRight: Set<Int>
) -> Alignment {
    var matching = ColumnMatching(
        left: usable(left, excludedLeft), right: usable(right, excludedRight))
    matching.assign()
    matching.joinParts()
    matching.joinDirections()
    return Alignment(
        pairs: matching.pairs(),
        unpaired: unpaired(left, excludedLeft, right, matching.readLeft, isLeft: true)
            + unpaired(right, excludedRight, left, matching.readRight, isLeft: false))
}

/// For a dedupe: each useful column with itself.
public func selfFields(_ profiles: [ColumnProfile], excluded: Set<Int>) -> [ColumnPair] {
    usable(profiles, excluded).filter { !($0.isUUID && $0.isUnique) }.map { profile in
        let recipe = profile.recipe(name: profile.name, kind: profile.kind)
        return ColumnPair(
            name: profile.name, kind: profile.kind, left: recipe, right: recipe, evidence: "the column itself"
        )
    }
}

private func usable(_ profiles: [ColumnProfile], _ excluded: Set<Int>) -> [ColumnProfile] {
    profiles.filter { !excluded.contains($0.index) && $0.uselessReason == nil }
}

private func unpaired(
    _ profiles: [ColumnProfile], _ excluded: Set<Int>, _ others: [ColumnProfile], _ read: Set<Int>,
    isLeft: Bool
) -> [UnpairedColumn] {
    profiles.filter { !read.contains($0.index) && !excluded.contains($0.index) }.map { profile in
        UnpairedColumn(
            isLeft: isLeft, index: profile.index, name: profile.name,
            reason: profile.uselessReason ?? reasonAlone(profile, others))
    }
}

private func reasonAlone(_ profile: ColumnProfile, _ others: [ColumnProfile]) -> String {
    for other in others where ColumnName(profile.name).likeness(ColumnName(other.name)) >= 0.8 {
        if Likeness(profile, other, positions: (0, 0)).sharesNothing {
            return "it has no value in common with the other source's \(other.name)"
        }
    }
    return "no column of the other source is like it"
}

extension ColumnProfile {
    /// The recipe that reads this column alone.
    func recipe(name: String, kind: FieldKind) -> FieldRecipe {
        FieldRecipe(name: name, kind: kind, source: .column(index), format: format, repeatShare: repeatShare)
    }
}
