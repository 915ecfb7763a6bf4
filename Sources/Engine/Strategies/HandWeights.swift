import Normalise
import Records
import Scoring

/// The fields of a strategy whose weights are fixed by kind: ladders and weights of those that have none.
///
/// - Parameter compared: which fields a run would compare by itself; the others serve for blocking alone.
func handFields(_ fields: [JobField], of pairs: [ColumnPair], compared: [Bool], _ scoring: Strategy.Scoring)
    -> [JobField]
{
    zip(fields, pairs).enumerated().map { index, pair in
        var field = pair.0
        guard field.compare != false, field.weights == nil else { return field }
        guard compared[index] else {
            field.compare = false
            return field
        }
        let ladder = handLadder(index, in: pairs, scoring, given: field.levels)
        field.levels = ladder.levels
        field.weights = ladder.weights
        return field
    }
}

/// A disagreement that no agreement outweighs.
private let never = -60.0

private func handLadder(
    _ index: Int, in fields: [ColumnPair], _ scoring: Strategy.Scoring, given: [String]?
) -> (
    levels: [String], weights: [Double]
) {
    let kind = fields[index].kind
    let worth = worth(kind)
    if let given {
        return (given, evenSteps(worth, given.count) + [scoring == .fuzzy ? -worth : never])
    }
    switch scoring {
    case .trained, .text: preconditionFailure("its weights come from the data")
    case .equal: return (["exact"], [worth, never])
    case .contains:
        guard !kind.isNumeric && kind != .date else { return (["exact"], [worth, never]) }
        return (["exact", "contains >= 1"], [worth, worth * 2 / 3, never])
    case .fuzzy:
        // A different value speaks as much against a match as an equal one for it.
        let levels = automaticLevels(of: index, in: fields).levels.map(\.test.description)
        return (levels, evenSteps(worth, levels.count) + [-worth])
    }
}

/// From the full worth down to a tenth of it.
private func evenSteps(_ worth: Double, _ count: Int) -> [Double] {
    (0..<count).map { worth - 0.9 * worth * Double($0) / Double(max(count - 1, 1)) }
}

/// Bits that an equal value is worth: about how many values a field of that kind tends to have.
private func worth(_ kind: FieldKind) -> Double {
    switch kind {
    case .email, .phone, .text: 14
    case .code: 12
    case .organisation, .address, .date: 11
    case .name: 9
    case .money, .latitude, .longitude: 8
    case .number, .quantities: 6
    case .category: 3
    }
}
