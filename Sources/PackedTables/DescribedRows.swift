/// What takes the values of a row, column by column.
public protocol RecordSink {
    /// An integer.
    mutating func put(_ integer: Int)
    /// A text, or a blob.
    mutating func put(_ bytes: UnsafeBufferPointer<UInt8>, isText: Bool)
    /// Nothing.
    mutating func putNull()
}

extension RecordWriter: RecordSink {}

/// How long the record of a row becomes.
public struct RecordSize: RecordSink {
    /// Bytes of the header with its own first byte.
    public var header = 1
    /// Bytes of the values.
    public var values = 0

    /// No columns yet.
    @inlinable public init() {}

    /// Counts an integer.
    @inlinable @inline(__always)
    public mutating func put(_ integer: Int) { add(1, integerFormat(integer).size) }

    /// Counts a text or a blob.
    @inlinable @inline(__always)
    public mutating func put(_ bytes: UnsafeBufferPointer<UInt8>, isText: Bool) {
        add(bytes.count < 1 << 26 ? varintSize(2 * bytes.count + 13) : 9, bytes.count)
    }

    /// Counts nothing.
    @inlinable @inline(__always)
    public mutating func putNull() { add(1, 0) }

    @inlinable @inline(__always)
    mutating func add(_ header: Int, _ values: Int) {
        self.header += header
        self.values += values
    }
}

/// Rows whose columns are said once, for whatever takes them: a page, or a statement.
public protocol DescribedRows: SortedRows {
    /// Puts the values of a row, in the order of its columns. Its number, where it has one, is null.
    func put(_ row: Int, into sink: inout some RecordSink)
}

extension DescribedRows {
    /// Bytes of a row's record.
    @inlinable
    public func size(_ row: Int) -> Int {
        var size = RecordSize()
        put(row, into: &size)
        return size.header + size.values
    }

    /// Writes a row's record.
    @inlinable
    public func write(_ row: Int, to place: UnsafeMutablePointer<UInt8>) {
        var size = RecordSize()
        put(row, into: &size)
        var record = RecordWriter(at: place, headerSize: size.header)
        put(row, into: &record)
    }
}
