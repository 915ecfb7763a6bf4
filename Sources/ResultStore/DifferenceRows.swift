import GRDB
import PackedTables
import Records

/// `difference`, by number.
struct DifferenceRows: ResultRows {
    private let batches: [DifferenceBatch]
    /// Of each row: which batch it is in, and which of its rows it is.
    private let places: [(batch: UInt32, row: UInt32)]

    /// What no page holds, whatever its size.
    private static let tooLong = 1 << 20

    init(_ batches: [DifferenceBatch]) {
        self.batches = batches
        var places: [(batch: UInt32, row: UInt32)] = []
        places.reserveCapacity(batches.reduce(0) { $0 + $1.rows.count })
        for (batch, rows) in batches.enumerated() {
            for row in rows.rows.indices { places.append((UInt32(batch), UInt32(row))) }
        }
        self.places = places
    }

    var count: Int { places.count }

    /// Numbers count from 1.
    private static func number(_ row: Int) -> Int { row + 1 }

    func size(_ row: Int) -> Int {
        let batch = batches[Int(places[row].batch)]
        let difference = batch.rows[Int(places[row].row)]
        // Header: its size, the types of eight numbers of a byte each, and of three texts.
        var size =
            9 + integerFormat(Self.number(row)).size + integerFormat(Int(difference.kind.rawValue)).size
        for text in [difference.key, difference.leftValue, difference.rightValue] {
            guard text.count < Self.tooLong else { return Self.tooLong }
            size += text.exists ? varintSize(2 * text.count + 13) + text.count : 1
        }
        if difference.column >= 0 { size += integerFormat(difference.column).size }
        for number in Self.numbers(difference) where number > 0 { size += integerFormat(Int(number)).size }
        return size
    }

    func write(_ row: Int, to place: UnsafeMutablePointer<UInt8>) {
        let batch = batches[Int(places[row].batch)]
        let difference = batch.rows[Int(places[row].row)]
        let texts = [difference.key, difference.leftValue, difference.rightValue]
        let types = texts.reduce(0) { $0 + ($1.exists ? varintSize(2 * $1.count + 13) : 1) }
        var record = RecordWriter(at: place, headerSize: 9 + types)
        record.put(Self.number(row))
        record.put(Int(difference.kind.rawValue))
        record.put(difference.isDuplicate ? 1 : 0)
        if difference.column >= 0 { record.put(difference.column) } else { record.putNull() }
        batch.bytes.withUnsafeBufferPointer { bytes in
            for text in texts {
                guard text.exists else {
                    record.putNull()
                    continue
                }
                let value = UnsafeBufferPointer(rebasing: bytes[text.start..<text.start + text.count])
                record.put(value, isText: isText(value))
            }
        }
        for number in Self.numbers(difference) {
            if number > 0 { record.put(Int(number)) } else { record.putNull() }
        }
    }

    func values(_ row: Int) -> [DatabaseValue] {
        let batch = batches[Int(places[row].batch)]
        let difference = batch.rows[Int(places[row].row)]
        let text = { (text: Difference.Text) in text.exists ? databaseText(Array(batch.text(text))) : .null }
        return [
            Self.number(row).databaseValue, difference.kind.rawValue.databaseValue,
            difference.isDuplicate.databaseValue,
            difference.column >= 0 ? difference.column.databaseValue : .null, text(difference.key),
            text(difference.leftValue), text(difference.rightValue),
        ] + Self.numbers(difference).map { $0 > 0 ? Int64(clamping: $0).databaseValue : .null }
    }

    private static func numbers(_ difference: Difference) -> [UInt64] {
        [difference.leftRecord, difference.rightRecord, difference.leftLine, difference.rightLine]
    }
}
