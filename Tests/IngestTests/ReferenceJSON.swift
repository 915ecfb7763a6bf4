import Foundation

/// One line of JSON Lines as the standard (RFC 8259) has it, read byte by byte by rules written down one
/// after the other: what the kernels are measured by. Slow, and obvious.
struct ReferenceJSON {
    struct Invalid: Error {}

    private let bytes: [UInt8]
    private var at = 0

    /// Keys and values of the object in `line`, values as Tieout delivers them; nil where it is none.
    static func object(_ line: [UInt8]) -> [(key: [UInt8], value: [UInt8])]? {
        guard String(validating: line, as: UTF8.self) != nil else { return nil }
        var reader = ReferenceJSON(line)
        guard let members = try? reader.object(depth: 0) else { return nil }
        reader.blanks()
        return reader.at == line.count ? members : nil
    }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func blanks() {
        while let byte = next, [32, 9, 13, 10].contains(byte) { at += 1 }
    }

    private mutating func take(_ character: Character) throws {
        guard next == character.asciiValue else { throw Invalid() }
        at += 1
    }

    private mutating func object(depth: Int) throws -> [(key: [UInt8], value: [UInt8])] {
        guard depth <= 1024 else { throw Invalid() }
        blanks()
        try take("{")
        blanks()
        var members: [(key: [UInt8], value: [UInt8])] = []
        if next == UInt8(ascii: "}") {
            at += 1
            return []
        }
        while true {
            blanks()
            let key = try string().meant
            blanks()
            try take(":")
            members.append((key, try value(depth: depth)))
            blanks()
            if next == UInt8(ascii: "}") { break }
            try take(",")
        }
        at += 1
        return members
    }

    private mutating func array(depth: Int) throws {
        guard depth <= 1024 else { throw Invalid() }
        try take("[")
        blanks()
        if next == UInt8(ascii: "]") {
            at += 1
            return
        }
        while true {
            _ = try value(depth: depth)
            blanks()
            if next == UInt8(ascii: "]") { break }
            try take(",")
        }
        at += 1
    }

    private mutating func value(depth: Int) throws -> [UInt8] {
        blanks()
        let start = at
        switch next.map({ Character(UnicodeScalar($0)) }) {
        case "\"": return try string().meant
        case "{":
            _ = try object(depth: depth + 1)
            return compact(bytes[start..<at])
        case "[":
            try array(depth: depth + 1)
            return compact(bytes[start..<at])
        default: break
        }
        for word in ["true", "false", "null"] where bytes[at...].starts(with: Array(word.utf8)) {
            at += word.utf8.count
            return word == "null" ? [] : Array(word.utf8)
        }
        return try number()
    }

    private mutating func number() throws -> [UInt8] {
        let start = at
        let text = String(
            decoding: bytes[at...].prefix { "+-.0123456789eE".utf8.contains($0) }, as: UTF8.self)
        guard text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+\-]?[0-9]+)?/) != nil else {
            throw Invalid()
        }
        at += text.utf8.count
        return Array(bytes[start..<at])
    }

    private mutating func string() throws -> (written: [UInt8], meant: [UInt8]) {
        try take("\"")
        let start = at
        var units: [UInt16] = []
        var meant: [UInt8] = []
        /// Escaped UTF-16 waits for its other half.
        func flush() throws {
            guard let text = String(validating: units, as: UTF16.self) else { throw Invalid() }
            meant += Array(text.utf8)
            units = []
        }
        while let byte = next, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw Invalid() }
            at += 1
            if byte != UInt8(ascii: "\\") {
                try flush()
                meant.append(byte)
                continue
            }
            guard let kind = next else { throw Invalid() }
            at += 1
            let plain: [Character: UInt16] = [
                "\"": 34, "\\": 92, "/": 47, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9,
            ]
            if kind == UInt8(ascii: "u") {
                let digits = bytes[at...].prefix(4)
                guard digits.count == 4,
                    digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit && $0 < 128 }),
                    let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
                else { throw Invalid() }
                at += 4
                units.append(unit)
            } else if let unit = plain[Character(UnicodeScalar(kind))] {
                try flush()
                units.append(unit)
                try flush()
            } else {
                throw Invalid()
            }
        }
        try flush()
        let written = Array(bytes[start..<at])
        try take("\"")
        return (written, meant)
    }

    /// Without the blanks outside of strings.
    private func compact(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var isInString = false
        var isEscaped = false
        for byte in text {
            if !isInString && [32, 9, 13, 10].contains(byte) { continue }
            result.append(byte)
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isInString.toggle()
            }
        }
        return result
    }
}

extension ReferenceJSON {
    /// What reading `bytes` must give: a record for each object, a reject for every other line that is not
    /// blank. Keys that are no column are left out; of a key that occurs twice the last value counts.
    static func reading(_ bytes: [UInt8], columns: [String]) -> (
        records: [[[UInt8]]], offsets: [UInt64], rejects: [(line: UInt64, offset: UInt64)]
    ) {
        var records: [[[UInt8]]] = []
        var offsets: [UInt64] = []
        var rejects: [(line: UInt64, offset: UInt64)] = []
        var offset = 0
        for (number, line) in bytes.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
            defer { offset += line.count + 1 }
            let blanks = line.prefix { [32, 9, 13].contains($0) }.count
            guard blanks < line.count else { continue }
            guard let members = object(Array(line)) else {
                rejects.append((UInt64(number + 1), UInt64(offset)))
                continue
            }
            records.append(
                columns.map { column in members.last { $0.key == Array(column.utf8) }?.value ?? [] })
            offsets.append(UInt64(offset + blanks))
        }
        return (records, offsets, rejects)
    }
}
