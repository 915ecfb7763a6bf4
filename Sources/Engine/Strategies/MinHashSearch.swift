import Neighbours

/// How texts with shingles in common are looked for (`MinHashing`).
public struct MinHashSearch: Sendable, Hashable {
    /// Hashes of a text, 1…1,024, a multiple of the bands.
    public var hashes = 128
    /// Bands they are in, 1…1,024: texts are a pair if all hashes of one are the same.
    public var bands = 32
    /// Words of a shingle, 1…100.
    public var shingle = 3
    /// The field that is looked at; nil: all that a record says.
    public var field: String?

    /// For long documents.
    public init() {}

    var hashing: MinHashing { MinHashing(shingle: shingle, bands: bands, rows: hashes / bands) }
}

extension MinHashSearch: CustomStringConvertible {
    /// What it does, for a person.
    public var description: String {
        let rows = hashes / bands
        return "\(field ?? "text") alike by MinHash (\(bands) band\(bands == 1 ? "" : "s") of \(rows), "
            + "\(shingle) word\(shingle == 1 ? "" : "s") a shingle)"
    }
}
