import Records

/// Opens what a person named as a source: the one way in for every command.
///
/// - Parameters:
///   - text: a file, `-` for standard input, or several files: paths and patterns with commas between; or
///     `sqlite:PATH?table=NAME` or `postgresql://…?table=NAME`, or with `query=` instead.
///   - options: how to read it.
/// - Throws: `TieoutError` where there is no such source, or it cannot be read.
public func openSource(_ text: String, options: ReadOptions = ReadOptions()) throws -> any RecordSource {
    // Formats that are no delimited text are told apart here: by the scheme of `text`, or by content.
    if let table = try openTable(text, options: options) { return table }
    let files = try filesNamed(text)
    guard files.count > 1 else { return try openFile(files[0], options: options) }
    return try SeveralFiles(text, files: files, options: options)
}
