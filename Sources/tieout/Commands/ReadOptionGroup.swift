import ArgumentParser
import Engine

/// How sources are read: the flags that every command with a source has.
struct ReadOptionGroup: ParsableArguments {
    @Option(help: ArgumentHelp("Field delimiter: a character, or tab; without it, detected.", valueName: "c"))
    var delimiter: String?
    @Option(help: ArgumentHelp("Quote: a character, or none; without it, detected.", valueName: "c"))
    var quote: String?
    @Option(
        help: ArgumentHelp(
            "What stands before a quote inside a quoted field: a character, or doubled; without it, detected.",
            valueName: "c"))
    var escape: String?
    @Flag(help: "The first record is data; columns are called c1, c2, …")
    var noHeader = false
    @Option(
        help: ArgumentHelp(
            "utf-8, latin-1, windows-1252, utf-16le or utf-16be; without it, detected.", valueName: "name"))
    var encoding: String?
    @Option(
        help: ArgumentHelp(
            "keep or trim blanks around fields; without it, trimmed where the file pads its fields.",
            valueName: "policy"))
    var spaces: String?
    @Option(
        help: ArgumentHelp(
            "Records that are not valid in the encoding: reject, replace (by U+FFFD) or windows-1252 (read so).",
            valueName: "policy"))
    var invalidText: String?
    @Option(help: ArgumentHelp("Lines that begin with this character are no records.", valueName: "c"))
    var comment: String?
    @Option(
        help: ArgumentHelp(
            "Lines before the header that are no records; without it, detected.", valueName: "n"))
    var skipLines: Int?
    @Option(
        help: ArgumentHelp(
            "Values that stand for none, with commas between, such as NULL,NA,\\N.", valueName: "words"))
    var nullWords: String?
    @Option(
        help: ArgumentHelp(
            "Records with fewer fields than the header, or with empty ones too many: pad or reject; without it, pad the widths that are usual in the file.",
            valueName: "policy"))
    var ragged: String?
    @Flag(help: "Stop at the first record that cannot be read.")
    var strict = false
    @Option(
        help: ArgumentHelp(
            "Stop with an error if more records cannot be read: a number, or a share of all.",
            valueName: "n|p%"))
    var maxRejects: String?
    @Option(help: ArgumentHelp("Longest record; a longer one is rejected.", valueName: "size"))
    var maxRecord: String?

    /// What the flags say, in the words of a job; nil where they say nothing.
    var told: JobReading? {
        var reading = JobReading()
        reading.delimiter = delimiter
        reading.quote = quote
        reading.escape = escape
        reading.noHeader = noHeader ? true : nil
        reading.encoding = encoding
        reading.spaces = spaces
        reading.invalidText = invalidText
        reading.comment = comment
        reading.ragged = ragged
        reading.skipLines = skipLines
        reading.nullWords = nullWords.map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        reading.strict = strict ? true : nil
        reading.maxRejects = maxRejects
        reading.maxRecord = maxRecord
        return reading == JobReading() ? nil : reading
    }
}
