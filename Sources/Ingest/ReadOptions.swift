/// How to read a source, whatever it is. What is left open is found out from the source itself.
public struct ReadOptions: Codable, Sendable, Equatable {
    /// How to read it where it is delimited text.
    public var csv = CSVOptions()

    /// Everything found out.
    public init() {}

    /// Everything found out but what these say.
    public init(csv: CSVOptions) { self.csv = csv }
}
