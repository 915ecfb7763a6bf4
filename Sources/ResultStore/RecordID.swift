import Foundation
import GRDB

/// The id of a record as it stood in its source: its column's bytes, or its number.
///
/// In the database an id is TEXT where its bytes are valid UTF-8 without NUL, else a BLOB of the same
/// bytes, so no id is ever altered.
public struct RecordID: Hashable, Codable, Sendable {
    /// The bytes as read.
    public var bytes: [UInt8]

    /// The id with these bytes.
    public init(bytes: [UInt8]) { self.bytes = bytes }

    /// The id that a person wrote on a command line.
    public init(_ text: String) { bytes = Array(text.utf8) }
}

extension RecordID: CustomStringConvertible {
    /// The id as text; bytes that are not UTF-8 show as U+FFFD.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}

extension RecordID: DatabaseValueConvertible {
    /// TEXT or BLOB, as the bytes allow.
    public var databaseValue: DatabaseValue { databaseText(bytes) }

    /// The id that a value stands for; nil for NULL and reals.
    public static func fromDatabaseValue(_ value: DatabaseValue) -> RecordID? {
        switch value.storage {
        case .string(let text): RecordID(text)
        case .blob(let data): RecordID(bytes: Array(data))
        case .int64(let number): RecordID(String(number))
        case .null, .double: nil
        }
    }
}

/// Bytes as TEXT where they are text, else as a BLOB.
func databaseText(_ bytes: [UInt8]) -> DatabaseValue {
    bytes.withUnsafeBufferPointer { buffer in
        if isText(buffer) { return String(decoding: buffer, as: UTF8.self).databaseValue }
        return Data(buffer).databaseValue
    }
}

/// Valid UTF-8 without NUL: SQL functions end a text at its first NUL.
func isText(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var plain = true
    for byte in bytes where byte &- 1 >= 0x7F {
        plain = false
        if byte == 0 { return false }
    }
    return plain || String(validating: bytes, as: UTF8.self) != nil
}
