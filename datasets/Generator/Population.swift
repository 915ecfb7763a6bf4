/// A person as the world knows them; every export renders its own view of this.
struct Person {
    var isFemale: Bool
    /// Rank in the list of given names of the person's sex.
    var given: Int
    /// Rank in the list of surnames.
    var surname: Int
    var birth: CalendarDate
    var address: Places.Address
    /// Ten digits without the leading 0: a landline starts with 1, a mobile with 7.
    var phone: Int
    /// Decides how the email address is made; equal keys give equal addresses for equal names.
    var emailKey: UInt64
}

/// Everybody there is, household by household: families share a surname, an address and a landline.
struct Population {
    let givenNames: GivenNames
    let surnames: Surnames
    let places: Places
    private(set) var people: [Person] = []

    init(count: Int, seed: UInt64) {
        var names = SplitMix64(seed: seed, stream: .names)
        givenNames = GivenNames(&names)
        surnames = Surnames(&names)
        var towns = SplitMix64(seed: seed, stream: .places)
        places = Places(people: count, &towns)
        people.reserveCapacity(count + 8)
        var random = SplitMix64(seed: seed, stream: .households)
        while people.count < count { addHousehold(&random) }
        people.removeLast(people.count - count)
    }

    /// Sizes 1 to 5 in 66, 21, 8, 4 and 1 % of the households: an export rarely holds whole families.
    private mutating func addHousehold(_ random: inout SplitMix64) {
        let draw = random.below(100)
        let size = draw < 66 ? 1 : draw < 87 ? 2 : draw < 95 ? 3 : draw < 99 ? 4 : 5
        let address = places.address(&random)
        let landline = newLandline(in: address.town, &random)
        let first = people.count
        let headYear = random.within(1934...2002)
        people.append(newPerson(born: headYear, surname: surnames.choice.draw(&random), at: address, &random))
        let isCouple = size > 1 && random.percent(85)
        if isCouple {
            let surname = random.percent(72) ? people[first].surname : surnames.choice.draw(&random)
            let born = min(2004, headYear + random.within(-8...8))
            var partner = newPerson(born: born, surname: surname, at: address, &random)
            partner.isFemale = random.percent(4) ? people[first].isFemale : !people[first].isFemale
            partner.given = newGiven(isFemale: partner.isFemale, &random)
            people.append(partner)
        }
        while people.count - first < size {
            addChild(of: first, twin: people.count - first > (isCouple ? 2 : 1) && random.percent(4), &random)
        }
        for member in first..<people.count {
            if random.percent(18) { people[member].phone = landline }
            if random.percent(3) { people[member].emailKey = people[first].emailKey }
        }
    }

    /// A child of the household's head; as a twin it has the birthday of the child before it, and
    /// three times in ten a name with the same first letter; now and then a parent's own name.
    private mutating func addChild(of head: Int, twin: Bool, _ random: inout SplitMix64) {
        let parent = people[head]
        let year = parent.birth.year + random.within(19...42)
        var child = newPerson(
            born: year <= 2023 ? year : random.within(2005...2023), surname: parent.surname,
            at: parent.address,
            &random)
        if twin, let sibling = people.last {
            child.birth = sibling.birth
            if random.percent(30) {
                let pool = child.isFemale ? givenNames.female : givenNames.male
                let siblingPool = sibling.isFemale ? givenNames.female : givenNames.male
                let initial = siblingPool.names[sibling.given][0]
                for _ in 0..<40 where pool.names[child.given][0] != initial {
                    child.given = pool.choice.draw(&random)
                }
            }
        } else if child.isFemale == parent.isFemale && random.percent(5) {
            child.given = parent.given
        }
        people.append(child)
    }

    private func newPerson(
        born year: Int, surname: Int, at address: Places.Address, _ random: inout SplitMix64
    ) -> Person {
        let isFemale = random.percent(51)
        return Person(
            isFemale: isFemale, given: newGiven(isFemale: isFemale, &random), surname: surname,
            birth: CalendarDate(year: year, dayOfYear: random.below(365)), address: address,
            phone: newMobile(&random), emailKey: random.next())
    }

    private func newGiven(isFemale: Bool, _ random: inout SplitMix64) -> Int {
        (isFemale ? givenNames.female : givenNames.male).choice.draw(&random)
    }

    func newMobile(_ random: inout SplitMix64) -> Int { 7_000_000_000 + random.below(1_000_000_000) }

    func newLandline(in town: Int, _ random: inout SplitMix64) -> Int {
        places.town(town).dialling * 1_000_000 + random.below(1_000_000)
    }

    func isLandline(_ phone: Int) -> Bool { phone < 7_000_000_000 }

    func givenName(of person: Person) -> [UInt8] {
        (person.isFemale ? givenNames.female : givenNames.male).names[person.given]
    }
}
