/// Who says what a record means: libcsv where it can express the dialect, else the scalar reader.
///
/// One of them a thread; a record is begun, fed until it ends, and then lies in `record`.
struct RecordAuthority {
    private let libcsv: LibCSVReader?
    private var scalar: ScalarReader

    init(_ dialect: Dialect) {
        libcsv = dialect.isLibCSV ? LibCSVReader(dialect) : nil
        scalar = ScalarReader(dialect)
    }

    var record: ParsedRecord { libcsv?.record ?? scalar.record }

    mutating func begin() {
        if let libcsv { libcsv.begin() } else { scalar.begin() }
    }

    mutating func feed(_ bytes: UnsafeBufferPointer<UInt8>) throws -> Int? {
        if let libcsv { try libcsv.feed(bytes) } else { scalar.feed(bytes) }
    }

    mutating func finish() {
        if let libcsv { libcsv.finish() } else { scalar.finish() }
    }
}
