/// What every record of one source has in common.
struct RecordShape: Sendable {
    var dialect: Dialect
    /// Fields in each record delivered.
    var columnCount: Int
    /// There is a header; only the wording of rejects depends on it.
    var headed: Bool
    /// Longest record taken, in bytes without its line end.
    var maxRecordBytes: Int
    /// What becomes of a record that is not valid in the encoding of the file.
    var invalidText = InvalidText.reject

    /// Widths besides `columnCount` that are taken; nil: any.
    var widths: Set<Int>?

    /// A record of so many fields is taken, if its surplus is empty.
    func takes(width: Int) -> Bool { widths?.contains(width) ?? true }

    var rejectsInvalidText: Bool { invalidText == .reject && !dialect.encoding.isSingleByte }
}
