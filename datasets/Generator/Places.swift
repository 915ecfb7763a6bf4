/// Towns with their streets and postcodes. A postcode belongs to a street, a street to a town.
struct Places {
    /// A town: how many live there follows its rank.
    struct Town {
        let name: [UInt8]
        /// Letters that its postcodes begin with.
        let area: [UInt8]
        /// Landline area code, without the leading 0.
        let dialling: Int
        let streetCount: Int
    }

    /// A place to live.
    struct Address {
        var town: Int
        var street: Int
        var number: Int
        /// Flat number, 0 for a house.
        var flat: Int
    }

    private let towns: [Town]
    private let choice: SkewedChoice

    /// - Parameter people: size of the population; the towns grow with it, 90 people to a street.
    init(people: Int, _ random: inout SplitMix64) {
        let names = Syllables.names(.place, count: 600, taken: [], &random)
        let choice = SkewedChoice(count: names.count, flatness: 6)
        let letters = Array("ABCDEFGHLMNPRSTW".utf8)
        towns = names.enumerated().map { rank, name in
            Town(
                name: Array(name.utf8), area: [random.pick(letters), random.pick(letters)],
                dialling: 1_200 + rank, streetCount: max(12, choice.share(of: rank, scale: people) / 90))
        }
        self.choice = choice
    }

    func town(_ index: Int) -> Town { towns[index] }

    /// An address anywhere, or in a given town.
    func address(in town: Int? = nil, _ random: inout SplitMix64) -> Address {
        let town = town ?? choice.draw(&random)
        return Address(
            town: town, street: random.below(towns[town].streetCount),
            number: 1 + min(random.below(160), random.below(160)),
            flat: random.percent(12) ? random.within(1...24) : 0)
    }

    func streetLine(_ address: Address) -> [UInt8] {
        var line: [UInt8] = []
        if address.flat > 0 {
            line += Array("Flat ".utf8)
            appendDigits(address.flat, to: &line)
            line += Array(", ".utf8)
        }
        appendDigits(address.number, to: &line)
        line.append(0x20)
        var random = draws(of: address)
        line += random.pick(Places.stems)
        line.append(0x20)
        line += random.pick(Places.kinds)
        return line
    }

    func postcode(_ address: Address) -> [UInt8] {
        let town = towns[address.town]
        var code = town.area
        appendDigits(1 + address.street / 60, to: &code)
        code.append(0x20)
        var random = draws(of: address)
        appendDigits(1 + (address.street / 7) % 9, to: &code)
        let letters = Array("ABDEFGHJLNPQRSTUWXYZ".utf8)
        _ = random.next()
        code.append(letters[(address.street % 7) * 2 + random.below(7)])
        code.append(random.pick(letters))
        return code
    }

    /// Everything about a street follows from its town and number.
    private func draws(of address: Address) -> SplitMix64 {
        SplitMix64(SplitMix64.mix(UInt64(address.town) << 32 | UInt64(address.street)))
    }

    /// Street kinds and how they are abbreviated.
    static let abbreviations: [(long: [UInt8], short: [UInt8])] = [
        ("Road", "Rd"), ("Street", "St"), ("Avenue", "Ave"), ("Lane", "Ln"), ("Drive", "Dr"), ("Close", "Cl"),
        ("Court", "Ct"), ("Place", "Pl"), ("Crescent", "Cres"), ("Gardens", "Gdns"), ("Terrace", "Terr"),
        ("Grove", "Gr"), ("Square", "Sq"),
    ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

    private static let kinds =
        [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 5, 5, 6, 7, 8, 9, 10, 11, 12].map { abbreviations[$0].long }
        + [Array("Way".utf8), Array("Hill".utf8)]

    private static let stems = """
        High Station Church Park Victoria Green Manor Kings Queens New Grange North South West East Mill School \
        Chapel York London Windsor Albert Alexandra George Springfield Richmond Stanley Highfield Oxford Cambridge \
        Chester Bridge Orchard Meadow Willow Oak Ash Elm Beech Cedar Maple Hazel Birch Chestnut Poplar Hawthorn \
        Holly Ivy Rose Lavender Primrose Kestrel Falcon Heron Swan Robin Kingfisher Nightingale Partridge Badger \
        Fox Hunters Foresters Shepherds Millers Potters Weavers Coopers Market Castle Abbey Priory Friars Minster \
        Cathedral Rectory Vicarage Bell Tower Harbour Quay Ferry River Brook Spring Well Lake Marsh Moor Heath \
        Common Field Acre Barn Farm Dairy Mead Hill Cliff Valley Dene Wood Copse Warren Lodge Hall Court Palace \
        Regent Prince Princess Duke Earl Baron Knight Nelson Wellington Trafalgar Waterloo Churchill Gladstone \
        Cromwell Milton Shakespeare Byron Shelley Keats Tennyson Wordsworth Burns Scott Dickens Hardy Austen Bronte
        """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map { Array($0.utf8) }
}
