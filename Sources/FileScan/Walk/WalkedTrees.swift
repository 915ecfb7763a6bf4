import FileRecords

/// What a walk found.
public struct WalkedTrees: Sendable {
    /// Directories and everything in them.
    public var table: FileTable
    /// What could not be looked at, by path.
    public var faults: [FileFault]
    /// What was left out.
    public var passedOver: PassedOver
}
