import ArgumentParser

/// Deterministic data with truth: the same seed gives the same bytes on any machine.
@main
struct MakeDatasets: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make-datasets",
        abstract: "Writes made-up data with truth: people, products, payments.",
        discussion: """
            Ids and the order of rows tell nothing. Files of the same name in the output folder are replaced.

              make-datasets people --records 1000000 --seed 1 -o big
              make-datasets people --records 2000 --dedupe -o clusters
            """,
        subcommands: [
            PeopleCommand.self, ProductsCommand.self, PaymentsCommand.self, DamageTableCommand.self,
        ])
}

/// What every kind of data is asked for.
struct OutputOptions: ParsableArguments {
    @Option(help: "Records in each file.")
    var records = 2_000

    @Option(help: "Seed of the generator.")
    var seed: UInt64 = 1

    @Option(name: [.short, .customLong("output")], help: "Folder to write to.")
    var output: String

    func validate() throws {
        guard (10...100_000_000).contains(records) else {
            throw ValidationError("--records must be between 10 and 100,000,000")
        }
    }
}

struct PeopleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "people", abstract: "Two linked person exports, or one with duplicates.")

    @OptionGroup var options: OutputOptions

    @Flag(help: "One file with clusters of 1 to 5 records.")
    var dedupe = false

    @Flag(help: "The right file has other column names and dates as DD/MM/YYYY.")
    var foreignRight = false

    func run() throws {
        let export = PeopleExport(
            records: options.records, seed: options.seed, directory: options.output,
            foreignRight: foreignRight)
        if dedupe { try export.writeClusters() } else { try export.writeLinked() }
    }
}

struct ProductsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "products", abstract: "The titles of two shops that sell partly the same products.")

    @OptionGroup var options: OutputOptions

    func run() throws {
        try ProductExport(records: options.records, seed: options.seed, directory: options.output).write()
    }
}

struct PaymentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payments", abstract: "A bank statement and the ledger that should explain it.")

    @OptionGroup var options: OutputOptions

    func run() throws {
        try PaymentExport(records: options.records, seed: options.seed, directory: options.output).write()
    }
}

struct DamageTableCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "damage-table", abstract: "The rates of damage as Markdown.")

    func run() {
        table("People, right side (and every copy in --dedupe)", PersonDamage.rates)
        table("People, left side (and the first of each cluster)", PersonDamage.leftRates)
        table("Products, right side", ProductExport.rates)
        table("Payments, bank side", PaymentExport.rates)
    }

    private func table(_ title: String, _ rates: [Rate]) {
        print("### \(title)\n\n| what happens | to | % |\n|---|---|---|")
        for rate in rates {
            let part = rate.perTenThousand % 100
            print(
                "| \(rate.what) | \(rate.toWhom) | \(rate.perTenThousand / 100)\(part == 0 ? "" : ".\(part / 10)") |"
            )
        }
        print("")
    }
}
