import Records

extension RowSegment {
    /// Writes a row as a normaliser does; an empty value is a null.
    ///
    /// - Parameter spare: bytes more than needed that are asked for, and left unused.
    public mutating func append(_ fields: [[UInt8]], id: [UInt8] = [], spare: Int = 0) {
        openRow()
        for field in fields {
            roomForField(field.count + spare).update(from: field, count: field.count)
            closeField(length: field.count)
        }
        id.withUnsafeBufferPointer { closeRow(id: $0) }
    }
}
