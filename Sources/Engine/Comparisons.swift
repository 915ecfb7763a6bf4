import Normalise
import Records
import Scoring

/// The comparisons of a run: each field's ladder, by its kind or as given.
///
/// Two name fields that might have been exchanged, such as given name and surname, each get a level
/// for that.
func makeComparisons(_ fields: [ColumnPair], given: [JobField]?) throws -> [Comparison] {
    var comparisons: [Comparison] = []
    for (index, field) in fields.enumerated() {
        let told = given?[index]
        if told?.compare == false { continue }
        var levels = defaultLadder(field.kind)
        var partner: Int?
        if let texts = told?.levels {
            levels = try texts.enumerated().map { place, text in
                guard let test = LevelTest(text) else {
                    throw unknown("comparator", text, among: knownTests, at: field.name)
                }
                return Level(test, termWeight: place == 0 && test == .exact ? 1 : 0)
            }
        } else if let other = swapPartner(of: index, in: fields) {
            partner = other
            levels.insert(Level(.swapped), at: 1)
        }
        if told?.termFrequency == false { levels = levels.map { Level($0.test) } }
        comparisons.append(Comparison(name: field.name, field: index, partner: partner, levels: levels))
    }
    guard comparisons.count <= AgreementPattern.maxComparisons else {
        return Array(comparisons.prefix(AgreementPattern.maxComparisons))
    }
    return comparisons
}

/// With exactly two fields of kind name, each may stand in the other's place.
private func swapPartner(of index: Int, in fields: [ColumnPair]) -> Int? {
    guard fields[index].kind == .name else { return nil }
    let names = fields.indices.filter { fields[$0].kind == .name }
    return names.count == 2 ? names.first { $0 != index } : nil
}

private let knownTests =
    ["exact", "swapped", "day and month swapped", "within 3 days", "within 10 km", "differs by <= 0.01", "differs by <= 5 %"]
    + TextMeasure.allCases.map { "\($0.rawValue) >= 0.9" } + ["levenshtein distance <= 2", "osa distance <= 1"]
