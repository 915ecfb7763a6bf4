import Records

/// Opens a table or query of a database by its address, or the only table of an SQLite file by its path;
/// nil where `text` is neither.
///
/// - Throws: `TieoutError` where it cannot be reached, or has no such table.
func openTable(_ text: String, options: ReadOptions = ReadOptions()) throws -> (any RecordSource)? {
    if SQLiteAddress.isOne(text) {
        let address = try SQLiteAddress(text)
        return try openSQLite(path: address.path, address.choice, name: text, options: options)
    }
    guard PostgresAddress.isOne(text) else {
        return SQLiteFile.isOne(text)
            ? try openSQLite(path: text, nil, name: text, options: options) : nil
    }
    let address = try PostgresAddress(text)
    let table = try PostgresTable(address)
    return TableSource(
        name: address.name, columns: table.columns, byteCount: table.byteCount, store: table, options: options
    )
}

/// Opens a table of an SQLite file; without a choice the only one it holds.
///
/// - Parameter name: what the user wrote.
func openSQLite(
    path: String, _ choice: TableChoice?, name: String, options: ReadOptions
) throws -> any RecordSource {
    let file = try SQLiteFile(path, place: name)
    let table = try SQLiteTable(file, choice, place: name)
    return TableSource(
        name: name, columns: table.columns, byteCount: file.byteCount, store: table, options: options)
}

/// The file that a source is, where it is one by its address: what a result must not overwrite.
public func fileOfSource(_ text: String) -> String? {
    if SQLiteAddress.isOne(text) { return try? SQLiteAddress(text).path }
    return text == "-" || PostgresAddress.isOne(text) ? nil : text
}
