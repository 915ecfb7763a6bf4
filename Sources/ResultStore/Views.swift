import Records

extension Schema {
    /// The public contract: documented in docs/results.md, changed only by adding.
    static let views = """
        CREATE VIEW matches AS
            SELECT left_id, right_id, probability, weight,
                CASE band WHEN 0 THEN 'match' ELSE 'review' END AS band,
                (SELECT name FROM blocking_rule WHERE number = link.rule) AS rule, margin
            FROM link;
        CREATE VIEW clusters AS SELECT cluster_id, record_id FROM cluster_member;
        CREATE VIEW unmatched AS
            SELECT \(cases("side", Side.allCases)) AS side, record_id,
                \(cases("reason", UnmatchedReason.allCases)) AS reason
            FROM unmatched_record;
        CREATE VIEW rejects AS
            SELECT source, line, last_line, byte_offset, reason, text FROM rejected_record ORDER BY number;
        CREATE VIEW comparisons AS
            SELECT comparison, level, m, u, weight, description, comparator, kind, left_column, right_column
            FROM comparison_level ORDER BY number;
        CREATE VIEW rules AS
            SELECT name AS rule, pairs, only_pairs, first_pairs, largest_block
            FROM blocking_rule ORDER BY number;
        CREATE VIEW patterns AS
            SELECT number AS pattern, levels, pairs, weight FROM agreement_pattern ORDER BY number;
        CREATE VIEW stages AS
            SELECT stage, seconds, records_in, records_out FROM run_stage ORDER BY number;
        CREATE VIEW run AS SELECT key, value FROM run_value;
        CREATE VIEW sources AS
            SELECT \(cases("side", Side.allCases)) AS side, path, bytes, fingerprint, records, rejected,
                id_column, columns
            FROM source ORDER BY number;
        CREATE VIEW decisions AS SELECT left_id, right_id, verdict FROM decision ORDER BY number;
        CREATE VIEW warnings AS SELECT warning FROM warning ORDER BY number;
        """

    /// The SQL that turns a code into its word.
    static func cases<Code: RawRepresentable<UInt8> & CustomStringConvertible>(
        _ column: String, _ codes: [Code]
    ) -> String {
        let branches = codes.map { "WHEN \($0.rawValue) THEN '\($0)'" }
        return "CASE \(column) \(branches.joined(separator: " ")) END"
    }
}
