import CKernels
import Records
import Scoring
import TestSupport

/// A ladder evaluated for one pair of values: level by level, each by its definition.
struct LadderReference {
    let comparison: Comparison
    let left: [[UInt8]]
    let right: [[UInt8]]

    /// 0 null, 1 else, else the code of the first level that holds.
    var code: Int {
        if a.isEmpty || b.isEmpty { return 0 }
        for (index, level) in comparison.levels.enumerated() where holds(level.test) {
            return comparison.code(index)
        }
        return 1
    }

    /// The level that holds, if any does.
    var level: Level? { code < 2 ? nil : comparison.levels[comparison.codes - 1 - code] }

    private var a: [UInt8] { left[comparison.field] }
    private var b: [UInt8] { right[comparison.field] }

    private func holds(_ test: LevelTest) -> Bool {
        switch test {
        case .exact: return a == b
        case .similarity(let measure, let least): return similarity(measure) >= least
        case .distance(let measure, let most): return distance(measure) <= most
        case .swapped:
            guard let partner = comparison.partner, !left[partner].isEmpty, !right[partner].isEmpty else {
                return false
            }
            return a == right[partner] && b == left[partner]
        case .absolute(let most): return abs(number(a) - number(b)) <= most
        case .relative(let most):
            let larger = max(abs(number(a)), abs(number(b)))
            return number(a) == number(b) || abs(number(a) - number(b)) / larger <= most
        case .days(let most):
            guard let x = day(a), let y = day(b) else { return false }
            return abs(x - y) <= Int(most)
        case .dayMonthSwapped:
            guard isDate(a), isDate(b), a != b, a[4...7] != [48, 48, 48, 48] else { return false }
            let known = Array(a[4...5]) != [48, 48] && Array(a[6...7]) != [48, 48]
            return known && a[0...3] == b[0...3] && Array(a[4...5]) == Array(b[6...7])
                && Array(a[6...7]) == Array(b[4...5])
        case .dateDigits(let most):
            guard isDate(a), isDate(b) else { return false }
            return zip(a, b).count { $0 != $1 } <= most
        case .kilometres(let most):
            guard let partner = comparison.partner, !left[partner].isEmpty, !right[partner].isEmpty else {
                return false
            }
            return greatCircleKilometres(
                latitude: number(a), longitude: number(left[partner]), latitude: number(b),
                longitude: number(right[partner])) <= most
        }
    }

    /// The measure of this one pair alone, without a cutoff.
    private func similarity(_ measure: TextMeasure) -> Float {
        TextCorpus([(String(decoding: a, as: UTF8.self), String(decoding: b, as: UTF8.self))]).similarities(
            measure)[0]
    }

    private func distance(_ measure: TextMeasure) -> UInt32 {
        TextCorpus([(String(decoding: a, as: UTF8.self), String(decoding: b, as: UTF8.self))]).distances(
            measure)[0]
    }

    private func number(_ bytes: [UInt8]) -> Double {
        Double(bitPattern: bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) })
    }

    private func isDate(_ bytes: [UInt8]) -> Bool {
        bytes.count == 8 && bytes.allSatisfy { (48...57).contains($0) }
    }

    /// Days counted one by one from the year 1900; nil for what the calendar does not have.
    private func day(_ bytes: [UInt8]) -> Int? {
        guard isDate(bytes), let year = Int(text(bytes[0...3])), let month = Int(text(bytes[4...5])),
            let day = Int(text(bytes[6...7])), (1900...2100).contains(year), (1...12).contains(month)
        else { return nil }
        func length(_ month: Int, _ year: Int) -> Int {
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            return month == 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
        }
        guard day >= 1, day <= length(month, year) else { return nil }
        var days = day
        for past in 1900..<year { for month in 1...12 { days += length(month, past) } }
        for past in 1..<month { days += length(past, year) }
        return days
    }

    private func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// A table of values, given as bytes; an empty one is a null.
func table(
    _ records: [[[UInt8]]], signatures: [SignatureKind]? = nil, terms: [[UInt32]]? = nil
) -> Table {
    let fieldCount = records[0].count
    var segment = RowSegment(
        sequence: 0, signatures: signatures ?? Array(repeating: .characters, count: fieldCount), capacity: 0)
    for record in records { segment.append(record) }
    let table = Table(segments: [segment.seal()], fieldCount: fieldCount, hasIds: false)
    for (record, counts) in (terms ?? []).enumerated() {
        for (field, count) in counts.enumerated() { table[RecordIndex(record)].setTermCount(field, count) }
    }
    return table
}

/// The canonical bytes of a number.
func bytes(_ number: Double) -> [UInt8] { withUnsafeBytes(of: number.bitPattern.littleEndian) { Array($0) } }
