/// What a quantity is of. Only quantities of one dimension are ever the same.
enum Dimension: UInt8 {
    case mass, length, volume, data, time, months, power, voltage, current, charge, energy, frequency, pixels
}

/// A unit of measurement.
struct Unit: Equatable, BitwiseCopyable {
    enum Form {
        /// Behind the number, or one space or hyphen further.
        case usual
        /// Right behind the number only: `5 a`, `6 s`, `4 h` are mostly something else.
        case attached
        /// As usual, but `2 in 1` is no length.
        case inch
        /// Needs `ounce` behind it.
        case fluid
    }

    let dimension: Dimension
    /// How much of the dimension's base unit it is.
    let factor: Double
    var form = Form.usual

    static let inch = Unit(dimension: .length, factor: 0.0254, form: .inch)
    static let ounce = Unit(dimension: .mass, factor: 28.349_523_125)
    /// The American one.
    static let fluidOunce = Unit(dimension: .volume, factor: 0.029_573_529_562_5)

    /// By their names, in lower case.
    static let all = ShortWords(
        // Grams; avoirdupois ounces and pounds.
        list(.mass, 0.000_001, "mcg ug microgram micrograms")
            + list(.mass, 0.001, "mg milligram milligrams milligramme milligrammes")
            + list(.mass, 1, "g gr gram grams gramme grammes")
            + list(.mass, 1000, "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes")
            + list(.mass, 1_000_000, "tonne tonnes")
            + list(.mass, ounce.factor, "oz ounce ounces") + list(.mass, 453.592_37, "lb lbs pound pounds")
            // Metres.
            + list(.length, 0.001, "mm millimeter millimeters millimetre millimetres")
            + list(.length, 0.01, "cm centimeter centimeters centimetre centimetres")
            + list(.length, 1, "m meter meters metre metres")
            + list(.length, 1000, "km kilometer kilometers kilometre kilometres")
            + [("in", .inch)] + list(.length, 0.0254, "inch inches") + list(.length, 0.3048, "ft foot feet")
            + list(.length, 0.9144, "yd yds yard yards") + list(.length, 1609.344, "mile miles")
            // Litres; pints, quarts and gallons are American.
            + list(.volume, 0.001, "ml cc milliliter milliliters millilitre millilitres")
            + list(.volume, 0.01, "cl centiliter centiliters centilitre centilitres")
            + list(.volume, 0.1, "dl deciliter deciliters decilitre decilitres")
            + list(.volume, 1, "l lt ltr ltrs liter liters litre litres")
            + [("floz", fluidOunce)]
            + list(.volume, fluidOunce.factor, "fl fluid", .fluid)
            + list(.volume, 0.473_176_473, "pt pint pints") + list(.volume, 0.946_352_946, "qt quart quarts")
            + list(.volume, 3.785_411_784, "gal gallon gallons")
            // Bytes, by powers of 1024 whatever they are called.
            + list(.data, 1, "byte bytes") + list(.data, 0x1p10, "kb kib kilobyte kilobytes")
            + list(.data, 0x1p20, "mb mib megabyte megabytes")
            + list(.data, 0x1p30, "gb gib gig gigs gigabyte gigabytes")
            + list(.data, 0x1p40, "tb tib terabyte terabytes")
            + list(.data, 0x1p50, "pb pib petabyte petabytes")
            // Seconds; and months, of which nobody knows how many seconds they have.
            + list(.time, 0.001, "ms msec millisecond milliseconds") + list(.time, 1, "s", .attached)
            + list(.time, 1, "sec secs second seconds") + list(.time, 60, "min mins minute minutes")
            + list(.time, 3600, "h", .attached) + list(.time, 3600, "hr hrs hour hours")
            + list(.time, 86_400, "day days") + list(.time, 604_800, "wk wks week weeks")
            + list(.months, 1, "mth mths month months") + list(.months, 12, "yr yrs year years")
            // Watts, volts, amperes, ampere-hours, watt-hours.
            + list(.power, 1, "w watt watts") + list(.power, 1000, "kw kilowatt kilowatts")
            + list(.voltage, 1, "v volt volts") + list(.voltage, 1000, "kv kilovolt kilovolts")
            + list(.current, 0.001, "ma milliamp milliamps") + list(.current, 1, "a", .attached)
            + list(.current, 1, "amp amps ampere amperes")
            + list(.charge, 0.001, "mah") + list(.charge, 1, "ah") + list(.energy, 1, "wh")
            + list(.energy, 1000, "kwh")
            // Hertz, and pixels of a camera.
            + list(.frequency, 1, "hz hertz") + list(.frequency, 1e3, "khz kilohertz")
            + list(.frequency, 1e6, "mhz megahertz") + list(.frequency, 1e9, "ghz gigahertz")
            + list(.pixels, 1e6, "mp mpix mpx megapixel megapixels"))

    private static func list(_ dimension: Dimension, _ factor: Double, _ names: String, _ form: Form = .usual)
        -> [(word: Substring, meaning: Unit)]
    {
        names.split(separator: " ").map { ($0, Unit(dimension: dimension, factor: factor, form: form)) }
    }
}
