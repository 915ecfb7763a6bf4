/// Finds out how a file separates, quotes and pads its fields, by reading a sample in every dialect that
/// its bytes allow and taking the one in which it is most regular.
struct DialectDetection {
    /// The dialect taken: what the options say, and the best guess at the rest.
    private(set) var dialect: Dialect
    /// How the sample reads in it.
    private(set) var trial: DialectTrial
    private(set) var warnings: [String] = []

    /// The delimiters that are looked for, likelier ones first.
    static let delimiters: [UInt8] = Array(",\t;|:".utf8)
    /// Score of the reading as one column, where the first record can be split, where it
    /// cannot, and where it is no header.
    private static let oneColumn = (splittable: 0.3, unsplittable: 0.9, headless: 0.75)

    init(_ sample: [UInt8], isWhole: Bool, options: CSVOptions, encoding: TextEncoding) {
        let seen = SampleBytes(sample)
        var trials: [DialectTrial] = []
        for quoting in seen.quotings(options) {
            for delimiter in seen.delimiters(options) where delimiter != quoting.quote {
                for trims in seen.trims(options, quote: quoting.quote) {
                    let dialect = Dialect(
                        delimiter: delimiter, quote: quoting.quote, escape: quoting.escape,
                        comment: options.comment, trimsSpaces: trims, encoding: encoding)
                    trials.append(DialectTrial(dialect, sample, isWhole: isWhole, headed: options.header))
                }
            }
        }
        var best = Self.best(trials, seen, options)
        if options.delimiter == nil, let column = Self.oneColumn(trials, best, seen, options) {
            if best.fields > 2 && best.consistency > 0.8 {
                warnings.append(
                    "the first record has one field; those below have \(best.fields) when split at \(name(of: best.dialect.delimiter))"
                )
            }
            best = DialectTrial(column, sample, isWhole: isWhole, headed: options.header)
        }
        if options.spaces == .detect && !best.dialect.trimsSpaces && Self.isPadded(sample, best.dialect) {
            var dialect = best.dialect
            dialect.trimsSpaces = true
            best = DialectTrial(dialect, sample, isWhole: isWhole, headed: options.header)
        }
        dialect = best.dialect
        trial = best
        explain(options)
        compare(sample, isWhole: isWhole, options)
    }

    /// The most regular reading. The usual quote is given up only for good reasons: apostrophes must
    /// enclose fields again and again, and for none at all, quotes must open more often than close, or enclose nothing.
    private static func best(_ trials: [DialectTrial], _ seen: SampleBytes, _ options: CSVOptions)
        -> DialectTrial
    {
        func bestOf(_ some: [DialectTrial]) -> DialectTrial? {
            some.first.map { first in some.dropFirst().reduce(first) { $1.score > $0.score + 0.001 ? $1 : $0 }
            }
        }
        let usual = UInt8(ascii: "\"")
        let quoted = trials.filter { trial in
            guard let quote = trial.dialect.quote else { return false }
            let enough = trial.soundQuotedFields >= max(2, 10 * trial.flawed)
            return options.quote != nil || quote == usual || enough
        }
        let unquoted = bestOf(trials.filter { $0.dialect.quote == nil })
        guard let quoted = bestOf(quoted) else { return unquoted ?? trials[0] }
        guard let unquoted else { return quoted }
        let opensMoreThanCloses = quoted.flawed > quoted.soundQuotedFields && seen.openings(usual) >= 3
        return opensMoreThanCloses || areText(quoted, unquoted, seen) ? unquoted : quoted
    }

    /// Quotes enclose no field, and none stands where one would end, but some are out of place, and without them
    /// all of many records are regular.
    private static func areText(_ quoted: DialectTrial, _ unquoted: DialectTrial, _ seen: SampleBytes) -> Bool
    {
        quoted.soundQuotedFields == 0 && seen.closings(UInt8(ascii: "\"")) == 0
            && (quoted.flawed > 0 || quoted.isCutOff) && unquoted.consistency == 1
            && unquoted.records >= DialectTrial.tellingRecords && unquoted.fields > 1
            && unquoted.fields == quoted.fields
            && unquoted.dialect.delimiter == quoted.dialect.delimiter
    }

