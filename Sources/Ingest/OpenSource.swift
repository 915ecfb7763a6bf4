import Records

/// Opens what a person named as a source: the one way in for every command.
///
/// - Parameters:
///   - text: a file, or `-` for standard input; `sqlite:PATH?table=NAME` or `postgresql://…?table=NAME`, or
///     with `query=` instead.
///   - options: how to read it.
/// - Throws: `TieoutError` where there is no such source, or it cannot be read.
public func openSource(_ text: String, options: ReadOptions = ReadOptions()) throws -> any RecordSource {
    // Formats that are no delimited text are told apart here: by the scheme of `text`, or by content.
    if let table = try openTable(text) { return table }
    return try openCSV(path: text, options: options.csv)
}
