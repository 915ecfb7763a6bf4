import Records

/// Says if the header looks like a record of data: in most of the columns that hold numbers or dates,
/// so does the header.
func headerWarning(_ names: [String], _ sample: RawBatch) -> String? {
    guard sample.recordCount >= 2 else { return nil }
    let records = min(sample.recordCount, 100)
    var telling = 0
    var suspicious = 0
    for column in 0..<min(names.count, sample.columnCount) {
        var filled = 0
        var numeric = 0
        for record in 0..<records {
            let field = sample.field(record, column)
            guard !field.isEmpty else { continue }
            filled += 1
            if looksNumeric(field) { numeric += 1 }
        }
        guard filled > 0, numeric * 10 >= filled * 9 else { continue }
        telling += 1
        let name = Array(names[column].utf8)
        if looksNumeric(name) { suspicious += 1 }
    }
    guard telling > 0, suspicious * 2 > telling else { return nil }
    return "the first record looks like data, but was taken as the header"
}

/// A digit, and nothing but digits and the signs that numbers, dates, times and amounts are written with.
func looksNumeric(_ bytes: some Sequence<UInt8>) -> Bool {
    var digits = 0
    for byte in bytes {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"),
            UInt8(ascii: "/"), UInt8(ascii: " "), UInt8(ascii: "%"), UInt8(ascii: "$"):
            continue
        default: return false
        }
    }
    return digits > 0
}
