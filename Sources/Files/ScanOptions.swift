import FileRecords
import FileScan
import Records

/// What to scan, and how.
public struct ScanOptions: Sendable {
    /// The roots, as bytes, as they were given.
    public var roots: [[UInt8]]
    /// The database.
    public var database = "files.sqlite"
    /// What is taken in.
    public var walk = WalkOptions()
    /// The moments of `walk` as they were told: an age such as `30d` is another moment in each scan.
    public var newer: String?
    /// See `newer`.
    public var older: String?
    /// How contents are told apart.
    public var refine = RefineOptions()
    /// Seconds after which the scan stops with what it has; nil for none.
    public var limit: Double?
    /// Share of the remembered hashes that are read again, 0 to 1.
    public var audit = 0.0
    /// Whether files are opened to tell their kind by content.
    public var kinds = false
    /// Readers of directories and files at once.
    public var threads = 1

    /// A scan of these roots with everything as it is by default.
    public init(roots: [[UInt8]]) { self.roots = roots }

    /// The filters as options, in one order; empty where there are none. Scans with the same roots and the
    /// same filters share a history.
    public var filter: String {
        let plain = WalkOptions()
        var parts: [String] = []
        func add(_ name: String, _ value: String? = nil) {
            parts.append(value.map { "--\(name) \($0)" } ?? "--\(name)")
        }
        if walk.sizes.lowerBound > 0 { add("min-size", String(walk.sizes.lowerBound)) }
        if walk.sizes.upperBound < Int64.max { add("max-size", String(walk.sizes.upperBound)) }
        if let time = walk.modifiedAfter { add("newer", newer ?? String(time)) }
        if let time = walk.modifiedBefore { add("older", older ?? String(time)) }
        for pattern in walk.exclude.map({ shown(path: $0) }).sorted() { add("exclude", pattern) }
        for pattern in walk.include.map({ shown(path: $0) }).sorted() { add("include", pattern) }
        if walk.oneFileSystem { add("one-file-system") }
        if walk.git != plain.git { add("include-git") }
        if walk.trash != plain.trash { add("include-trash") }
        if walk.hidden != plain.hidden { add("no-hidden") }
        return parts.joined(separator: " ")
    }
}
