/// What a comparison of strategies adds to the schema.
extension Schema {
    static let strategyTables = """
        CREATE TABLE strategy (
            number INTEGER PRIMARY KEY, name TEXT NOT NULL, method TEXT NOT NULL, job TEXT NOT NULL,
            cardinality TEXT NOT NULL, threshold REAL NOT NULL, review REAL NOT NULL,
            candidates INTEGER NOT NULL, reduction_ratio REAL NOT NULL, matches INTEGER NOT NULL,
            in_review INTEGER NOT NULL, pairs_found INTEGER NOT NULL, clusters INTEGER NOT NULL,
            expected_precision REAL, expected_matches REAL, expected_by TEXT, candidate_recall REAL,
            true_positives INTEGER, false_positives INTEGER, false_negatives INTEGER, precision REAL,
            recall REAL, f1 REAL, best_f1 REAL, best_threshold REAL, pairs_completeness REAL,
            b_cubed_precision REAL, b_cubed_recall REAL, b_cubed_f1 REAL, seconds REAL NOT NULL,
            peak_memory INTEGER);
        CREATE TABLE strategy_point (
            strategy INTEGER, point INTEGER, threshold REAL NOT NULL, weight REAL NOT NULL,
            pairs_found INTEGER NOT NULL, expected_precision REAL, expected_matches REAL,
            true_positives INTEGER, precision REAL, recall REAL, f1 REAL,
            PRIMARY KEY (strategy, point)) WITHOUT ROWID;
        CREATE TABLE strategy_stage (
            strategy INTEGER, number INTEGER, stage TEXT NOT NULL, seconds REAL NOT NULL,
            records_in INTEGER, records_out INTEGER, PRIMARY KEY (strategy, number)) WITHOUT ROWID;
        CREATE TABLE strategy_link (
            strategy INTEGER, left_id TEXT, right_id TEXT, band INTEGER NOT NULL, weight REAL NOT NULL,
            probability REAL NOT NULL, is_true INTEGER,
            PRIMARY KEY (strategy, left_id, right_id)) WITHOUT ROWID;
        CREATE TABLE strategy_member (
            strategy INTEGER, cluster_id TEXT, record_id TEXT,
            PRIMARY KEY (strategy, cluster_id, record_id)) WITHOUT ROWID;
        CREATE TABLE strategy_pair (
            strategy INTEGER, other INTEGER, both INTEGER NOT NULL, only_strategy INTEGER NOT NULL,
            only_other INTEGER NOT NULL, true_only_strategy INTEGER, true_only_other INTEGER,
            jaccard REAL NOT NULL, PRIMARY KEY (strategy, other)) WITHOUT ROWID;
        CREATE TABLE disagreement (
            number INTEGER PRIMARY KEY, strategy INTEGER NOT NULL, other INTEGER NOT NULL,
            left_id TEXT NOT NULL, right_id TEXT NOT NULL, weight REAL NOT NULL, probability REAL NOT NULL,
            is_true INTEGER);
        """

    /// The public contract: documented in docs/results.md, changed only by adding.
    static let strategyViews = """
        CREATE VIEW strategies AS
            SELECT name AS strategy, method, cardinality, threshold, review, candidates, reduction_ratio,
                matches, in_review, pairs_found, clusters, expected_precision, expected_matches, expected_by,
                candidate_recall, true_positives, false_positives, false_negatives, precision, recall, f1,
                best_f1, best_threshold, pairs_completeness, b_cubed_precision, b_cubed_recall, b_cubed_f1,
                seconds, peak_memory, job
            FROM strategy ORDER BY number;
        CREATE VIEW strategy_curves AS
            SELECT \(name("strategy")) AS strategy, threshold, weight, pairs_found, expected_precision,
                expected_matches, true_positives, precision, recall, f1
            FROM strategy_point AS row ORDER BY row.strategy, point;
        CREATE VIEW strategy_stages AS
            SELECT \(name("strategy")) AS strategy, stage, seconds, records_in, records_out
            FROM strategy_stage AS row ORDER BY row.strategy, number;
        CREATE VIEW strategy_links AS
            SELECT \(name("strategy")) AS strategy, left_id, right_id, probability, weight,
                CASE band WHEN 0 THEN 'match' ELSE 'review' END AS band, is_true
            FROM strategy_link AS row;
        CREATE VIEW strategy_clusters AS
            SELECT \(name("strategy")) AS strategy, cluster_id, record_id FROM strategy_member AS row;
        CREATE VIEW strategy_agreement AS
            SELECT \(name("strategy")) AS strategy, \(name("other")) AS other, both, only_strategy,
                only_other, true_only_strategy, true_only_other, jaccard
            FROM strategy_pair AS row ORDER BY row.strategy, row.other;
        CREATE VIEW disagreements AS
            SELECT \(name("strategy")) AS strategy, \(name("other")) AS other, left_id, right_id,
                probability, weight, is_true
            FROM disagreement AS row ORDER BY number;
        """

    private static func name(_ column: String) -> String {
        "(SELECT name FROM strategy WHERE strategy.number = row.\(column))"
    }
}
