/// A bank statement against the ledger that should explain it.
///
/// The bank signs its amounts and knows the value date; the ledger writes DEBIT (money out) or
/// CREDIT (money in), the time of booking, and sometimes a fee that the bank has taken off.
struct PaymentExport {
    let records: Int
    let seed: UInt64
    let directory: String

    static let delayed = Rate("bank value date 1 to 3 days after the booking", "all", percent: 45)
    static let fee = Rate(
        "fee of the ledger's fee column taken off (credit) or added (debit) by the bank", "all", percent: 6)
    static let referenceCut = Rate("reference cut short", "all", percent: 8)
    static let referencePlain = Rate("reference without letters and hyphens", "all", percent: 15)
    static let referenceSlip = Rate("one digit of the reference wrong, or two exchanged", "all", percent: 4)
    static let referenceMissing = Rate("reference missing from the bank's text", "all", percent: 10)
    static let nameCut = Rate("bank cuts the name to 12 letters", "all", percent: 20)
    static let repeated = Rate("amount is one of forty usual ones (rents, subscriptions)", "all", percent: 25)
    static let rates = [
        delayed, fee, referenceCut, referencePlain, referenceSlip, referenceMissing, nameCut, repeated,
    ]

    private struct Payment {
        var account: String
        var cents: Int
        var isDebit: Bool
        var booked: CalendarDate
        var secondOfDay: Int
        var feeCents: Int
        var reference: String
    }

    /// bank.csv and ledger.csv with `records` each, 95 % of them with a counterpart, and truth.csv
    /// (left is the bank).
    func write() throws {
        let shared = records * 95 / 100
        var random = SplitMix64(seed: seed, stream: .payments)
        let accounts = Syllables.names(.surname, count: max(60, records / 12), taken: [], &random).map {
            $0 + " " + random.pick(["Ltd", "Group", "Partners", "Services", "Foods", "Logistics", "& Sons"])
        }
        let choice = SkewedChoice(count: accounts.count, flatness: 15)
        let payments = (0..<2 * records - shared).map { _ in
            payment(account: accounts[choice.draw(&random)], &random)
        }
        var bank = Array(0..<records)
        var ledger = Array(0..<shared) + Array(records..<payments.count)
        random.shuffle(&bank)
        random.shuffle(&ledger)
        let bankIds = RandomIds(seed: seed, stream: .leftIds)
        let ledgerIds = RandomIds(seed: seed, stream: .rightIds)

        let statement = try CSVFile(
            "bank.csv", in: directory, columns: ["transaction_id", "value_date", "amount", "description"])
        for (row, place) in bank.enumerated() {
            var random = SplitMix64(seed: seed, stream: .leftDamage, index: place)
            try writeBanked(payments[place], id: bankIds[row], to: statement, &random)
        }
        try statement.close()

        let book = try CSVFile(
            "ledger.csv", in: directory,
            columns: ["entry_no", "booked_at", "direction", "amount", "fee", "account_name", "reference"])
        for (row, place) in ledger.enumerated() {
            try writeBooked(payments[place], id: ledgerIds[row], to: book)
        }
        try book.close()

        var rowInLedger = [Int](repeating: -1, count: payments.count)
        for (row, place) in ledger.enumerated() { rowInLedger[place] = row }
        let truth = try CSVFile("truth.csv", in: directory, columns: ["left_id", "right_id"])
        for (row, place) in bank.enumerated() where rowInLedger[place] >= 0 {
            truth.field(bankIds[row])
            truth.field(ledgerIds[rowInLedger[place]])
            try truth.endRow()
        }
        try truth.close()
    }

    private func payment(account: String, _ random: inout SplitMix64) -> Payment {
        var digits: [UInt8] = []
        appendDigits(random.below(1_000_000), width: 6, to: &digits)
        let usual = random.happens(PaymentExport.repeated)
        return Payment(
            account: account,
            cents: usual
                ? 500 + 1_275 * random.below(40) : random.within(100...9_999) * random.within(1...150),
            isDebit: random.percent(45), booked: CalendarDate(year: 2025, dayOfYear: random.below(90)),
            secondOfDay: random.within(6 * 3_600...22 * 3_600),
            feeCents: random.happens(PaymentExport.fee) ? random.within(15...1_200) : 0,
            reference: random.pick(["INV-", "RE-", "ORD-", "SUB-"]) + String(decoding: digits, as: UTF8.self))
    }

    private func writeBooked(_ payment: Payment, id: Int, to file: CSVFile) throws {
        file.field(id)
        var time = payment.booked.written(.iso) + [UInt8(ascii: "T")]
        for (place, part) in [3_600, 60, 1].enumerated() {
            if place > 0 { time.append(UInt8(ascii: ":")) }
            appendDigits(payment.secondOfDay / part % (part == 3_600 ? 24 : 60), width: 2, to: &time)
        }
        file.field(time)
        file.field(payment.isDebit ? "DEBIT" : "CREDIT")
        file.field(money(payment.cents))
        file.field(payment.feeCents == 0 ? "" : money(payment.feeCents))
        file.field(payment.account)
        file.field(payment.reference)
        try file.endRow()
    }

    private func writeBanked(_ payment: Payment, id: Int, to file: CSVFile, _ random: inout SplitMix64) throws
    {
        file.field(id)
        let delay = random.happens(PaymentExport.delayed) ? random.within(1...3) : 0
        let valued = CalendarDate(
            year: payment.booked.year, dayOfYear: payment.booked.dayOfYear + delay)
        file.field(valued.written(.slashes))
        // A fee makes the bank's amount smaller when money comes in, larger when it goes out.
        let moved = payment.isDebit ? payment.cents + payment.feeCents : payment.cents - payment.feeCents
        file.field((payment.isDebit ? "-" : "") + money(max(1, moved)))
        var name = payment.account.uppercased()
        if random.happens(PaymentExport.nameCut) { name = String(name.prefix(12)) }
        file.field(
            "\(random.pick(["TRANSFER", "SEPA", "PAYMENT", "CARD"])) \(name) \(reference(payment, &random))")
        try file.endRow()
    }

    private func reference(_ payment: Payment, _ random: inout SplitMix64) -> String {
        if random.happens(PaymentExport.referenceMissing) { return "" }
        var reference = payment.reference
        if random.happens(PaymentExport.referencePlain) { reference = reference.filter(\.isNumber) }
        if random.happens(PaymentExport.referenceCut) { reference.removeLast(random.within(2...4)) }
        if random.happens(PaymentExport.referenceSlip) {
            reference = String(decoding: TextDamage.digitSlip(Array(reference.utf8), &random), as: UTF8.self)
        }
        return reference
    }

    private func money(_ cents: Int) -> String {
        "\(cents / 100).\(cents % 100 / 10)\(cents % 10)"
    }
}
