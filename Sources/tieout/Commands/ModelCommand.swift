import ArgumentParser
import Engine

/// `tieout model show FILE`.
struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model", abstract: "Look at a trained model.", subcommands: [Show.self])

    /// Prints a model's weights.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the weights of a model file, or of the model in a result.",
            discussion: """
                EXAMPLES:
                  tieout match crm.csv billing.csv --save-model people.model.json
                  tieout model show people.model.json
                """)

        @Argument(
            help: ArgumentHelp("A model file, or a Tieout result.", valueName: "file"), completion: .file())
        var file: String
        @Flag(help: "Print JSON on stdout.")
        var json = false

        func run() throws {
            try reportingErrors {
                let model = try readModel(file)
                print(json ? try encodeJSON(model) : renderModel(model))
            }
        }
    }
}
