import Normalise
import Records
import Scoring

/// The ladder of levels for a field of a kind.
///
/// Cut-offs are the field's usual ones (Jaro–Winkler 0.92 and 0.85 for names after Winkler; one or
/// two edits for codes); the model decides what each level is worth, so they need to separate, not
/// to be right.
///
/// - Parameter leavesWordsOut: one value may lack words of the other (`fieldsOfWords`).
func defaultLadder(_ kind: FieldKind, leavesWordsOut: Bool = false) -> [Level] {
    let contained = leavesWordsOut ? [Level(.similarity(.wordContainment, 0.99))] : []
    return switch kind {
    case .name:
        [
            Level(.exact, termWeight: 1), Level(.similarity(.jaroWinkler, 0.95), termWeight: 0.5),
            Level(.similarity(.jaroWinkler, 0.88), termWeight: 0.5),
        ] + contained + [Level(.similarity(.jaroWinkler, 0.78)), Level(.similarity(.nickname, 0.9))]
    case .category:
        [Level(.exact, termWeight: 1), Level(.similarity(.jaroWinkler, 0.9))]
    case .quantities:
        [
            Level(.exact, termWeight: 1), Level(.similarity(.units, 1)), Level(.similarity(.units, 0.51)),
            Level(.similarity(.units, 0.5)),
        ]
    case .organisation, .address:
        [
            Level(.exact, termWeight: 1), Level(.similarity(.tokenSort, 0.92)),
            Level(.similarity(.qgramDice, 0.8)), Level(.similarity(.qgramDice, 0.65)),
            Level(.similarity(.qgramDice, 0.5)),
        ] + contained
    case .text:
        [
            Level(.exact, termWeight: 1), Level(.similarity(.qgramDice, 0.9)),
            Level(.similarity(.qgramDice, 0.8)),
            Level(.similarity(.qgramDice, 0.7)), Level(.similarity(.qgramDice, 0.6)),
            Level(.similarity(.qgramDice, 0.5)), Level(.similarity(.qgramDice, 0.4)),
        ]
    case .code:
        [
            Level(.exact, termWeight: 1), Level(.distance(.osa, 1)), Level(.distance(.osa, 2)),
        ]
    case .email:
        [
            Level(.exact, termWeight: 1), Level(.distance(.osa, 1)), Level(.similarity(.jaroWinkler, 0.9)),
            Level(.similarity(.jaroWinkler, 0.8)),
        ]
    case .phone:
        [Level(.exact, termWeight: 1), Level(.distance(.osa, 1)), Level(.distance(.osa, 2))]
    case .date:
        [
            Level(.exact, termWeight: 1), Level(.dateDigits(1)), Level(.dayMonthSwapped),
            Level(.distance(.osa, 1)),
            Level(.days(3)), Level(.days(31)),
        ]
    case .number:
        [
            Level(.exact, termWeight: 1), Level(.relative(0.001)), Level(.relative(0.02)),
            Level(.relative(0.1)),
        ]
    case .money:
        [
            Level(.exact, termWeight: 1), Level(.absolute(0.011)), Level(.relative(0.01)),
            Level(.relative(0.05)),
            Level(.relative(0.2)),
        ]
    case .latitude, .longitude:
        [Level(.exact), Level(.absolute(0.001)), Level(.absolute(0.01)), Level(.absolute(0.1))]
    }
}
