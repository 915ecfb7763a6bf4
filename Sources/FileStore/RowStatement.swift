import FileRecords
import GRDB
import GRDBSQLite
import Records

/// A prepared statement for many rows, without a copy or an object for each value.
///
/// Bound bytes must stay where they are until the statement was stepped.
struct RowStatement {
    private let statement: GRDB.Statement
    private let handle: OpaquePointer
    private let connection: OpaquePointer?

    init(_ database: Database, _ sql: String) throws {
        statement = try database.makeStatement(sql: sql)
        handle = statement.sqliteStatement
        connection = database.sqliteConnection
    }

    /// Binds an integer to the place counted from 1.
    @inline(__always)
    func bind(_ place: Int32, _ value: Int64) { sqlite3_bind_int64(handle, place, value) }

    @inline(__always)
    func bind(_ place: Int32, _ value: UInt64) { bind(place, Int64(bitPattern: value)) }

    @inline(__always)
    func bind(_ place: Int32, _ value: Int) { bind(place, Int64(value)) }

    @inline(__always)
    func bind(_ place: Int32, _ value: UInt32) { bind(place, Int64(value)) }

    @inline(__always)
    func bindNull(_ place: Int32) { sqlite3_bind_null(handle, place) }

    /// An integer, or null for 0.
    @inline(__always)
    func bind(_ place: Int32, unlessZero value: Int64) {
        if value == 0 { bindNull(place) } else { bind(place, value) }
    }

    /// A blob; the bytes are not copied.
    @inline(__always)
    func bind(_ place: Int32, _ bytes: UnsafeRawBufferPointer) {
        // An empty blob, not null, where there is nothing.
        if let start = bytes.baseAddress, bytes.count > 0 {
            sqlite3_bind_blob64(handle, place, start, UInt64(bytes.count), nil)
        } else {
            sqlite3_bind_zeroblob(handle, place, 0)
        }
    }

    /// A text or a blob, copied.
    @inline(__always)
    func bind(_ place: Int32, copying bytes: UnsafeBufferPointer<UInt8>, isText: Bool) {
        guard let start = bytes.baseAddress, bytes.count > 0 else {
            return bind(place, UnsafeRawBufferPointer(start: nil, count: 0))
        }
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        if isText {
            start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                _ = sqlite3_bind_text64(
                    handle, place, $0, UInt64(bytes.count), copied, UInt8(SQLITE_UTF8))
            }
        } else {
            sqlite3_bind_blob64(handle, place, start, UInt64(bytes.count), copied)
        }
    }

    /// Runs a statement that gives no rows, and makes it ready for the next.
    @inline(__always)
    func run() throws {
        let code = sqlite3_step(handle)
        sqlite3_reset(handle)
        if code != SQLITE_DONE { throw error(code) }
    }

    /// Lends each row to `body`.
    func forEachRow(_ body: (StoredRow) throws -> Void) throws {
        defer { sqlite3_reset(handle) }
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: try body(StoredRow(handle: handle))
            case SQLITE_DONE: return
            case let code: throw error(code)
            }
        }
    }

    private func error(_ code: Int32) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(connection)))
    }
}

/// The row that a statement stands on, columns counted from 0.
struct StoredRow {
    let handle: OpaquePointer

    @inline(__always)
    func int(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    @inline(__always)
    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    /// The bytes of a blob or text, valid until the next step.
    @inline(__always)
    func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(handle, column)
        return UnsafeRawBufferPointer(
            start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(handle, column)))
    }
}

/// XXH3-128 as it is stored: sixteen bytes, the upper half first, as `xxhsum` prints it.
struct StoredHash: Sendable, Hashable, Comparable {
    private var high: UInt64
    private var low: UInt64

    /// By its bytes.
    static func < (left: StoredHash, right: StoredHash) -> Bool {
        (UInt64(bigEndian: left.high), UInt64(bigEndian: left.low))
            < (UInt64(bigEndian: right.high), UInt64(bigEndian: right.low))
    }

    init(_ hash: Hash128) {
        high = hash.high.bigEndian
        low = hash.low.bigEndian
    }

    @inline(__always)
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
        try withUnsafeBytes(of: self) { try $0.withMemoryRebound(to: UInt8.self, body) }
    }

    @inline(__always)
    func bind(to statement: RowStatement, _ place: Int32, _ body: () throws -> Void) rethrows {
        try withUnsafeBytes(of: self) {
            statement.bind(place, $0)
            try body()
        }
    }

    @inline(__always)
    static func read(_ bytes: UnsafeRawBufferPointer) -> Hash128? {
        guard bytes.count == 16 else { return nil }
        return Hash128(
            high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }
}
