/// What happens to a person between two exports, and to the record on its way into one.
///
/// Every record of the damaged side is treated alike, whether or not it has a counterpart, so
/// damage says nothing about the truth. The kinds are drawn independently of each other.
struct PersonDamage {
    let population: Population
    /// How this side writes dates where nothing else happens.
    let dates: CalendarDate.Format

    // MARK: Rates, in the order of the README's table

    static let moved = Rate(
        "moved house: new street, postcode and, 4 times in 10, town; a landline changes too", "all",
        percent: 9)
    static let married = Rate("new surname by marriage; the email stays", "women", percent: 4)
    static let newPhone = Rate("new mobile number", "all", percent: 8)
    static let newEmail = Rate("new email address", "all", percent: 12)
    static let nickname = Rate("given name replaced by a nickname", "those who have one", percent: 8)
    static let initial = Rate("given name cut to its initial", "all", percent: 1.5)
    static let swapped = Rate("given name and surname swapped", "all", percent: 1)
    static let typoGiven = Rate(
        "typo in the given name (insert 25, delete 25, neighbouring key 30, transpose 20)", "all",
        percent: 3.5)
    static let typoSurname = Rate("typo in the surname", "all", percent: 4)
    static let typoStreet = Rate("typo in the street", "all", percent: 5)
    static let typoTown = Rate("typo in the town", "all", percent: 3)
    static let typoPostcode = Rate("typo in the postcode", "all", percent: 2)
    static let typoEmail = Rate("typo in the email", "all", percent: 2)
    static let misread = Rate(
        "scanner misreading, in given name, surname, street and town each", "all", percent: 0.8)
    static let misheard = Rate("misspelt by ear, in given name and surname each", "all", percent: 2)
    static let accents = Rate("accents removed", "names with accents", percent: 50)
    static let dayMonth = Rate("day and month exchanged", "birthdays up to the 12th", percent: 1.5)
    static let dateSlip = Rate(
        "one digit of the date of birth wrong (or two exchanged), still a date", "all", percent: 2)
    static let phoneSlip = Rate("one digit of the phone wrong, or two exchanged", "all", percent: 2)
    static let dateFormat = Rate(
        "date of birth in another format (DD/MM/YYYY, D.M.YYYY, D Mon YYYY, YYYYMMDD)", "all", percent: 6)
    static let phoneFormat = Rate(
        "phone in another format (+44, brackets, dashes, no space)", "all", percent: 35)
    static let abbreviated = Rate("street kind abbreviated (Road to Rd)", "streets with one", percent: 20)
    static let upperCase = Rate("names, street and town in capitals", "all", percent: 4)
    static let noGiven = Rate("given name missing", "all", percent: 1)
    static let noSurname = Rate("surname missing", "all", percent: 0.5)
    static let noBirth = Rate("date of birth missing", "all", percent: 4)
    static let noAddress = Rate("street, town and postcode missing together", "all", percent: 2.5)
    static let noTown = Rate("town missing", "all", percent: 2)
    static let noPostcode = Rate("postcode missing", "all", percent: 4)
    static let noPhone = Rate("phone missing", "all", percent: 14)
    static let noEmail = Rate("email missing", "all", percent: 18)

    /// All of them, for the documentation.
    static let rates = [
        moved, married, newPhone, newEmail, nickname, initial, swapped, typoGiven, typoSurname, typoStreet,
        typoTown, typoPostcode, typoEmail, misread, misheard, accents, dayMonth, dateSlip, phoneSlip,
        dateFormat,
        phoneFormat, abbreviated, upperCase, noGiven, noSurname, noBirth, noAddress, noTown, noPostcode,
        noPhone,
        noEmail,
    ]

    // The other side of a link is clean but for what was never filled in.
    static let leftNoBirth = Rate("date of birth missing", "left side", percent: 1.5)
    static let leftNoPhone = Rate("phone missing", "left side", percent: 7)
    static let leftNoEmail = Rate("email missing", "left side", percent: 10)
    static let leftRates = [leftNoBirth, leftNoPhone, leftNoEmail]

    // MARK: Doing it

    /// A clean record with a few gaps.
    func lightly(_ person: Person, _ random: inout SplitMix64) -> PersonRecord {
        var record = PersonRecord(person, in: population, dates: dates)
        if random.happens(PersonDamage.leftNoBirth) { record.birth = [] }
        if random.happens(PersonDamage.leftNoPhone) { record.phone = [] }
        if random.happens(PersonDamage.leftNoEmail) { record.email = [] }
        return record
    }

    /// The record of a person after everything in `rates` had its chance.
    func fully(_ original: Person, _ random: inout SplitMix64) -> PersonRecord {
        var person = original
        live(&person, &random)
        slipDate(&person.birth, &random)
        var record = PersonRecord(person, in: population, dates: dates)
        if person.emailKey == original.emailKey {
            record.email = PersonRecord(original, in: population, dates: dates).email
        }
        renameGiven(&record, &random)
        slipWords(&record, &random)
        reformat(&record, person, &random)
        omit(&record, &random)
        return record
    }

