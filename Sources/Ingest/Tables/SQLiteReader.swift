import GRDBSQLite
import Records

/// Reads rows of one statement, part by part, with every value as text.
///
/// Integers in decimal; reals in the fewest digits that give them back; a blob as `\x` and hexadecimal
/// digits, as PostgreSQL writes it; null empty; 0 and 1 in a column declared BOOLEAN as false and true.
final class SQLiteReader: PartReader, @unchecked Sendable {
    // Used by one thread at a time.

    private let statement: SQLiteStatement
    private let isBoolean: [Bool]
    /// Values of the statement's parameters for each part.
    private let parameters: @Sendable (Int) -> [Int64]
    private var digits = [UInt8](repeating: 0, count: 24)
    private var hex: [UInt8] = []

    init(_ statement: SQLiteStatement, parameters: @escaping @Sendable (Int) -> [Int64] = { _ in [] }) {
        self.statement = statement
        self.parameters = parameters
        isBoolean = (0..<statement.columnCount).map {
            ["BOOLEAN", "BOOL"].contains(statement.declaredType($0))
        }
    }

    func begin(part: Int) throws { statement.restart(parameters(part)) }

    func fill(_ builder: inout FieldBuilder) throws -> Bool {
        while !builder.isFull {
            guard try statement.step() else { return false }
            for column in 0..<statement.columnCount { try append(Int32(column), to: &builder) }
            builder.table.reserve(fields: 0, records: 1)
            builder.table.records += 1
        }
        return true
    }

    private func append(_ column: Int32, to builder: inout FieldBuilder) throws {
        let row = statement.handle
        switch sqlite3_column_type(row, column) {
        case SQLITE_NULL: try builder.appendField(nil, 0)
        case SQLITE_TEXT:
            // The text first: asking for it may change the length.
            let text = sqlite3_column_text(row, column)
            try builder.appendField(text, Int(sqlite3_column_bytes(row, column)))
        case SQLITE_INTEGER:
            let value = sqlite3_column_int64(row, column)
            if isBoolean[Int(column)] && (value == 0 || value == 1) {
                try append(value == 1 ? "true" : "false", to: &builder)
            } else {
                try append(value, to: &builder)
            }
        case SQLITE_FLOAT:
            let value = sqlite3_column_double(row, column)
            // Up to 15 characters such a string needs no memory of its own.
            if value.isFinite {
                var text = value.description
                try text.withUTF8 { try builder.appendField($0.baseAddress, $0.count) }
            } else {
                try append(value < 0 ? "-Infinity" : "Infinity", to: &builder)
            }
        default:
            let blob = sqlite3_column_blob(row, column)?.assumingMemoryBound(to: UInt8.self)
            hex.removeAll(keepingCapacity: true)
            hex += [UInt8(ascii: "\\"), UInt8(ascii: "x")]
            for index in 0..<Int(sqlite3_column_bytes(row, column)) {
                guard let byte = blob?[index] else { break }
                hex.append(Self.hexDigit(byte >> 4))
                hex.append(Self.hexDigit(byte & 15))
            }
            try hex.withUnsafeBufferPointer { try builder.appendField($0.baseAddress, $0.count) }
        }
    }

    private func append(_ word: StaticString, to builder: inout FieldBuilder) throws {
        try builder.appendField(word.utf8Start, word.utf8CodeUnitCount)
    }

    private func append(_ value: Int64, to builder: inout FieldBuilder) throws {
        var rest = value.magnitude
        var at = digits.count
        repeat {
            at -= 1
            digits[at] = UInt8(truncatingIfNeeded: rest % 10) + 0x30
            rest /= 10
        } while rest > 0
        if value < 0 {
            at -= 1
            digits[at] = UInt8(ascii: "-")
        }
        try digits.withUnsafeBufferPointer { digits in
            try builder.appendField(digits.baseAddress.map { $0 + at }, digits.count - at)
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}
