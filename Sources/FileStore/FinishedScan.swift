import FileRecords

/// Everything a scan that came to its end has to say.
public struct FinishedScan: Sendable {
    /// What was met.
    public var table: FileTable
    /// What is known of each file's content.
    public var evidence: [ContentEvidence]
    /// Files with the same content.
    public var groups: ContentGroups
    /// The measure of each group.
    public var measures: [GroupMeasure]
    /// The kind of each file, by its name.
    public var kinds: [FileKind]
    /// What files are by their content; nil where none was looked at.
    public var mediaTypes: MediaTypes?
    /// What could not be read.
    public var faults: [FileFault] = []
    /// What was left out, by reason.
    public var passedOver: [(reason: String, entries: Int)] = []
    /// The steps, in order.
    public var steps: [RefineStep] = []
    /// What was found, in numbers.
    public var counts = ScanCounts()
    /// Whether every duplicate was found.
    public var isComplete = true
    /// Seconds since it began.
    public var seconds = 0.0

    /// What every scan has; the rest is filled in.
    public init(
        table: FileTable, evidence: [ContentEvidence], groups: ContentGroups, measures: [GroupMeasure],
        kinds: [FileKind]
    ) {
        self.table = table
        self.evidence = evidence
        self.groups = groups
        self.measures = measures
        self.kinds = kinds
    }
}
