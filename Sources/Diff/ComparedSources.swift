import Records

/// How two sources are compared.
public struct DiffSettings: Sendable {
    /// Which columns belong together.
    public var columns: ComparedColumns
    /// How the cells of each compared column are compared, in the order of `columns.cells`.
    public var rules: [CellRule]
    /// Records that stand in another order are reported.
    public var findsMoved = false
    /// Values stay out of the differences.
    public var noValues = false
    /// Bytes of entries that may stay in memory; nil: all.
    public var entryBytes: Int?
    /// Threads, 1 and more.
    public var threads: Int

    /// Compares byte for byte.
    public init(columns: ComparedColumns, threads: Int) {
        self.columns = columns
        self.threads = threads
        rules = [CellRule](repeating: CellRule(), count: columns.cells.count)
    }
}

/// Two sources whose records have found their counterparts by hash.
///
/// ```swift
/// var settings = DiffSettings(columns: columns, threads: 2)
/// let sources = try ComparedSources(reading: left, right, settings, monitor: monitor)
/// try sources.join(monitor: monitor)
/// let outcome = try sources.compare(monitor: monitor)
/// ```
public final class ComparedSources {
    /// What reading each side has found.
    public var left: ReadSummary { leftSide.summary }
    /// What reading each side has found.
    public var right: ReadSummary { rightSide.summary }
    let settings: DiffSettings
    let leftSide: ReadSide
    let rightSide: ReadSide
    var joined = JoinedRecords()
    private let budget: SpillBudget

    /// Reads both sources, the left one first. Sources that cannot fetch are spooled to a temporary file.
    public init(
        reading left: any RecordSource, _ right: any RecordSource, _ settings: DiffSettings,
        monitor: RunMonitor
    ) throws {
        precondition(settings.rules.count == settings.columns.cells.count && settings.threads > 0)
        self.settings = settings
        budget = SpillBudget(bytes: settings.entryBytes)
        let pool = BlockPool(budget, threads: settings.threads)
        let separators = (left: left.separator, right: right.separator)
        let (left, right) = (try fetchable(left), try fetchable(right))
        // Asked of those that are read: what is spooled does not lie as it was written.
        let quote = try commonQuote(left, right, settings.columns)
        leftSide = try ReadSide(
            left, .left, columns: settings.columns, budget: budget, pool: pool,
            separators: separators, quote: quote, threads: settings.threads, monitor: monitor)
        rightSide = try ReadSide(
            right, .right, columns: settings.columns, budget: budget, pool: pool,
            earlier: leftSide.entries, separators: separators, quote: quote, threads: settings.threads,
            monitor: monitor)
    }

    /// Entries went to a temporary file.
    public var hasSpilled: Bool { budget.hasSpilled }

    /// A key stands more than once on a side.
    public var hasDuplicateKeys: Bool { !joined.duplicates.isEmpty }

    /// Finds the counterparts.
    public func join(monitor: RunMonitor) throws {
        guard let left = leftSide.entries, let right = rightSide.entries else {
            preconditionFailure("sides are joined once")
        }
        joined = try joinSides(
            left: left, right: right, isKeyless: settings.columns.isKeyless,
            keepsPairs: settings.findsMoved, sampleMask: sampleMask, threads: settings.threads,
            monitor: monitor)
        leftSide.dropEntries()
        rightSide.dropEntries()
    }

    /// Bits of which about two thousand records have none set: high ones, as the low ones choose the slot.
    private var sampleMask: UInt64 {
        var share = min(left.records, right.records) / 2048
        var mask: UInt64 = 0
        while share > 1 {
            mask = mask >> 1 | 1 << 63
            share /= 2
        }
        return mask
    }
}

/// The source, or one that spools it.
private func fetchable(_ source: any RecordSource) throws -> any RecordSource {
    source.canFetch ? source : try SpooledSource(source)
}
