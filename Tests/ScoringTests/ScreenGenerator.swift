import Records
import Scoring

/// Random records, ladders and weights for the screen; the same for the same seed.
struct ScreenGenerator {
    var random: TextGenerator

    init(seed: UInt64) { random = TextGenerator(seed: seed) }

    /// Fields of the records: what levels fit each.
    enum Field: Int, CaseIterable {
        case name, surname, title, phone, date, amount, latitude, longitude

        var isNumber: Bool { rawValue >= Field.amount.rawValue }
        var partner: Int? {
            switch self {
            case .name: Field.surname.rawValue
            case .surname: Field.name.rawValue
            case .latitude: Field.longitude.rawValue
            default: nil
            }
        }
    }

    mutating func one<T>(_ values: [T]) -> T { values[random.below(values.count)] }

    // MARK: - Values

    private static let names = [
        "robert", "bob", "rob", "anna", "hannah", "ann", "elizabeth", "betty", "liz", "smith", "smyth", "r",
        "b", "jo", "maria luisa", "luisa maria", "m luisa", "élodie", "elodie", "o'brien", "obrien", "12",
        "mary-ann", "bobby", "alexander", "sandy", "al", "john smith", "smith john", "jack smith", "j smith",
    ]
    private static let titles = [
        "the quick brown fox", "quick brown fox the", "a lazy dog", "jumps over it", "aba", "bab", "abab",
        "baba", "one two three", "three two one", "12 high street", "21 high street", "straße 9",
    ]
    private static let dates = [
        "19800201", "19800102", "19800203", "19810201", "19801302", "19800000", "19800200", "20010911",
        "19791231", "19800101", "00000000", "1980020", "19800131", "18991231", "20000229",
    ]
    private static let numbers = [
        0, 1, -1, 1.005, -1.005, 100, -100, 101, 99.99, -99.99, 1e9, -1e9, 0.011, 250.25, -250.25, 1e-300,
    ]
    private static let degrees = [0, 0.01, 51.5, 51.51, -33.9, -33.91, 89.99, -90]

    /// A value of the field, null now and then; of text fields a few are damaged copies of common values.
    mutating func value(_ field: Field) -> [UInt8] {
        if random.below(9) == 0 { return [] }
        switch field {
        case .name, .surname: return text(ScreenGenerator.names)
        case .title: return text(ScreenGenerator.titles)
        case .phone:
            let digits = (0..<random.below(12) + 1).map { _ in "0123456789".utf8.map { $0 }[random.below(4)] }
            return random.below(2) == 0 ? digits : text(["02079460000", "2079460000", "07700900123", "7"])
        case .date:
            return random.below(3) == 0 ? typed(one(ScreenGenerator.dates)) : text(ScreenGenerator.dates, 9)
        case .amount: return bytes(one(ScreenGenerator.numbers))
        case .latitude, .longitude: return bytes(one(ScreenGenerator.degrees))
        }
    }

    /// One of the values, damaged once in `every` times; or any letters.
    private mutating func text(_ values: [String], _ every: Int = 3) -> [UInt8] {
        let value = one(values)
        if random.below(every) == 0 { return Array(random.damaged(value).utf8) }
        if random.below(4 * every) == 0 {
            return Array(random.value(random.below(30) + 1, exotic: random.below(3) == 0).utf8)
        }
        return Array(value.utf8)
    }

    /// A date with one digit replaced, or two neighbours exchanged.
    private mutating func typed(_ date: String) -> [UInt8] {
        var digits = Array(date.utf8)
        let place = random.below(digits.count - 1)
        if random.below(2) == 0 {
            digits.swapAt(place, place + 1)
        } else {
            digits[place] = UInt8(48 + random.below(10))
        }
        return digits
    }

    mutating func records(_ count: Int) -> [[[UInt8]]] {
        (0..<count).map { _ in Field.allCases.map { value($0) } }
    }

    // MARK: - Ladders

