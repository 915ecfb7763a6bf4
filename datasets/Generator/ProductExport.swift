/// Two shops that sell partly the same things and describe them each in its own way.
struct ProductExport {
    let records: Int
    let seed: UInt64
    let directory: String

    static let fullName = Rate("category named in the other shop's words", "all", percent: 25)
    static let noFeature = Rate("feature left out of the title", "all", percent: 25)
    static let noColour = Rate("colour left out of the title", "all", percent: 35)
    static let noModel = Rate("model number left out of the title", "all", percent: 12)
    static let plainModel = Rate("model number without its hyphen, or in lower case", "all", percent: 45)
    static let reordered = Rate("parts of the title in another order", "all", percent: 40)
    static let brandLast = Rate("brand left out of the title", "all", percent: 10)
    static let abbreviated = Rate("a word of the title abbreviated", "all", percent: 20)
    static let praise = Rate("words of praise added", "all", percent: 15)
    static let typo = Rate("typo in the title", "all", percent: 10)
    static let otherForm = Rate("supplier with another legal form, or none", "all", percent: 50)
    static let otherPrice = Rate("another price, up to 12 % off", "all", percent: 60)
    static let noPrice = Rate("price missing", "all", percent: 15)
    static let noBrand = Rate("brand missing", "all", percent: 20)

    static let rates = [
        fullName, noFeature, noColour, noModel, plainModel, reordered, brandLast, abbreviated, praise, typo,
        otherForm, otherPrice, noPrice, noBrand,
    ]

    /// left.csv and right.csv with `records` each, 60 % of them the same products, and truth.csv.
    func write() throws {
        let shared = records * 6 / 10
        var random = SplitMix64(seed: seed, stream: .catalogue)
        let catalogue = Catalogue(count: 2 * records - shared, &random)
        var order = Array(catalogue.products.indices)
        random.shuffle(&order)
        var left = Array(order[..<records])
        var right = Array(order[..<shared] + order[records...])
        random.shuffle(&left)
        random.shuffle(&right)
        let leftIds = RandomIds(seed: seed, stream: .leftIds)
        let rightIds = RandomIds(seed: seed, stream: .rightIds)

        let ours = try CSVFile(
            "left.csv", in: directory, columns: ["id", "title", "manufacturer", "supplier", "price"])
        for (row, place) in left.enumerated() {
            let product = catalogue.products[place]
            ours.field(leftIds[row])
            ours.field(
                "\(product.brand) \(product.line) \(product.category.name) \(product.model),"
                    + " \(product.feature), \(product.colour)")
            ours.field(product.brand)
            ours.field(product.supplier)
            ours.field(price(product.price))
            try ours.endRow()
        }
        try ours.close()

        let theirs = try CSVFile(
            "right.csv", in: directory, columns: ["sku", "name", "brand", "vendor", "list_price"])
        for (row, place) in right.enumerated() {
            var random = SplitMix64(seed: seed, stream: .rightDamage, index: place)
            try writeDamaged(catalogue.products[place], id: rightIds[row], to: theirs, &random)
        }
        try theirs.close()

        var rowOnRight = [Int](repeating: -1, count: catalogue.products.count)
        for (row, place) in right.enumerated() { rowOnRight[place] = row }
        let truth = try CSVFile("truth.csv", in: directory, columns: ["left_id", "right_id"])
        for (row, place) in left.enumerated() where rowOnRight[place] >= 0 {
            truth.field(leftIds[row])
            truth.field(rightIds[rowOnRight[place]])
            try truth.endRow()
        }
        try truth.close()
    }

    private func writeDamaged(
        _ product: Product, id: Int, to file: CSVFile, _ random: inout SplitMix64
    ) throws {
        file.field(id)
        var words = Array(title(product, &random).utf8)
        if random.happens(ProductExport.typo) { words = TextDamage.typo(words, &random) }
        file.field(words)
        file.field(random.happens(ProductExport.noBrand) ? "" : product.brand)
        file.field(supplier(product.supplier, &random))
        var cents = product.price
        if random.happens(ProductExport.otherPrice) { cents = cents * random.within(88...112) / 100 }
        file.field(random.happens(ProductExport.noPrice) ? "" : "$" + price(cents))
        try file.endRow()
    }

    private func title(_ product: Product, _ random: inout SplitMix64) -> String {
        var model = product.model
        if random.happens(ProductExport.plainModel) {
            model = random.percent(70) ? model.filter { $0 != "-" } : model.lowercased()
        }
        let category =
            random.happens(ProductExport.fullName) ? product.category.otherName : product.category.name
        var parts: [String] = []
        if !random.happens(ProductExport.brandLast) { parts.append(product.brand) }
        parts.append(product.line)
        if !random.happens(ProductExport.noModel) { parts.append(model) }
        parts.append(category)
        if !random.happens(ProductExport.noFeature) { parts.append(product.feature) }
        if !random.happens(ProductExport.noColour) { parts.append(product.colour) }
        if random.happens(ProductExport.reordered) {
            parts.append(parts.remove(at: random.below(parts.count)))
        }
        var title = parts.joined(separator: random.percent(20) ? " - " : " ")
        if random.happens(ProductExport.abbreviated) { abbreviate(&title) }
        if random.happens(ProductExport.praise) {
            title += " " + random.pick(["(NEW)", "- Best Price", "Original", "*Sale*", "with warranty"])
        }
        return title
    }

    private func abbreviate(_ title: inout String) {
        for (long, short) in ProductExport.abbreviations {
            title = title.split(separator: " ", omittingEmptySubsequences: false)
                .map { $0 == long ? short : String($0) }.joined(separator: " ")
        }
    }

    /// The supplier with its legal form written differently, or left out.
    private func supplier(_ name: String, _ random: inout SplitMix64) -> String {
        guard random.happens(ProductExport.otherForm), let space = name.lastIndex(of: " ") else {
            return name
        }
        let core = String(name[..<space])
        switch String(name[name.index(after: space)...]) {
        case "Limited": return core + (random.percent(50) ? " Ltd." : "")
        case "Ltd": return core + (random.percent(50) ? " Limited" : "")
        case "Inc": return core + (random.percent(50) ? ", Inc." : "")
        default: return core
        }
    }

    private func price(_ cents: Int) -> String {
        "\(cents / 100).\(cents % 100 / 10)\(cents % 10)"
    }

    private static let abbreviations = [
        ("Wireless", "Wless"), ("Digital", "Dig."), ("Television", "TV"), ("Portable", "Port."),
        ("Electric", "El."),
        ("Black", "Blk"), ("White", "Wht"), ("Silver", "Slv"), ("Computer", "PC"), ("inch", "in."),
    ]
}
