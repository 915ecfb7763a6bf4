import Records

extension SQLiteHeader {
    /// Whether the database is a result of a match, a dedupe, a diff or a comparison of strategies.
    var isResult: Bool { applicationID == Schema.applicationID }
}
