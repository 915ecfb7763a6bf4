/// One record in memory: every compared field of it, canonical, in one contiguous run of bytes.
///
/// A candidate pair touches all fields of two records that lie anywhere in memory. Laid out by
/// record, that is two or three cache lines a side instead of one or two a field.
///
/// ```
///   base ─► ┌─────────────────────────┬─────────────────────────┬─ … ─┬────────────────────────────┐
///           │ head of f0              │ head of f1              │     │ canonical bytes f0 f1 f2 … │
///           │ end hash count signature│ end hash count signature│     │                            │
///           └─────────────────────────┴─────────────────────────┴─ … ─┴────────────────────────────┘
///             3 × UInt32, UInt64        3 × UInt32, UInt64              field i = [end(i−1), end(i))
/// ```
///
/// `base` is 8-byte aligned. `end` counts from the first canonical byte. `hash` is the low half of
/// XXH3 of the canonical bytes (0 for a null): different hashes prove different values, equal
/// hashes are confirmed by comparing bytes. `count` is the number of records of both sources that
/// hold this value, filled in after reading (0: not counted). `signature` bounds how alike two values
/// can be (`SignatureKind`).
public struct Row: @unchecked Sendable {
    // Trivial and immutable after reading; the `Table` that vends rows owns the memory.

    /// The first head.
    public let base: UnsafeMutableRawPointer
    /// Fields in the row.
    public let fieldCount: Int

    /// Bytes of one field's head.
    public static let headSize = 20

    /// The row that begins at `base`, which is 8-byte aligned and outlives it.
    @inlinable @inline(__always)
    public init(base: UnsafeMutableRawPointer, fieldCount: Int) {
        self.base = base
        self.fieldCount = fieldCount
    }

    /// Where the canonical bytes of field 0 start.
    @inlinable @inline(__always)
    public var values: UnsafePointer<UInt8> {
        UnsafePointer((base + fieldCount &* Row.headSize).assumingMemoryBound(to: UInt8.self))
    }

    /// One past the last byte of field `field`, counted from `values`.
    @inlinable @inline(__always)
    public func end(_ field: Int) -> Int {
        Int((base + field &* Row.headSize).load(as: UInt32.self))
    }

    /// Where field `field` starts, counted from `values`.
    @inlinable @inline(__always)
    public func start(_ field: Int) -> Int { field == 0 ? 0 : end(field &- 1) }

    /// Length of the canonical value in bytes; 0 is a null.
    @inlinable @inline(__always)
    public func length(_ field: Int) -> Int { end(field) &- start(field) }

    /// The canonical bytes of a field.
    @inlinable @inline(__always)
    public func bytes(_ field: Int) -> UnsafeBufferPointer<UInt8> {
        let from = start(field)
        return UnsafeBufferPointer(start: values + from, count: end(field) &- from)
    }

    /// Low half of XXH3 of the canonical bytes; 0 for a null.
    @inlinable @inline(__always)
    public func hash(_ field: Int) -> UInt32 {
        (base + (field &* Row.headSize &+ 4)).load(as: UInt32.self)
    }

    /// Records of both sources together that hold this value; 0 where nobody counted.
    @inlinable @inline(__always)
    public func termCount(_ field: Int) -> UInt32 {
        (base + (field &* Row.headSize &+ 8)).load(as: UInt32.self)
    }

    /// Notes the term count of a field. Only while a table is being prepared, one writer a row.
    @inlinable @inline(__always)
    public func setTermCount(_ field: Int, _ count: UInt32) {
        (base + (field &* Row.headSize &+ 8)).storeBytes(of: count, as: UInt32.self)
    }

    /// What the value is made of, by the field's `SignatureKind`; 0 for a null.
    @inlinable @inline(__always)
    public func signature(_ field: Int) -> UInt64 {
        (base + (field &* Row.headSize &+ 12)).loadUnaligned(as: UInt64.self)
    }

    /// The value of a numeric field. The field must be numeric and not null.
    @inlinable @inline(__always)
    public func number(_ field: Int) -> Double {
        assert(length(field) == 8)
        return UnsafeRawPointer(values + start(field)).loadUnaligned(as: Double.self)
    }
}
