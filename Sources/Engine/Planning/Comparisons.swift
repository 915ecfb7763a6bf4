import Normalise
import Records
import Scoring

/// The comparisons of a run: each field's ladder, by its kind or as given.
///
/// Two name fields that might have been exchanged, such as given name and surname, each get a level
/// for that.
///
/// - Parameter ofWords: places of the fields whose values are several words (`fieldsOfWords`).
func makeComparisons(_ fields: [ColumnPair], given: [JobField]?, ofWords: Set<Int> = []) throws
    -> [Comparison]
{
    var comparisons: [Comparison] = []
    for (index, field) in fields.enumerated() {
        let told = given?[index]
        if told?.compare == false { continue }
        var (levels, partner) = automaticLevels(of: index, in: fields, ofWords: ofWords)
        if let texts = told?.levels {
            levels = try texts.enumerated().map { place, text in
                guard let test = LevelTest(text) else {
                    throw unknown("comparator", text, among: knownTests, at: field.name)
                }
                return Level(test, termWeight: place == 0 && test == .exact ? 1 : 0)
            }
            try levels.forEach { try requireFit($0.test, field) }
            guard levels.count <= Comparison.maxLevels else {
                throw TieoutError(
                    "\(levels.count) levels", at: field.name, remedy: "give at most \(Comparison.maxLevels)")
            }
            partner = try givenPartner(of: index, levels: levels, in: fields)
        }
        // Weights by hand are what they say.
        if told?.termFrequency == false || told?.weights != nil { levels = levels.map { Level($0.test) } }
        comparisons.append(Comparison(name: field.name, field: index, partner: partner, levels: levels))
    }
    guard comparisons.count > AgreementPattern.maxComparisons else { return comparisons }
    guard given == nil else {
        throw TieoutError(
            "\(comparisons.count) fields are compared", at: fields[0].name,
            remedy: "compare at most \(AgreementPattern.maxComparisons); say 'compare: false' for the others")
    }
    return mostTelling(comparisons, fields)
}

/// The ladder of a field for which none is given, and the second field that it looks at.
func automaticLevels(of index: Int, in fields: [ColumnPair], ofWords: Set<Int> = []) -> (
    levels: [Level], partner: Int?
) {
    var levels = defaultLadder(fields[index].kind, leavesWordsOut: ofWords.contains(index))
    guard let other = swapPartner(of: index, in: fields) else { return (levels, nil) }
    levels.insert(Level(.swapped), at: 1)
    return (levels, other)
}

/// Of more fields than a pattern holds, those whose kinds tell records apart best, in their order.
private func mostTelling(_ comparisons: [Comparison], _ fields: [ColumnPair]) -> [Comparison] {
    let rank: [FieldKind: Int] = [
        .email: 0, .phone: 0, .code: 1, .name: 1, .date: 1, .organisation: 1, .address: 1, .text: 2,
        .money: 2,
        .number: 3, .quantities: 3, .latitude: 3, .longitude: 3, .category: 4,
    ]
    let order = comparisons.indices.sorted {
        (rank[fields[comparisons[$0].field].kind] ?? 5, $0) < (
            rank[fields[comparisons[$1].field].kind] ?? 5, $1
        )
    }
    return order.prefix(AgreementPattern.maxComparisons).sorted().map { comparisons[$0] }
}

/// A test must read the field's canonical form: numbers of a numeric field, digits of a date, text
/// of the others.
private func requireFit(_ test: LevelTest, _ field: ColumnPair) throws {
    let fits =
        switch test {
        case .exact: true
        case .absolute, .relative: field.kind.isNumeric
        case .kilometres: field.kind == .latitude
        case .days, .dayMonthSwapped, .dateDigits: field.kind == .date
        case .swapped: field.kind == .name
        case .similarity, .distance: !field.kind.isNumeric
        }
    guard fits else {
        throw TieoutError(
            "the level '\(test)' does not fit a field of kind \(field.kind.rawValue)", at: field.name,
            remedy: "give a level that does, or correct the kind")
    }
}

/// The second field that given levels need: the other name, or the longitude.
private func givenPartner(of index: Int, levels: [Level], in fields: [ColumnPair]) throws -> Int? {
    let needsName = levels.contains { $0.test == .swapped }
    let needsPlace = levels.contains { if case .kilometres = $0.test { true } else { false } }
    guard needsName || needsPlace else { return nil }
    let kind: FieldKind = needsName ? .name : .longitude
    let others = fields.indices.filter { $0 != index && fields[$0].kind == kind }
    guard others.count == 1, let other = others.first else {
        throw TieoutError(
            "a level of '\(fields[index].name)' needs exactly one other field of kind \(kind.rawValue), and there are \(others.count)",
            remedy: "give such a field, or leave the level out")
    }
    return other
}

/// With exactly two fields of kind name, each may stand in the other's place.
private func swapPartner(of index: Int, in fields: [ColumnPair]) -> Int? {
    guard fields[index].kind == .name else { return nil }
    let names = fields.indices.filter { fields[$0].kind == .name }
    return names.count == 2 ? names.first { $0 != index } : nil
}

private let knownTests =
    [
        "exact", "swapped", "day and month swapped", "within 3 days", "within 10 km", "differs by <= 0.01",
        "differs by <= 5 %",
    ]
    + TextMeasure.allCases.map { "\($0.rawValue) >= 0.9" } + [
        "levenshtein distance <= 2", "osa distance <= 1",
    ]
