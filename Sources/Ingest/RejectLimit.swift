import Records

/// How many records of a source may be rejected before reading it ends with an error.
public enum RejectLimit: Codable, Sendable, Equatable {
    /// As many as there are.
    case none
    /// So many.
    case count(Int)
    /// So large a part of all records, 0 … 1: judged at the end.
    case share(Double)

    /// Ends the reading where the limit is passed.
    ///
    /// - Parameters:
    ///   - rejects: what was rejected so far, in order.
    ///   - records: records delivered; nil before the end.
    ///   - name: the source, for the error.
    public func check(_ rejects: [RejectedRecord], records: UInt64?, of name: String) throws {
        guard let first = rejects.first, passes(rejects.count, records: records) else { return }
        var error = TieoutError(first.reason, at: first.source, line: Int(first.firstLine))
        if self == .count(0) {
            error.remedy = "mend the record, or run without --strict or --max-rejects 0"
        } else {
            let total = records.map { " of \(UInt64(rejects.count) + $0)" } ?? ""
            error = TieoutError(
                "\(rejects.count)\(total) records cannot be read, more than \(self) allowed; the first, in line \(first.firstLine), \(first.reason)",
                at: name, remedy: "mend them, or raise --max-rejects")
        }
        throw error
    }

    private func passes(_ rejected: Int, records: UInt64?) -> Bool {
        switch self {
        case .none: false
        case .count(let most): rejected > most
        case .share(let most):
            records.map { Double(rejected) > most * (Double(rejected) + Double($0)) } ?? false
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
