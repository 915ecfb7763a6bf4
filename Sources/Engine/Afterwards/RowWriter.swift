import Foundation
import Pages
import Records

/// What stands in one place of a written row: JSON Lines tell them apart, CSV does not.
enum RowValue {
    case text(String)
    case number(String)
    case flag(Bool)
    /// There is no value; an empty text is one.
    case none

    static func number(_ value: UInt64?) -> RowValue { value.map { .number("\($0)") } ?? .none }
    static func text(_ value: String?) -> RowValue { value.map { .text($0) } ?? .none }

    /// To six decimals; JSON knows no infinity.
    static func number(rounding value: Double) -> RowValue {
        let rounded = (value * 1e6).rounded() / 1e6
        return rounded.isFinite ? .number("\(rounded)") : .text("\(value)")
    }

    fileprivate var csv: String {
        switch self {
        case .text(let text), .number(let text): text
        case .flag(let isSet): isSet ? "1" : "0"
        case .none: ""
        }
    }

    fileprivate var json: String {
        switch self {
        case .text(let text): JSONText.quoted(text)
        case .number(let text): text
        case .flag(let isSet): "\(isSet)"
        case .none: "null"
        }
    }
}

/// Writes rows as CSV (RFC 4180, LF) or JSON Lines.
final class RowWriter {
    private let names: [String]
    private let format: ExportFormat
    private let sink: TextSink

    init(_ names: [String], _ format: ExportFormat, _ sink: TextSink) {
        self.names = names
        self.format = format
        self.sink = sink
        isFirst = true
    }

    private var isFirst: Bool

    /// Writes one row; the header goes before the first one.
    func write(_ values: [RowValue]) throws {
        assert(values.count == names.count)
        switch format {
        case .csv:
            if isFirst { try writeHeader() }
            try sink.write(values.map { quoted($0.csv) }.joined(separator: ",") + "\n")
        case .jsonl:
            let pairs = zip(names, values).map { "\(JSONText.quoted($0)):\($1.json)" }
            try sink.write("{" + pairs.joined(separator: ",") + "}\n")
        }
        isFirst = false
    }

    /// Writes the header, where the format has one, though no row may follow.
    func writeHeader() throws {
        if format == .csv, isFirst { try sink.write(names.map(quoted).joined(separator: ",") + "\n") }
        isFirst = false
    }

    private func quoted(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else {
            return value
        }
        return "\"" + value.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}

/// Where text goes: a new file, or stdout. Buffered; errors name the file.
final class TextSink {
    private let path: String
    private let handle: FileHandle
    private var buffer: [UInt8] = []

    /// - Throws: `TieoutError` if the file exists or cannot be made.
    init(_ path: String) throws {
        self.path = path
        if path == "-" {
            handle = .standardOutput
        } else {
            try writeText("", to: path)
            guard let opened = FileHandle(forWritingAtPath: path) else {
                throw TieoutError("cannot be written", at: path, remedy: "give another name")
            }
            handle = opened
        }
    }

    func write(_ text: String) throws {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= 1 << 16 { try flush() }
    }

    func close() throws {
        try flush()
        if path != "-" { try handle.close() }
    }

    private func flush() throws {
        do { try handle.write(contentsOf: buffer) } catch {
            throw TieoutError(
                "cannot be written: \(error.localizedDescription)", at: path,
                remedy: "make room, or write elsewhere")
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