    /// The dialect for a file of one column, if that reads better than any split.
    private static func oneColumn(
        _ trials: [DialectTrial], _ best: DialectTrial, _ seen: SampleBytes, _ options: CSVOptions
    ) -> Dialect? {
        // Where no record is sound, nothing speaks for another delimiter.
        let sameQuote = trials.filter { $0.dialect.quote == best.dialect.quote }
        guard sameQuote.contains(where: { $0.consistent > 0 || $0.records == 0 }) else { return nil }
        let single = sameQuote.filter { $0.fields == 1 }
        let splittable = sameQuote.contains { $0.firstFields > 1 }
        let score =
            !options.header ? oneColumn.headless : splittable ? oneColumn.splittable : oneColumn.unsplittable
        guard best.fields == 1 || best.score < score else { return nil }
        if let whole = single.first(where: {
            $0.consistency == 1 && $0.flawed == 0 && $0.dialect.quote == best.dialect.quote
        }) {
            return whole.dialect
        }
        var dialect = best.dialect
        // The unit separator, which no text file holds, if all the usual ones occur.
        dialect.delimiter = delimiters.dropLast().first { !seen.holds($0) } ?? 0x1F
        return dialect
    }

    /// Nearly every field but the first of each record begins with a blank.
    private static func isPadded(_ sample: [UInt8], _ dialect: Dialect) -> Bool {
        var reader = ScalarReader(dialect)
        var fields = 0
        var padded = 0
        sample.withUnsafeBufferPointer { sample in
            var start = 0
            for _ in 0..<DialectTrial.recordLimit {
                reader.begin()
                guard start < sample.count,
                    let length = reader.feed(UnsafeBufferPointer(rebasing: sample[start...]))
                else { return }
                start += length
                for index in 1..<max(1, reader.record.ends.count) {
                    fields += 1
                    if let first = reader.record.field(index).first, dialect.isBlank(first) { padded += 1 }
                }
            }
        }
        return fields >= 2 && padded * 20 >= fields * 19
    }

    private mutating func explain(_ options: CSVOptions) {
        let share = Int((100 * trial.consistency).rounded(.down))
        if options.delimiter == nil {
            dialect.evidence[.delimiter] =
                trial.fields == 1
                ? "one column: no delimiter splits the records evenly"
                : "\(share) % of the first \(trial.records) records have \(trial.fields) fields"
        }
        if options.quote == nil {
            dialect.evidence[.quote] =
                "\(trial.quotedFields) quoted field\(trial.quotedFields == 1 ? "" : "s") in the first \(trial.records) records"
        }
        if dialect.escape != nil && options.escape == nil {
            dialect.evidence[.escape] = "quotes inside fields stand behind a backslash"
        }
        if dialect.trimsSpaces && options.spaces == .detect {
            dialect.evidence[.spaces] = "the file pads its fields"
        }
    }

    /// Warns where the options are at odds with the file.
    private mutating func compare(_ sample: [UInt8], isWhole: Bool, _ options: CSVOptions) {
        guard options.delimiter != nil || options.quote != nil else { return }
        var free = options
        free.delimiter = nil
        free.quote = nil
        let other = DialectDetection(sample, isWhole: isWhole, options: free, encoding: dialect.encoding)
        let gain = other.trial.score - trial.score
        if let given = options.delimiter, other.dialect.delimiter != given, other.trial.fields > 1,
            gain > 0.2 || trial.fields == 1
        {
            warnings.append(
                "fields look separated by \(name(of: other.dialect.delimiter)), not by \(name(of: given)) as told"
            )
        } else if gain > 0.2, other.dialect.quote != dialect.quote {
            let quote = other.dialect.quote.map { name(of: $0) } ?? "nothing"
            warnings.append(
                "fields look quoted by \(quote), not by \(dialect.quote.map { name(of: $0) } ?? "nothing")")
        }
    }
}
