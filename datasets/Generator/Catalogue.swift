/// A thing for sale.
struct Product {
    var brand: String
    /// The maker's own series, such as "Nova 300".
    var line: String
    var category: Catalogue.Category
    /// Letters and digits, such as "KX-4520B".
    var model: String
    /// Size, capacity, power: what tells members of a family apart.
    var feature: String
    var colour: String
    var supplier: String
    /// In cents.
    var price: Int
}

/// Families of products that differ in a feature, a colour or a digit of the model number.
struct Catalogue {
    struct Category {
        let name: String
        /// What another shop calls it.
        let otherName: String
        let features: [String]
        /// Typical price in cents.
        let price: Int
    }

    private(set) var products: [Product] = []

    init(count: Int, _ random: inout SplitMix64) {
        let brands = Syllables.names(.brand, count: 140, taken: [], &random)
        let choice = SkewedChoice(count: brands.count, flatness: 5)
        let suppliers = Syllables.names(.surname, count: 60, taken: [], &random).map {
            $0 + " " + random.pick(Catalogue.trades) + " " + random.pick(Catalogue.legalForms)
        }
        while products.count < count {
            let brand = brands[choice.draw(&random)]
            addFamily(brand: brand, supplier: random.pick(suppliers), &random)
        }
        products.removeLast(products.count - count)
    }

    private mutating func addFamily(brand: String, supplier: String, _ random: inout SplitMix64) {
        let category = random.pick(Catalogue.categories)
        let line = random.pick(Catalogue.lines) + (random.percent(40) ? " \(random.within(1...9) * 100)" : "")
        let letters = String((0..<random.within(1...3)).map { _ in random.pick(Catalogue.letters) })
        let number = random.within(100...9_899)
        let price = category.price * random.within(50...220) / 100
        let step = random.pick([1, 5, 10])
        for member in 0..<random.within(1...4) {
            let suffix = random.percent(40) ? String(random.pick(Catalogue.letters)) : ""
            products.append(
                Product(
                    brand: brand, line: line, category: category,
                    model: "\(letters)-\(number + member * step)\(suffix)",
                    feature: random.pick(category.features), colour: random.pick(Catalogue.colours),
                    supplier: supplier, price: price * random.within(90...130) / 100 / 10 * 10 + 9))
        }
    }

    static let legalForms = ["Ltd", "Limited", "Inc", "Corp", "GmbH", "LLC", "PLC", "Co", "AG", "S.A."]
    private static let trades = [
        "Trading", "Electronics", "Supplies", "Wholesale", "Imports", "Home", "Systems",
    ]
    private static let letters = Array("ABCDEFGHKLMNPRSTVWXZ")
    private static let colours = [
        "Black", "White", "Silver", "Red", "Blue", "Grey", "Graphite", "Green", "Gold",
    ]
    private static let lines = [
        "Nova", "Pro", "Elite", "Aero", "Pulse", "Titan", "Vista", "Prime", "Zen", "Orbit", "Fusion",
        "Quantum",
        "Studio", "Compact", "Classic", "Vertex", "Apex", "Solo", "Duo", "Terra",
    ]
    private static let categories: [Category] = [
        ("Wireless Headphones", "Bluetooth Headset", "over-ear|on-ear|noise cancelling|in-ear|30 h", 9_900),
        ("LED Television", "LED TV", "32 inch|43 inch|50 inch|55 inch|65 inch", 49_900),
        ("Digital Camera", "Camera", "12 MP|16 MP|20 MP|24 MP|4x zoom|10x zoom", 34_900),
        ("Cordless Drill", "Battery Drill Driver", "12 V|18 V|20 V|two batteries", 11_900),
        ("Espresso Machine", "Coffee Maker", "15 bar|19 bar|1.2 l|1.8 l", 24_900),
        ("Vacuum Cleaner", "Bagless Vacuum", "700 W|900 W|1.5 l|2 l|pet hair", 17_900),
        ("Laptop Computer", "Notebook", "8 GB 256 GB|8 GB 512 GB|16 GB 512 GB|16 GB 1 TB", 89_900),
        ("USB Flash Drive", "USB Stick", "16 GB|32 GB|64 GB|128 GB|256 GB", 1_900),
        ("Portable Hard Drive", "External HDD", "500 GB|1 TB|2 TB|4 TB", 7_900),
        ("Office Chair", "Desk Chair", "with armrests|mesh back|high back|without headrest", 15_900),
        ("Running Shoes", "Trainers", "size 39|size 40|size 41|size 42|size 43|size 44", 8_900),
        ("Mountain Bike", "MTB", "26 inch|27.5 inch|29 inch|18 gears|24 gears", 64_900),
        ("Electric Kettle", "Kettle", "1 l|1.5 l|1.7 l|2 l", 3_900),
        ("Inkjet Printer", "Printer", "A4|A3|duplex|wireless", 12_900),
        ("Wireless Router", "WiFi Router", "AC1200|AC1900|AX1800|AX3000", 8_900),
        ("Kitchen Scale", "Digital Scale", "3 kg|5 kg|10 kg", 2_400),
    ].map {
        Category(
            name: $0.0, otherName: $0.1, features: $0.2.split(separator: "|").map(String.init), price: $0.3)
    }
}
