import CKernels
import Records

/// The union of the keys in some of a source's records: its columns.
struct JSONColumns {
    /// Unescaped, in order of their first appearance.
    private(set) var keys: [[UInt8]] = []
    /// Records looked at, and their bytes.
    private(set) var records = 0
    private(set) var bytes = 0
    /// Why the first faulty line is no record, and where it starts.
    private(set) var firstFault: (reason: String, offset: UInt64)?

    /// More keys than this are no columns: objects with ids for keys.
    static let mostKeys = 4096

    /// Looks at the lines that start in `range`, but for a last one that is cut off.
    ///
    /// - Throws: `TieoutError` for more than `mostKeys` keys.
    mutating func look(at range: Range<UInt64>, of store: any ByteStore, start: UInt64, path: String) throws {
        let origin = range.lowerBound > start ? range.lowerBound - 1 : start
        guard range.upperBound > origin else { return }
        let window = try Window(store, from: origin, to: range.upperBound)
        var position = 0
        if origin > start {
            guard let first = firstLineFeed(window.bytes, window.count) else { return }
            position = first + 1
        }
        var end = window.count
        if window.reachesEnd {
            if end > 0 && window.bytes[end - 1] != lineFeed { end += 1 }
        } else {
            while end > position && window.bytes[end - 1] != lineFeed { end -= 1 }
        }
        guard position < end else { return }
        try look(at: window, from: position, to: end, path: path)
    }

    private mutating func look(at window: Window, from start: Int, to end: Int, path: String) throws {
        var table = FieldTable()
        var lookup = JSONKeys(keys)
        var position = start
        while position < end {
            // The fields are of no interest: the room is used over and over.
            let rows = 1024
            table.reserve(fields: rows * keys.count, records: rows)
            var output = room(in: table, rows: rows)
            output.stops_at_unknown = 1
            let stop = lookup.rows(window.bytes, position, end, &output)
            records += output.rows
            bytes += stop.line - position
            position = stop.line
            switch Int(stop.status) {
            case TIEOUT_JSON_DONE, TIEOUT_JSON_FULL: continue
            case TIEOUT_JSON_UNKNOWN: break
            default:
                note(stop, window)
                position = lineEnd(window, from: stop.fault, before: end)
                continue
            }
            let next = lineEnd(window, from: stop.fault, before: end)
            let found = keysOfLine(window, position..<next)
            for key in found where !keys.contains(key) { keys.append(key) }
            guard keys.count <= Self.mostKeys else {
                throw TieoutError(
                    "its objects have more than \(Self.mostKeys) different keys", at: path,
                    remedy: "write records with the same keys, and what is now a key as a value")
            }
            lookup = JSONKeys(keys)
            position = next
        }
    }

    /// All keys of one line, if it is a record; its values may be unescaped afterwards.
    private mutating func keysOfLine(_ window: Window, _ line: Range<Int>) -> [[UInt8]] {
        let capacity = Self.mostKeys + 1
        let unknown = UnsafeMutablePointer<UInt32>.allocate(capacity: 2 * capacity)
        defer { unknown.deallocate() }
        var table = FieldTable()
        var output = room(in: table, rows: 1)
        output.unknown = unknown
        output.unknown_capacity = capacity
        let stop = JSONKeys([]).rows(window.bytes, line.lowerBound, line.upperBound, &output)
        table.clear()
        guard stop.status == Int32(TIEOUT_JSON_DONE) else {
            note(stop, window)
            return []
        }
        records += 1
        bytes += line.count
        return (0..<output.unknown_count).map { index in
            unescapedKey(
                UnsafeBufferPointer(
                    start: window.bytes + Int(unknown[2 * index]), count: Int(unknown[2 * index + 1])))
        }
    }

    private func room(in table: borrowing FieldTable, rows: Int) -> tieout_json_output {
        var output = tieout_json_output()
        output.starts = table.starts
        output.lengths = table.lengths
        output.offsets = table.offsets
        output.row_capacity = rows
        output.most_bytes = .max
        return output
    }

    private func lineEnd(_ window: Window, from: Int, before end: Int) -> Int {
        firstLineFeed(window.bytes + from, end - from).map { from + $0 + 1 } ?? end
    }

    private mutating func note(_ stop: tieout_json_stop, _ window: Window) {
        guard firstFault == nil else { return }
        firstFault = (
            jsonFault(stop.status, byte: stop.fault - stop.line + 1, maxRecordBytes: .max),
            window.origin + UInt64(stop.line)
        )
    }
}
