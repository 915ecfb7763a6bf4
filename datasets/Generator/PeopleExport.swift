/// Person exports with their truth.
struct PeopleExport {
    let records: Int
    let seed: UInt64
    let directory: String
    /// The right side is another system's: other column names, other order of the date.
    let foreignRight: Bool

    static let columns = [
        "id", "given_name", "surname", "date_of_birth", "street_address", "city", "postcode", "phone",
        "email",
    ]
    static let foreignColumns = [
        "customer_no", "first_name", "last_name", "birth_date", "address", "town", "post_code", "telephone",
        "email_address",
    ]

    /// left.csv and right.csv with `records` each, 70 % of them the same people, and truth.csv.
    func writeLinked() throws {
        let shared = records * 7 / 10
        let population = Population(count: 2 * records - shared, seed: seed)
        var roles = SplitMix64(seed: seed, stream: .roles)
        var order = Array(0..<population.people.count)
        roles.shuffle(&order)

        // order: shared people, then those of the left side only, then those of the right side only.
        let left = shuffled(Array(order[..<records]), .leftOrder)
        let right = shuffled(Array(order[..<shared] + order[records...]), .rightOrder)
        let leftIds = RandomIds(seed: seed, stream: .leftIds)
        let rightIds = RandomIds(seed: seed, stream: .rightIds)

        let clean = PersonDamage(population: population, dates: .iso)
        try writePeople("left.csv", PeopleExport.columns, left, leftIds) { place in
            var random = SplitMix64(seed: seed, stream: .leftDamage, index: left[place])
            return clean.lightly(population.people[left[place]], &random)
        }
        let damage = PersonDamage(population: population, dates: foreignRight ? .slashes : .iso)
        let columns = foreignRight ? PeopleExport.foreignColumns : PeopleExport.columns
        try writePeople("right.csv", columns, right, rightIds) { place in
            var random = SplitMix64(seed: seed, stream: .rightDamage, index: right[place])
            return damage.fully(population.people[right[place]], &random)
        }

        var rowOnRight = [Int](repeating: -1, count: population.people.count)
        for (row, person) in right.enumerated() { rowOnRight[person] = row }
        let truth = try CSVFile("truth.csv", in: directory, columns: ["left_id", "right_id"])
        for (row, person) in left.enumerated() where rowOnRight[person] >= 0 {
            truth.field(leftIds[row])
            truth.field(rightIds[rowOnRight[person]])
            try truth.endRow()
        }
        try truth.close()
    }

    /// people.csv with `records` records in clusters of 1 to 5, and truth.csv with every pair once.
    ///
    /// The first record of a person is clean, the others are damaged copies of it.
    func writeClusters() throws {
        var random = SplitMix64(seed: seed, stream: .clusters)
        var owners: [Int] = []
        var person = 0
        while owners.count < records {
            let size = min(PeopleExport.clusterSize(random.below(100)), records - owners.count)
            for _ in 0..<size { owners.append(person) }
            person += 1
        }
        let population = Population(count: person, seed: seed)
        let isCopy = owners.indices.map { $0 > 0 && owners[$0] == owners[$0 - 1] }
        let order = shuffled(Array(owners.indices), .leftOrder)
        let ids = RandomIds(seed: seed, stream: .leftIds)

        let damage = PersonDamage(population: population, dates: .iso)
        try writePeople("people.csv", PeopleExport.columns, order, ids) { place in
            let record = order[place]
            let person = population.people[owners[record]]
            var random = SplitMix64(seed: seed, stream: .rightDamage, index: record)
            return isCopy[record] ? damage.fully(person, &random) : damage.lightly(person, &random)
        }

        var rows = [Int](repeating: 0, count: records)
        for (row, record) in order.enumerated() { rows[record] = row }
        let truth = try CSVFile("truth.csv", in: directory, columns: ["left_id", "right_id"])
        for first in owners.indices {
            for second in (first + 1)..<min(first + 5, records + 1) where second < records {
                guard owners[first] == owners[second] else { break }
                truth.field(ids[rows[first]])
                truth.field(ids[rows[second]])
                try truth.endRow()
            }
        }
        try truth.close()
    }

    /// Clusters of 1, 2, 3, 4, 5 records in 58, 22, 10, 6, 4 of 100 draws.
    private static func clusterSize(_ draw: Int) -> Int {
        draw < 58 ? 1 : draw < 80 ? 2 : draw < 90 ? 3 : draw < 96 ? 4 : 5
    }

    private func shuffled(_ list: [Int], _ stream: SplitMix64.Stream) -> [Int] {
        var random = SplitMix64(seed: seed, stream: stream)
        var order = list
        random.shuffle(&order)
        return order
    }

    private func writePeople(
        _ name: String, _ columns: [String], _ rows: [Int], _ ids: RandomIds, _ record: (Int) -> PersonRecord
    ) throws {
        let file = try CSVFile(name, in: directory, columns: columns)
        for row in rows.indices {
            let person = record(row)
            file.field(ids[row])
            file.field(person.given)
            file.field(person.surname)
            file.field(person.birth)
            file.field(person.street)
            file.field(person.town)
            file.field(person.postcode)
            file.field(person.phone)
            file.field(person.email)
            try file.endRow()
        }
        try file.close()
    }
}
