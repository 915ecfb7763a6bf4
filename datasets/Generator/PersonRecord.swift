/// One row of a person export, as written.
struct PersonRecord {
    var given: [UInt8]
    var surname: [UInt8]
    var birth: [UInt8]
    var street: [UInt8]
    var town: [UInt8]
    var postcode: [UInt8]
    var phone: [UInt8]
    var email: [UInt8]

    /// The clean record of a person.
    init(_ person: Person, in population: Population, dates: CalendarDate.Format) {
        given = population.givenName(of: person)
        surname = population.surnames.names[person.surname]
        birth = person.birth.written(dates)
        street = population.places.streetLine(person.address)
        town = population.places.town(person.address.town).name
        postcode = population.places.postcode(person.address)
        phone = PersonRecord.phone(person.phone, .spaced)
        email = PersonRecord.email(
            given: given, surname: surname, born: person.birth.year, key: person.emailKey)
    }

    /// How a phone number is written.
    enum PhoneFormat {
        case spaced, plain, international, bracketed, dashed
    }

    /// - Parameter number: ten digits without the leading 0.
    static func phone(_ number: Int, _ format: PhoneFormat) -> [UInt8] {
        let area = number / 1_000_000
        let line = number % 1_000_000
        var text: [UInt8] = []
        func add(_ literal: String) { text += Array(literal.utf8) }
        switch format {
        case .international: add("+44 ")
        case .bracketed: add("(0")
        default: add("0")
        }
        appendDigits(area, to: &text)
        switch format {
        case .plain: break
        case .bracketed: add(") ")
        case .dashed: add("-")
        default: add(" ")
        }
        if format == .dashed {
            appendDigits(line / 1_000, width: 3, to: &text)
            add("-")
            appendDigits(line % 1_000, width: 3, to: &text)
        } else {
            appendDigits(line, width: 6, to: &text)
        }
        return text
    }

    /// An address as people choose them: from the name, the year of birth or a number.
    static func email(given: [UInt8], surname: [UInt8], born: Int, key: UInt64) -> [UInt8] {
        var random = SplitMix64(key)
        let first = TextDamage.plainLetters(given)
        let last = TextDamage.plainLetters(surname)
        var text: [UInt8] = []
        switch random.below(10) {
        case 0...2:
            text = first + [UInt8(ascii: ".")] + last
            if random.percent(75) { appendDigits(random.below(1_000), to: &text) }
        case 3...4:
            text = first + last
            appendDigits(born % 100, width: 2, to: &text)
        case 5...6:
            text = first.prefix(1) + last
            appendDigits(random.below(10_000), to: &text)
        case 7:
            text = last + [UInt8(ascii: "_")] + first.prefix(3)
            appendDigits(random.below(1_000), to: &text)
        default:
            text = Array((random.pick(PersonRecord.words) + random.pick(PersonRecord.words)).utf8)
            appendDigits(random.below(100_000), to: &text)
        }
        text.append(UInt8(ascii: "@"))
        text += Array(random.pick(PersonRecord.domains).utf8)
        return text
    }

    private static let words = [
        "blue", "red", "dark", "happy", "lucky", "wild", "silver", "golden", "quiet", "rapid", "fox", "bear",
        "star",
        "moon", "river", "rider", "dragon", "panda", "tiger", "storm", "music", "garden", "coffee", "pixel",
    ]
    private static let domains = [
        "mail.example", "mail.example", "mail.example", "post.example", "post.example", "inbox.example",
        "home.example",
        "letters.example", "work.example", "uni.example",
    ]
}
