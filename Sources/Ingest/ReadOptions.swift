/// How to read a source, whatever it is. What is left open is found out from the source itself.
public struct ReadOptions: Codable, Sendable, Equatable {
    /// How to read it where it is delimited text.
    public var csv = CSVOptions()
    /// Values that stand for none: a field that is exactly one of these is empty.
    public var nullWords: [String] = []
    /// How many records may be rejected.
    public var rejects = RejectLimit.none

    /// Everything found out.
    public init() {}

    /// Everything found out but what these say.
    public init(csv: CSVOptions) { self.csv = csv }
}
