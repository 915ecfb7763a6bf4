import FileRecords

/// How contents are told apart.
public struct RefineOptions: Sendable {
    /// Readers at once; at least 1. Devices behind a network get more, disks that turn one each.
    public var threads = 1
    /// Whether files with the same hash are compared byte by byte as well.
    public var verify = false
    /// Whether every regular file is hashed whole, also those whose content cannot have a twin here.
    public var hashAll = false
    /// The share of the remembered whole hashes that is worked out again, 0 to 1: bit rot shows there.
    public var audit = 0.0
    /// Number of this scan, above 0 if evidence is remembered. It chooses what is audited, too: another
    /// share each time.
    public var scan: UInt32 = 0
    /// What the files lie on; nil to find out.
    public var device: DeviceKind?
    /// When to stop with what is known by then.
    public var deadline: ContinuousClock.Instant?

    /// One thread, hashes only.
    public init() {}
}
