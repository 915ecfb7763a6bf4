import Foundation

/// Quantities by their definition: a regular expression, a dictionary of units, and all pairs compared.
enum Quantities {
    struct Quantity {
        var dimension: String
        var value: Double
    }

    static func agreement(_ a: String, _ b: String) -> Float {
        let (inA, inB) = (named(a), named(b))
        // Which group each belongs to: joined until nothing moves any more.
        let all = inA + inB
        var group = Array(all.indices)
        var moved = true
        while moved {
            moved = false
            for i in all.indices {
                for j in all.indices where isSame(all[i], all[j]) && group[i] != group[j] {
                    group[i] = min(group[i], group[j])
                    group[j] = group[i]
                    moved = true
                }
            }
        }
        return TextReference.agreement(Set(group.prefix(inA.count)), Set(group.dropFirst(inA.count)))
    }

    private static func isSame(_ a: Quantity, _ b: Quantity) -> Bool {
        a.dimension == b.dimension && abs(a.value - b.value) <= 1e-6 * max(a.value, b.value)
    }

    private static let pattern: NSRegularExpression = {
        let letter = "A-Za-z\\u0080-\\U0010FFFF"
        let free = "(?:(?<![\(letter)0-9.,/])|(?<=[0-9][xX]))"
        let number = "([0-9]+(?:\\.[0-9]+)?)(?![.,/]?[0-9])"
        let unit = "(?:(\")|([ -]?)([A-Za-z]+)(?![\(letter)0-9]))"
        let fluid = "[ -]?((?i:fl|fluid) ?(?i:oz|ounces?))(?![\(letter)0-9])"
        do {
            return try NSRegularExpression(pattern: "\(free)\(number)(?:\(fluid)|\(unit))")
        } catch { preconditionFailure("\(error)") }
    }()

    static func named(_ value: String) -> [Quantity] {
        let text = value as NSString
        return pattern.matches(in: value, range: NSRange(location: 0, length: text.length)).compactMap {
            match in
            func part(_ number: Int) -> String? {
                let range = match.range(at: number)
                return range.location == NSNotFound ? nil : text.substring(with: range)
            }
            guard let digits = part(1), digits.count(where: \.isNumber) <= 15, let number = Double(digits)
            else {
                return nil
            }
            if part(2) != nil { return Quantity(dimension: "volume", value: number * fluidOunce) }
            if part(3) != nil { return Quantity(dimension: "length", value: number * 0.0254) }
            guard let name = part(5)?.lowercased(), let unit = units[name] else { return nil }
            let isApart = part(4) != ""
            if isApart, ["a", "h", "s"].contains(name) { return nil }
            let rest = text.substring(from: match.range.location + match.range.length)
            if isApart, name == "in", rest == " 1" || rest.hasPrefix(" 1 ") { return nil }
            return Quantity(dimension: unit.dimension, value: number * unit.factor)
        }
    }

    private static let gallon = 231 * 2.54 * 2.54 * 2.54 / 1000
    private static let fluidOunce = gallon / 128

    /// By dimension: each unit's names, and what it is of the first one.
    static let table: [(dimension: String, units: [(names: String, factor: Double)])] = [
        (
            "mass",
            [
                ("g gr gram grams gramme grammes", 1), ("kg kgs kilo kilos", 1e3),
                ("kilogram kilograms kilogramme kilogrammes", 1e3), ("tonne tonnes", 1e6),
                ("mg milligram milligrams milligramme milligrammes", 1 / 1e3),
                ("mcg ug microgram micrograms", 1 / 1e6), ("lb lbs pound pounds", 453.59237),
                ("oz ounce ounces", 453.59237 / 16),
            ]
        ),
        (
            "length",
            [
                ("m meter meters metre metres", 1),
                ("mm millimeter millimeters millimetre millimetres", 1 / 1e3),
                ("cm centimeter centimeters centimetre centimetres", 1 / 1e2),
                ("km kilometer kilometers kilometre kilometres", 1e3), ("in inch inches", 0.0254),
                ("ft foot feet", 12 * 0.0254), ("yd yds yard yards", 36 * 0.0254),
                ("mile miles", 63360 * 0.0254),
            ]
        ),
        (
            "volume",
            [
                ("l lt ltr ltrs liter liters litre litres", 1), ("floz", fluidOunce),
                ("ml cc milliliter milliliters millilitre millilitres", 1 / 1e3),
                ("cl centiliter centiliters centilitre centilitres", 1 / 1e2),
                ("dl deciliter deciliters decilitre decilitres", 1 / 1e1), ("pt pint pints", gallon / 8),
                ("qt quart quarts", gallon / 4), ("gal gallon gallons", gallon),
            ]
        ),
        (
            "data",
            [
                ("byte bytes", 1), ("kb kib kilobyte kilobytes", 1024),
                ("mb mib megabyte megabytes", 1_048_576),
                ("gb gib gig gigs gigabyte gigabytes", 1_073_741_824),
                ("tb tib terabyte terabytes", 1_099_511_627_776), ("pb pib petabyte petabytes", pow(2, 50)),
            ]
        ),
        (
            "time",
            [
                ("s sec secs second seconds", 1), ("ms msec millisecond milliseconds", 1 / 1e3),
                ("min mins minute minutes", 60), ("h hr hrs hour hours", 3600), ("day days", 24 * 3600),
                ("wk wks week weeks", 7 * 24 * 3600),
            ]
        ),
        ("months", [("mth mths month months", 1), ("yr yrs year years", 12)]),
        ("power", [("w watt watts", 1), ("kw kilowatt kilowatts", 1e3)]),
        ("voltage", [("v volt volts", 1), ("kv kilovolt kilovolts", 1e3)]),
        ("current", [("a amp amps ampere amperes", 1), ("ma milliamp milliamps", 1 / 1e3)]),
        ("charge", [("ah", 1), ("mah", 1 / 1e3)]),
        ("energy", [("wh", 1), ("kwh", 1e3)]),
        (
            "frequency",
            [("hz hertz", 1), ("khz kilohertz", 1e3), ("mhz megahertz", 1e6), ("ghz gigahertz", 1e9)]
        ),
        ("pixels", [("mp mpix mpx megapixel megapixels", 1e6)]),
    ]

    private static let units: [String: (dimension: String, factor: Double)] = {
        var units: [String: (dimension: String, factor: Double)] = [:]
        for (dimension, list) in table {
            for (names, factor) in list {
                for name in names.split(separator: " ") { units[String(name)] = (dimension, factor) }
            }
        }
        return units
    }()
}
