import CLibCSV

/// libcsv, one record at a time: the authority on what a record means, for places that the
/// structural scan cannot prove regular.
///
/// It runs strict, so that every place that `CSV_STRICT` refuses is seen, and passes each such place
/// leniently, so that the fields are those of lenient libcsv.
final class LibCSVReader {
    /// What libcsv's callbacks write: plain memory, since a class's properties cost an access check
    /// a field.
    private struct Collected {
        var record = ParsedRecord()
        var rowEnded = false
        var fieldHasStrayQuote = false
    }

    private let parser: UnsafeMutablePointer<csv_parser>
    private let collected: UnsafeMutablePointer<Collected>

    /// The record read last.
    var record: ParsedRecord { collected.pointee.record }

    private static let strict = UInt8(CSV_STRICT | CSV_STRICT_FINI)
    /// libcsv's FIELD_BEGUN, which its header keeps to itself.
    private static let fieldBegun: Int32 = 2

    /// - Precondition: the dialect has a quote and no escape; libcsv cannot express others.
    init(_ dialect: Dialect) {
        precondition(dialect.escape == nil)
        guard let quote = dialect.quote else { preconditionFailure("libcsv needs a quote") }
        parser = .allocate(capacity: 1)
        collected = .allocate(capacity: 1)
        collected.initialize(to: Collected())
        csv_init(parser, Self.strict)
        csv_set_delim(parser, dialect.delimiter)
        csv_set_quote(parser, quote)
        csv_set_blk_size(parser, 64 << 10)
        if !dialect.trimsSpaces { csv_set_space_func(parser) { _ in 0 } }
    }

    deinit {
        csv_free(parser)
        parser.deallocate()
        collected.deinitialize(count: 1)
        collected.deallocate()
    }

    /// Forgets any record begun.
    func begin() {
        csv_set_opts(parser, 0)
        csv_fini(parser, nil, nil, nil)
        csv_set_opts(parser, Self.strict)
        collected.pointee.record.clear()
        collected.pointee.rowEnded = false
        collected.pointee.fieldHasStrayQuote = false
    }

    /// Reads on in the record begun.
    ///
    /// - Returns: how many bytes belong to it, its line end (for a CRLF: the CR) included; nil if it
    ///   goes on behind `bytes`.
    func feed(_ bytes: UnsafeBufferPointer<UInt8>) throws -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        var start = 0
        while start < bytes.count {
            // A record ends at a line end or not at all: give libcsv a line at a time.
            var end = start
            while end < bytes.count && base[end] != lineFeed && base[end] != carriageReturn { end += 1 }
            end = min(end + 1, bytes.count)
            try parse(base + start, end - start)
            if collected.pointee.rowEnded { return end }
            start = end
        }
        return nil
    }

    /// Ends the record at the end of the source.
    func finish() {
        if csv_fini(parser, Self.fieldRead, Self.rowRead, collected) != 0 {
            csv_set_opts(parser, 0)
            csv_fini(parser, Self.fieldRead, Self.rowRead, collected)
            csv_set_opts(parser, Self.strict)
            collected.pointee.record.flaw = .unclosedQuote
        }
    }

    private func parse(_ bytes: UnsafePointer<UInt8>, _ count: Int) throws {
        var done = 0
        while done < count {
            done += csv_parse(parser, bytes + done, count - done, Self.fieldRead, Self.rowRead, collected)
            guard done < count else { return }
            guard csv_error(parser) == CSV_EPARSE else { throw OutOfMemory() }
            if parser.pointee.pstate == Self.fieldBegun && parser.pointee.quoted == 0 {
                collected.pointee.fieldHasStrayQuote = true
            } else {
                collected.pointee.record.flaw = .textAfterQuote
            }
            parser.pointee.status = 0
            csv_set_opts(parser, 0)
            done += csv_parse(parser, bytes + done, 1, Self.fieldRead, Self.rowRead, collected)
            csv_set_opts(parser, Self.strict)
        }
    }

    struct OutOfMemory: Error {}

    private static let fieldRead:
        @convention(c) (UnsafeMutableRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = {
            bytes, count, context in
            guard let collected = context?.assumingMemoryBound(to: Collected.self) else { return }
            if let bytes, count > 0 {
                collected.pointee.record.bytes.append(
                    contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
            }
            collected.pointee.record.ends.append(collected.pointee.record.bytes.count)
            if collected.pointee.fieldHasStrayQuote {
                collected.pointee.record.strayQuotes += 1
                collected.pointee.fieldHasStrayQuote = false
            }
        }

    private static let rowRead: @convention(c) (Int32, UnsafeMutableRawPointer?) -> Void = { _, context in
        context?.assumingMemoryBound(to: Collected.self).pointee.rowEnded = true
    }
}
