/// What every record of one source has in common.
struct RecordShape: Sendable {
    var dialect: Dialect
    /// Fields in each record delivered.
    var columnCount: Int
    /// There is a header; only the wording of rejects depends on it.
    var headed: Bool
    /// Longest record taken, in bytes without its line end.
    var maxRecordBytes: Int
}
