import Records

/// The quote of two sources whose compared fields stand side by side in one order and are quoted alike, as far as
/// samples tell: those that must be, and of the others, column by column, about the same share.
///
/// - Returns: nil where that is not so, where it is about single fields, and where fields do not lie as they were
///   written.
func commonQuote(_ left: any RecordSource, _ right: any RecordSource, _ columns: ComparedColumns) throws
    -> UInt8?
{
    guard !columns.isKeyless, let quote = left.quote, right.quote == quote,
        let separator = left.separator, right.separator == separator
    else { return nil }
    let hashed = columns.cellsAndKeysBetween
    guard hashed.count > 1, HashedColumns(hashed, .left, hasRuns: true).isRun,
        HashedColumns(hashed, .right, hasRuns: true).isRun
    else { return nil }
    let (lefts, rights) = try together(
        { try left.sample(records: sampledRecords) }, { try right.sample(records: sampledRecords) })
    let areAlike = hashed.allSatisfy { pair in
        let one = needlessQuotes(lefts, pair.left, quote, separator)
        let other = needlessQuotes(rights, pair.right, quote, separator)
        return abs(one - other) <= mostOff
    }
    return areAlike ? quote : nil
}

private let sampledRecords = 2_000
/// Most that the shares may differ by, so that not many records are looked at twice.
private let mostOff = 0.02

/// Share of the fields of a column that are quoted though they need not be, among those that need not be.
private func needlessQuotes(_ batches: [RawBatch], _ column: Int, _ quote: UInt8, _ separator: UInt8)
    -> Double
{
    var (quoted, all) = (0, 0)
    for batch in batches {
        for record in 0..<batch.recordCount {
            let field = batch.field(record, column)
            let isBound = field.contains {
                $0 == quote || $0 == separator || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
            }
            guard !isBound else { continue }
            let start = Int(batch.starts[record * batch.columnCount + column])
            all += 1
            quoted += start > 0 && batch.bytes[start - 1] == quote ? 1 : 0
        }
    }
    return all == 0 ? 0 : Double(quoted) / Double(all)
}