    private mutating func cutoff() -> Float {
        random.below(3) == 0
            ? Float(random.below(101)) / 100
            : one([0, 0.001, 1 / 4, 1 / 3, 0.5, 2 / 3, 0.7, 0.75, 0.8, 0.85, 0.9, 0.92, 1])
    }

    private mutating func test(_ field: Field, _ measures: [TextMeasure]) -> LevelTest {
        switch field {
        case .amount, .longitude:
            return one([
                .exact, .absolute(0), .absolute(0.011), .absolute(1), .absolute(250), .relative(0.001),
                .relative(0.02), .relative(1), .relative(2),
            ])
        case .latitude: return one([.exact, .absolute(0.01), .kilometres(2), .kilometres(5000)])
        case .date where random.below(3) > 0:
            return one([
                .exact, .dateDigits(1), .dateDigits(2), .dateDigits(random.below(8) + 1), .dayMonthSwapped,
                .days(0), .days(3), .days(31), .days(Int32(random.below(900))), .distance(.osa, 1),
            ])
        default: break
        }
        switch random.below(8) {
        case 0: return .exact
        case 1: return .swapped
        case 2: return .distance(one([.levenshtein, .osa]), UInt32(random.below(5)))
        default: return .similarity(one(measures), cutoff())
        }
    }

    /// A ladder of up to 6 levels, strongest first by no rule.
    mutating func ladder(_ field: Field, measures: [TextMeasure], hasTerms: Bool) -> Comparison {
        var levels = (0..<random.below(6)).map { _ in
            Level(test(field, measures), termWeight: hasTerms ? one([0, 0.5, 1]) : 0)
        }
        if random.below(2) == 0 { levels.insert(Level(.exact, termWeight: hasTerms ? 1 : 0), at: 0) }
        let partner = random.below(5) == 0 ? nil : field.partner
        return Comparison(name: "\(field)", field: field.rawValue, partner: partner, levels: levels)
    }

    /// Weights in quarters by code, rising with the code or not; a null weighs nothing.
    mutating func weights(_ comparison: Comparison) -> [Float] {
        var weights = (1..<comparison.codes).map { _ in Float(random.below(65) - 32) / 4 }
        if random.below(2) == 0 { weights.sort() }
        return [0] + weights
    }

    mutating func terms() -> TermScale {
        TermScale(
            u: one([0.001, 0.05, 0.5]), records: one([10, 1000, 100_000]), floor: one([0, 0.0001, 0.1]))
    }

    /// A trial over all fields or some, `measures` in its levels of text.
    ///
    /// - Parameter signature: of all fields; nil for any kind in any field.
    mutating func trial(
        _ measures: [TextMeasure], _ signature: SignatureKind?, hasTerms: Bool, records count: Int
    ) -> ScreenTrial {
        let signatures = Field.allCases.map { _ in signature ?? one(SignatureKind.all) }
        let (l, r) = (records(count), records(count + 3))
        func counts(_ records: [[[UInt8]]], _ random: inout TextGenerator) -> [[UInt32]] {
            records.map {
                $0.map { _ in UInt32(random.below(5) == 0 ? random.below(100_000) : random.below(9)) }
            }
        }
        let tables = TablePair(
            left: table(l, signatures: signatures, terms: counts(l, &random)),
            right: table(r, signatures: signatures, terms: counts(r, &random)))
        var comparisons: [Comparison] = []
        for field in Field.allCases where random.below(4) > 0 {
            comparisons.append(ladder(field, measures: measures, hasTerms: hasTerms))
        }
        if comparisons.isEmpty || random.below(4) == 0 {
            comparisons.append(ladder(.name, measures: measures, hasTerms: hasTerms))
        }
        let scales = comparisons.map { _ in hasTerms && random.below(3) > 0 ? terms() : nil }
        return ScreenTrial(
            comparisons: comparisons, weights: comparisons.map { weights($0) }, terms: scales,
            signatures: signatures, prior: Float(random.below(41) - 30) / 4, tables: tables)
    }
}
