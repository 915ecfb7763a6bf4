import Records

/// A table or query of a database, from which records come in parts.
protocol TableStore: Sendable {
    /// Fields of a record.
    var columnCount: Int { get }
    /// Begins to read: up to `readers` of them, all seeing the same state of the table.
    func begin(readers: Int, monitor: RunMonitor) throws -> TableReading
    /// Begins to read some records from several places, in order, at most about `records`.
    func beginSample(records: Int) throws -> TableReading
}

/// One pass over a table. The parts, in order, make up the whole; where they are cut depends on the table
/// alone.
struct TableReading: Sendable {
    var parts: Int
    /// At least one. Each is used by one thread at a time.
    var readers: [any PartReader]
    /// Finds the fields in what a reader has collected, where that was put off to do it beside the reading.
    var split: @Sendable (inout FieldBuilder) throws -> Void = { _ in }
    /// Called when everything has been read; throws where that must not be trusted.
    var finish: @Sendable () throws -> Void = {}
}

/// Reads one part of a table after the other.
protocol PartReader: AnyObject, Sendable {
    /// Begins a part; the one before is at its end.
    func begin(part: Int) throws
    /// Collects records until the builder is full or the part at its end.
    ///
    /// - Returns: false at the end of the part.
    func fill(_ builder: inout FieldBuilder) throws -> Bool
}
