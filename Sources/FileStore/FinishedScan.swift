import FileRecords

/// Everything a scan that came to its end has to say.
public struct FinishedScan: Sendable {
    /// One step of telling contents apart.
    public struct Step: Sendable, Codable {
        /// What was looked at.
        public var name: String
        /// Names that may still have a twin.
        public var files: Int
        /// Bytes of their inodes, each once.
        public var bytes: Int64
        /// Bytes that were read for it.
        public var bytesRead: Int64

        /// Takes each of its facts.
        public init(name: String, files: Int, bytes: Int64, bytesRead: Int64) {
            self.name = name
            self.files = files
            self.bytes = bytes
            self.bytesRead = bytesRead
        }
    }

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
    public var steps: [Step] = []
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