    private func live(_ person: inout Person, _ random: inout SplitMix64) {
        if random.happens(PersonDamage.moved) {
            person.address = population.places.address(
                in: random.percent(60) ? person.address.town : nil, &random)
            if population.isLandline(person.phone) {
                person.phone = population.newLandline(in: person.address.town, &random)
            }
        }
        if person.isFemale && random.happens(PersonDamage.married) {
            person.surname = population.surnames.choice.draw(&random)
        }
        if !population.isLandline(person.phone) && random.happens(PersonDamage.newPhone) {
            person.phone = population.newMobile(&random)
        }
        if random.happens(PersonDamage.newEmail) { person.emailKey = random.next() }
    }

    private func slipDate(_ birth: inout CalendarDate, _ random: inout SplitMix64) {
        if birth.day <= 12, random.happens(PersonDamage.dayMonth), let swapped = birth.withDayAndMonthSwapped
        {
            birth = swapped
        }
        guard random.happens(PersonDamage.dateSlip) else { return }
        for _ in 0..<20 {
            let digits = TextDamage.digitSlip(birth.written(.compact), &random)
            let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
            let slipped = CalendarDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
            if slipped.isValid && (1900...2024).contains(slipped.year) {
                birth = slipped
                return
            }
        }
    }

    private func renameGiven(_ record: inout PersonRecord, _ random: inout SplitMix64) {
        if random.happens(PersonDamage.nickname),
            let nickname = population.givenNames.nickname(of: record.given, &random)
        {
            record.given = nickname
        } else if random.happens(PersonDamage.initial) {
            record.given = Array(record.given.prefix(record.given[0] < 0x80 ? 1 : 2))
            if random.percent(50) { record.given.append(UInt8(ascii: ".")) }
        }
        if random.happens(PersonDamage.swapped) { swap(&record.given, &record.surname) }
    }

    private func slipWords(_ record: inout PersonRecord, _ random: inout SplitMix64) {
        if random.happens(PersonDamage.misheard) { record.given = TextDamage.misheard(record.given, &random) }
        if random.happens(PersonDamage.misheard) {
            record.surname = TextDamage.misheard(record.surname, &random)
        }
        if random.happens(PersonDamage.typoGiven) { record.given = TextDamage.typo(record.given, &random) }
        if random.happens(PersonDamage.typoSurname) {
            record.surname = TextDamage.typo(record.surname, &random)
        }
        if random.happens(PersonDamage.typoStreet) { record.street = TextDamage.typo(record.street, &random) }
        if random.happens(PersonDamage.typoTown) { record.town = TextDamage.typo(record.town, &random) }
        if random.happens(PersonDamage.typoPostcode) {
            record.postcode = TextDamage.typo(record.postcode, &random)
        }
        if random.happens(PersonDamage.typoEmail) { record.email = TextDamage.typo(record.email, &random) }
        if random.happens(PersonDamage.misread) { record.given = TextDamage.misread(record.given, &random) }
        if random.happens(PersonDamage.misread) {
            record.surname = TextDamage.misread(record.surname, &random)
        }
        if random.happens(PersonDamage.misread) { record.street = TextDamage.misread(record.street, &random) }
        if random.happens(PersonDamage.misread) { record.town = TextDamage.misread(record.town, &random) }
        if random.happens(PersonDamage.accents) {
            record.given = TextDamage.withoutAccents(record.given)
            record.surname = TextDamage.withoutAccents(record.surname)
        }
    }

    private func reformat(_ record: inout PersonRecord, _ person: Person, _ random: inout SplitMix64) {
        if random.happens(PersonDamage.dateFormat) {
            record.birth = person.birth.written(
                random.pick([.slashes, .slashes, .dots, .monthName, .compact]))
        }
        if random.happens(PersonDamage.phoneFormat) {
            record.phone = PersonRecord.phone(
                person.phone, random.pick([.plain, .plain, .international, .bracketed, .dashed]))
        }
        if random.happens(PersonDamage.phoneSlip) {
            record.phone = TextDamage.digitSlip(record.phone, &random)
        }
        if random.happens(PersonDamage.abbreviated) {
            for (long, short) in Places.abbreviations where record.street.ends(with: long) {
                record.street.replaceSubrange((record.street.count - long.count)..., with: short)
            }
        }
        if random.happens(PersonDamage.upperCase) {
            record.given = TextDamage.upperCased(record.given)
            record.surname = TextDamage.upperCased(record.surname)
            record.street = TextDamage.upperCased(record.street)
            record.town = TextDamage.upperCased(record.town)
        }
    }

    private func omit(_ record: inout PersonRecord, _ random: inout SplitMix64) {
        if random.happens(PersonDamage.noGiven) { record.given = [] }
        if random.happens(PersonDamage.noSurname) { record.surname = [] }
        if random.happens(PersonDamage.noBirth) { record.birth = [] }
        if random.happens(PersonDamage.noAddress) {
            record.street = []
            record.town = []
            record.postcode = []
        }
        if random.happens(PersonDamage.noTown) { record.town = [] }
        if random.happens(PersonDamage.noPostcode) { record.postcode = [] }
        if random.happens(PersonDamage.noPhone) { record.phone = [] }
        if random.happens(PersonDamage.noEmail) { record.email = [] }
    }
}

extension [UInt8] {
    func ends(with tail: [UInt8]) -> Bool {
        count >= tail.count && self[(count - tail.count)...].elementsEqual(tail)
    }
}
