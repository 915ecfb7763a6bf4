/// A change of the columns themselves.
public struct SchemaChange: Sendable, Codable, Equatable {
    /// What became of a column.
    public enum Kind: String, Sendable, Codable {
        /// On the right only.
        case added
        /// On the left only.
        case dropped
        /// Under another name on the right, recognised by what it holds.
        case renamed
        /// Its values stand under a neighbour's name on the right.
        case shifted
    }

    /// What became of it.
    public var kind: Kind
    /// The column on the left, if it is there.
    public var left: String?
    /// The column on the right, if it is there.
    public var right: String?
    /// Why it is taken for that, for a person; holds no values.
    public var evidence: String

    /// Takes each of its facts.
    public init(_ kind: Kind, left: String? = nil, right: String? = nil, evidence: String) {
        self.kind = kind
        self.left = left
        self.right = right
        self.evidence = evidence
    }
}

extension SchemaChange {
    /// The change in words, for a person.
    public var sentence: String {
        switch kind {
        case .added: "'\(right ?? "")' was added"
        case .dropped: "'\(left ?? "")' was dropped"
        case .renamed: "'\(left ?? "")' is called '\(right ?? "")' now: \(evidence)"
        case .shifted: "values of '\(left ?? "")' stand under '\(right ?? "")': \(evidence)"
        }
    }
}
