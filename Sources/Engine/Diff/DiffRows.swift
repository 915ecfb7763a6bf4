import Records

/// One difference as texts, for whoever shows it.
public struct DiffRow: Sendable {
    /// The record's key.
    public var key: String
    /// What became of it.
    public var kind: DifferenceKind
    /// Name of the column; nil: the record as a whole.
    public var column: String?
    /// The values; nil where there are none.
    public var left: String?
    /// The value on the right.
    public var right: String?
    /// Numbers of the records, counted from 1; nil where there is none.
    public var leftRecord: UInt64?
    /// Number of the right record.
    public var rightRecord: UInt64?
    /// First lines of the records, counted from 1; nil where they are not known.
    public var leftLine: UInt64?
    /// First line of the right record.
    public var rightLine: UInt64?
    /// The key stands more than once on a side.
    public var isDuplicate: Bool
}

extension DiffRun {
    /// The differences one by one, in order.
    public var rows: some Sequence<DiffRow> {
        differences.lazy.flatMap { batch in batch.rows.lazy.map { self.row($0, batch) } }
    }

    /// Number of differences.
    public var rowCount: Int { differences.reduce(0) { $0 + $1.rows.count } }

    private func row(_ difference: Difference, _ batch: DifferenceBatch) -> DiffRow {
        let text = { (text: Difference.Text) in
            text.exists ? String(decoding: batch.text(text), as: UTF8.self) : nil
        }
        let number = { (value: UInt64) in value > 0 ? value : nil }
        return DiffRow(
            key: text(difference.key) ?? "", kind: difference.kind,
            column: difference.column >= 0 ? report.columns[difference.column].left : nil,
            left: text(difference.leftValue), right: text(difference.rightValue),
            leftRecord: number(difference.leftRecord), rightRecord: number(difference.rightRecord),
            leftLine: number(difference.leftLine), rightLine: number(difference.rightLine),
            isDuplicate: difference.isDuplicate)
    }
}
