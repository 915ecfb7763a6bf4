import FileRecords

/// Files by their content.
public struct RefinedContents: Sendable {
    /// Files with the same content, as far as it is known.
    public var groups: ContentGroups
    /// The steps, in order.
    public var steps: [RefineStep]
    /// Files that could not be read or changed meanwhile, by number of the file.
    public var faults: [FileFault]
    /// Whether nothing is left to be looked at: false if the deadline came first.
    public var isComplete: Bool
}
