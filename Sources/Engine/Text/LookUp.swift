import Records
import Resolve

/// How many partners a record may have where texts are matched and nobody has said; nil where the links will say.
///
/// A source at least twice as long as the other is a list in which the other is looked up: each record of the shorter
/// asks for its best, and two may ask for the same.
func lookUpCardinality(left: Int, right: Int) -> Cardinality? {
    if left >= 2 * right { return .oneToMany }
    return right >= 2 * left ? .manyToOne : nil
}

extension MatchOptions {
    /// The same, with the cardinality that suits texts where none was given.
    func forTexts(_ tables: TablePair) -> MatchOptions {
        var options = self
        if !tables.isDedupe && cardinality == nil {
            options.cardinality = lookUpCardinality(left: tables.left.count, right: tables.right.count)
        }
        return options
    }
}

extension Resolution {
    /// Says why this cardinality, where neither a person nor the links chose it.
    mutating func explainLookUp() {
        cardinalityReason =
            "the \(cardinality == .oneToMany ? "right" : "left") source is looked up in one at least twice as long"
    }
}
