import Diff
import Records

/// How the cells of columns are compared, by the columns' left names; `*` stands for all of them.
public struct EqualityOptions: Sendable {
    /// Typed from samples of both sources.
    public var smart = false
    /// Most that numbers may differ by, for each column: `0.01`, or `1%` of the larger one.
    public var tolerance: [(column: String, value: String)] = []
    /// Decimals that numbers are rounded to, for each column.
    public var round: [(column: String, decimals: Int)] = []
    /// Columns of numbers, however they are written.
    public var numbers: [String] = []
    /// Columns of dates and times, however they are written.
    public var dates: [String] = []
    /// What comes first in dates whose year stands last.
    public var dayOrder = DayOrder.dayFirst
    /// Minutes east of UTC of times without a zone, on the left and on the right.
    public var zones = (left: 0, right: 0)
    /// Columns in which upper and lower case are the same.
    public var ignoreCase: [String] = []
    /// Columns in which blanks at the ends, and their number inside, do not count.
    public var ignoreSpace: [String] = []

    /// Byte for byte.
    public init() {}

    /// The columns that are named somewhere.
    var namedColumns: [String] {
        (tolerance.map(\.column) + round.map(\.column) + numbers + dates + ignoreCase + ignoreSpace)
            .filter { $0 != "*" }
    }

    /// The rules of the columns, given their names in order.
    ///
    /// - Throws: `TieoutError` for a column that is not compared, or a tolerance that is none.
    func rules(for columns: [String]) throws -> [CellRule] {
        var rules = [CellRule](repeating: CellRule(), count: columns.count)
        func change(_ names: [String], _ flag: String, _ body: (inout CellRule) throws -> Void) throws {
            for name in names {
                if name == "*" {
                    for index in rules.indices { try body(&rules[index]) }
                } else {
                    try body(&rules[try findColumn(name, in: columns, source: flag)])
                }
            }
        }
        try change(ignoreCase, "--ignore-case") { $0.ignoresCase = true }
        try change(ignoreSpace, "--ignore-space") { $0.ignoresSpace = true }
        try change(numbers, "--numbers") { $0.numbers = $0.numbers ?? NumberReading() }
        try change(dates, "--dates") {
            $0.dates = DateReading(
                leftOrder: dayOrder, rightOrder: dayOrder, leftZone: zones.left, rightZone: zones.right)
        }
        for (column, value) in tolerance {
            try change([column], "--tolerance") { try $0.setTolerance(value) }
        }
        for (column, decimals) in round {
            guard (0...15).contains(decimals) else {
                throw TieoutError("\(decimals) decimals", at: "--round", remedy: "give a number from 0 to 15")
            }
            try change([column], "--round") {
                $0.numbers = $0.numbers ?? NumberReading()
                $0.decimals = decimals
            }
        }
        return rules
    }
}

extension CellRule {
    fileprivate mutating func setTolerance(_ text: String) throws {
        let isShare = text.hasSuffix("%")
        guard let value = Double(isShare ? String(text.dropLast()) : text), value >= 0, value.isFinite else {
            throw TieoutError(
                "'\(text)' is no tolerance", at: "--tolerance", remedy: "write price=0.01 or price=1%")
        }
        numbers = numbers ?? NumberReading()
        // 0.7 % is written 0.7e-2, not divided: the tolerance is the decimal number that was meant.
        if isShare {
            relativeTolerance = Double(text.dropLast() + "e-2") ?? value / 100
        } else {
            absoluteTolerance = value
        }
    }

    /// What the rule says, for a person.
    var sentence: String {
        var parts: [String] = []
        if let numbers {
            parts.append("as numbers")
            if numbers.leftComma != numbers.rightComma {
                parts.append(
                    "decimal \(numbers.leftComma ? "comma" : "point") on the left, \(numbers.rightComma ? "comma" : "point") on the right"
                )
            } else if numbers.leftComma {
                parts.append("with decimal commas")
            }
            if let absoluteTolerance { parts.append("± \(shortest(absoluteTolerance))") }
            if let relativeTolerance { parts.append("± \(shortest(relativeTolerance * 100)) %") }
            if let decimals { parts.append("rounded to \(decimals) decimals") }
        }
        if let dates {
            parts.append("as dates")
            if dates.leftOrder != dates.rightOrder {
                parts.append("\(dates.leftOrder.words) on the left, \(dates.rightOrder.words) on the right")
            } else {
                parts.append(dates.leftOrder.words)
            }
        }
        if ignoresCase { parts.append("without case") }
        if ignoresSpace { parts.append("without blanks at the ends") }
        return parts.isEmpty ? "byte for byte" : parts.joined(separator: ", ")
    }
}

extension DayOrder {
    fileprivate var words: String { self == .dayFirst ? "day first" : "month first" }
}
