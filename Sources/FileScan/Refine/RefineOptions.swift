import FileRecords

/// How contents are told apart.
public struct RefineOptions: Sendable {
    /// Readers at once for a device of which nothing else is known; at least 1.
    public var threads = 1
    /// Whether files with the same hash are compared byte by byte as well.
    public var verify = false
    /// Whether every regular file is hashed whole, also those whose content cannot have a twin here.
    public var hashAll = false
    /// When to stop with what is known by then.
    public var deadline: ContinuousClock.Instant?

    /// One thread, hashes only.
    public init() {}
}
