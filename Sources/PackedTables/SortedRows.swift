/// The rows of one table or index in key order, as their stored records: what a b-tree is built from.
public protocol SortedRows: Sendable {
    /// How many rows there are.
    var count: Int { get }
    /// Bytes of a row's record.
    func size(_ row: Int) -> Int
    /// Writes a row's record: `size(row)` bytes, and anything into the `recordOverrun` bytes behind them.
    func write(_ row: Int, to place: UnsafeMutablePointer<UInt8>)
    /// Brings near what writing these rows will read from anywhere in memory. Nothing by default.
    func touch(_ rows: Range<Int>)
}

extension SortedRows {
    /// Nothing.
    @inlinable @inline(__always)
    public func touch(_ rows: Range<Int>) {}
}
