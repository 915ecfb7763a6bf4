import Foundation

/// A CSV file being written: RFC 4180 quoting where a value needs it, LF line ends.
final class CSVFile {
    private let handle: FileHandle
    private var buffer: [UInt8] = []
    private var atRowStart = true

    init(_ name: String, in directory: String, columns: [String]) throws {
        let path = directory + "/" + name
        try? FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw CannotWrite(path: path) }
        self.handle = handle
        buffer.reserveCapacity(1 << 20)
        for column in columns { field(column) }
        try endRow()
    }

    func field(_ value: [UInt8]) {
        if !atRowStart { buffer.append(UInt8(ascii: ",")) }
        atRowStart = false
        let mustQuote = value.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
        guard mustQuote else { return buffer.append(contentsOf: value) }
        buffer.append(0x22)
        for byte in value {
            if byte == 0x22 { buffer.append(0x22) }
            buffer.append(byte)
        }
        buffer.append(0x22)
    }

    func field(_ value: String) { field(Array(value.utf8)) }

    func field(_ value: Int) {
        var digits: [UInt8] = []
        appendDigits(value, to: &digits)
        field(digits)
    }

    func endRow() throws {
        buffer.append(0x0A)
        atRowStart = true
        if buffer.count > (1 << 20) - 4_096 { try flush() }
    }

    func close() throws {
        try flush()
        try handle.close()
    }

    private func flush() throws {
        try handle.write(contentsOf: buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}

/// A file that could not be created.
struct CannotWrite: Error, CustomStringConvertible {
    let path: String

    var description: String { "\(path) cannot be written; choose another folder with -o" }
}

/// Appends a number in decimal, with leading zeros up to `width`.
func appendDigits(_ value: Int, width: Int = 1, to bytes: inout [UInt8]) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    var rest = value.magnitude
    let start = bytes.count
    repeat {
        bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
        rest /= 10
    } while rest > 0 || bytes.count - start < width
    bytes[start...].reverse()
}
