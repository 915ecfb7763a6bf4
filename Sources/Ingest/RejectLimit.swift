import Records

/// How many records of a source may be rejected before reading it ends with an error.
public enum RejectLimit: Codable, Sendable, Equatable {
    /// As many as there are.
    case none
    /// So many.
    case count(Int)
    /// So large a part of all records, 0 … 1: judged at the end.
    case share(Double)

    /// Ends the reading where the limit is passed. Lines that went with a rejected record count as much as it does:
    /// they may have been records.
    ///
    /// - Parameters:
    ///   - summary: what was read and rejected so far.
    ///   - isWhole: the source has been read to its end.
    ///   - name: the source, for the error.
    public func check(_ summary: ReadSummary, isWhole: Bool, of name: String) throws {
        let lost = summary.rejects.count + Int(summary.linesLost)
        let records = isWhole ? lost + Int(summary.records) : nil
        guard let first = summary.rejects.first, passes(lost, of: records) else { return }
        var error = TieoutError(first.reason, at: first.source, line: Int(first.firstLine))
        if self == .count(0) {
            error.remedy = "mend the record, or run without --strict or --max-rejects 0"
        } else {
            let total = records.map { " of \($0)" } ?? ""
            let lines = summary.linesLost > 0 ? ", counting the lines that went with them," : ""
            error = TieoutError(
                "\(lost)\(total) records\(lines) cannot be read, more than \(self) allowed; the first, in line \(first.firstLine), \(first.reason)",
                at: name, remedy: "mend them, or raise --max-rejects")
        }
        throw error
    }

    private func passes(_ lost: Int, of records: Int?) -> Bool {
        switch self {
        case .none: false
        case .count(let most): lost > most
        case .share(let most): records.map { Double(lost) > most * Double($0) } ?? false
        }
    }
}

extension RejectLimit: CustomStringConvertible {
    /// `10`, `2.5 %`.
    public var description: String {
        switch self {
        case .none: "all"
        case .count(let most): "\(most)"
        case .share(let most):
            most * 100 == (most * 100).rounded() ? "\(Int((most * 100).rounded())) %" : "\(most * 100) %"
        }
    }
}
