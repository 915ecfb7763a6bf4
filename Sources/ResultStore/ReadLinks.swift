import GRDB
import Records

/// A stored link. The ids are lent: they are valid only while the row is.
public struct LinkRow {
    /// Id of the left record.
    public let left: UnsafeBufferPointer<UInt8>
    /// Id of the right record.
    public let right: UnsafeBufferPointer<UInt8>
    /// That the pair is a match, 0 to 1.
    public let probability: Double
    /// Match weight in bits, rounded to six decimals.
    public let weight: Double
    /// `match` or `review`.
    public let band: Band
    /// Index into the run's rules; 65,535 where no rule found the pair.
    public let rule: Int
    /// Index into the run's patterns.
    public let pattern: Int
    /// Weight minus that of the best rival; nil where there is none.
    public let margin: Double?
}

/// A stored link of one's own.
public struct StoredLink: Sendable, Equatable {
    /// Id of the left record.
    public var left: RecordID
    /// Id of the right record.
    public var right: RecordID
    /// That the pair is a match, 0 to 1.
    public var probability: Double
    /// Match weight in bits, rounded to six decimals.
    public var weight: Double
    /// `match` or `review`.
    public var band: Band
    /// Index into the run's rules; 65,535 where no rule found the pair.
    public var rule: Int
    /// Index into the run's patterns.
    public var pattern: Int
    /// Weight minus that of the best rival; nil where there is none.
    public var margin: Double?

    /// Copies a row.
    public init(_ row: LinkRow) {
        left = RecordID(bytes: Array(row.left))
        right = RecordID(bytes: Array(row.right))
        probability = row.probability
        weight = row.weight
        band = row.band
        rule = row.rule
        pattern = row.pattern
        margin = row.margin
    }
}

extension ResultReader {
    /// Lends every link to `body`, by (left id, right id).
    ///
    /// - Parameter band: only this band; nil for both.
    /// - Complexity: O(links), without an allocation for each.
    public func forEachLink(_ band: Band? = nil, _ body: (LinkRow) throws -> Void) throws {
        let condition = band.map { "WHERE band = \($0 == .match ? 0 : 1)" } ?? ""
        guard band != .nonMatch else { return }
        try forEachLink(where: condition, [], body)
    }

    /// The link between two records, if there is one. In a dedupe the ids may come in either order.
    public func link(_ left: RecordID, _ right: RecordID) throws -> StoredLink? {
        let isDedupe = try read { database in
            try Bool.fetchOne(database, sql: "SELECT value = 'dedupe' FROM run_value WHERE key = 'command'")
                ?? false
        }
        let condition = "WHERE left_id = ? AND right_id = ?"
        if let found = try links(where: condition, [left, right]).first { return found }
        return isDedupe ? try links(where: condition, [right, left]).first : nil
    }

    /// The links of a left record.
    public func links(left: RecordID) throws -> [StoredLink] {
        try links(where: "WHERE left_id = ?", [left])
    }

    /// The links of a right record.
    public func links(right: RecordID) throws -> [StoredLink] {
        try links(where: "WHERE right_id = ?", [right])
    }

    private func links(where condition: String, _ arguments: StatementArguments) throws -> [StoredLink] {
        var found: [StoredLink] = []
        try forEachLink(where: condition, arguments) { found.append(StoredLink($0)) }
        return found
    }

    private func forEachLink(
        where condition: String, _ arguments: StatementArguments, _ body: (LinkRow) throws -> Void
    ) throws {
        let sql = """
            SELECT left_id, right_id, probability, weight, band, rule, pattern, margin FROM link
            \(condition) ORDER BY left_id, right_id
            """
        try forEachRow(sql, arguments) { row in
            try body(
                LinkRow(
                    left: row.bytes(0), right: row.bytes(1), probability: row.double(2),
                    weight: row.double(3),
                    band: row.int(4) == 0 ? .match : .review, rule: row.int(5), pattern: row.int(6),
                    margin: row.optionalDouble(7)))
        }
    }
}
