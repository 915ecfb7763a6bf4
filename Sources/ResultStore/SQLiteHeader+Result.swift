import Records

extension SQLiteHeader {
    /// Whether the database is a result of a match, a dedupe or a diff.
    var isResult: Bool { applicationID == Schema.applicationID }
}
