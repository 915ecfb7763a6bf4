import FileRecords

/// What anybody may query: the views are the contract, documented in docs/files-results.md, and change only by
/// adding. Those whose names begin with `scan_` say for each scan what the others say for the latest.
enum FileViews {
    static let sql = scans + files + duplicates + sorted + remarks

    /// The latest scan that was stored whole.
    private static let latest =
        "(SELECT max(id) FROM scan WHERE state IN ('finished', 'stopped'))"

    private static let scans = """
        CREATE VIEW scans AS
        SELECT s.id AS scan_id, s.state,
               strftime('%Y-%m-%dT%H:%M:%SZ', s.started / 1000000000, 'unixepoch') AS started, s.seconds,
               (SELECT group_concat(path_text, char(10)) FROM
                   (SELECT path_text FROM series_root r WHERE r.series = s.series ORDER BY number)) AS roots,
               (SELECT filter FROM series WHERE id = s.series) AS filter,
               json_extract(s.counts, '$.files') AS files, json_extract(s.counts, '$.bytes') AS bytes,
               json_extract(s.counts, '$.directories') AS directories,
               json_extract(s.counts, '$.groups') AS groups,
               json_extract(s.counts, '$.duplicateFiles') AS duplicate_files,
               json_extract(s.counts, '$.reclaimable') AS reclaimable,
               json_extract(s.counts, '$.faults') AS errors,
               s.id = \(latest) AS is_latest, s.version, s.options
        FROM scan s;

        """

    /// Whether a fact holds in scan `s`.
    private static func holds(_ fact: String) -> String {
        "\(fact).from_scan <= s.id AND (\(fact).until_scan IS NULL OR \(fact).until_scan > s.id)"
    }

    private static let stored = "s.state IN ('finished', 'stopped')"

    private static let files = """
        CREATE VIEW scan_files AS
        SELECT s.id AS scan_id, CAST(d.prefix || f.name AS BLOB) AS path,
               coalesce(d.shown, CAST(d.prefix AS TEXT)) || coalesce(f.shown, CAST(f.name AS TEXT))
                   AS path_text,
               CASE f.mode & 61440 WHEN 32768 THEN 'regular' WHEN 40960 THEN 'symbolicLink'
                   WHEN 4096 THEN 'fifo' WHEN 49152 THEN 'socket' WHEN 8192 THEN 'characterDevice'
                   WHEN 24576 THEN 'blockDevice' ELSE 'unknown' END AS type,
               f.size, f.allocated, f.device, f.inode, f.links, f.mode & 4095 AS permissions,
               f.owner, f.owner_group,
               f.modified, f.changed,
               strftime('%Y-%m-%dT%H:%M:%SZ', f.modified / 1000000000, 'unixepoch') AS modified_at,
               CASE WHEN f.covered = f.size THEN lower(hex(f.prefix)) END AS hash,
               k.name AS kind, m.name AS media_type, c.name AS content_kind,
               f.content AS content_id, f.from_scan AS first_scan, f.id AS fact_id
        FROM scan s JOIN directory d ON d.series = s.series JOIN file_fact f ON f.directory = d.id
             LEFT JOIN kind k ON k.code = f.kind LEFT JOIN media_type m ON m.id = f.media_type
             LEFT JOIN kind c ON c.code = m.kind
        WHERE \(stored) AND \(holds("f"));
        CREATE VIEW files AS SELECT * FROM scan_files WHERE scan_id = \(latest);
        CREATE VIEW empty_files AS
        SELECT path, path_text, device, inode FROM files WHERE type = 'regular' AND size = 0;
        CREATE VIEW scan_directories AS
        SELECT s.id AS scan_id,
               CAST(CASE WHEN length(d.prefix) > 1 THEN substr(d.prefix, 1, length(d.prefix) - 1)
                   ELSE d.prefix END AS BLOB) AS path,
               CASE WHEN length(d.prefix) > 1 THEN rtrim(coalesce(d.shown, CAST(d.prefix AS TEXT)), '/')
                   ELSE '/' END AS path_text,
               f.device, f.inode, f.mode & 4095 AS permissions, f.owner, f.owner_group, f.modified,
               f.changed, d.parent IS NULL AS is_root, d.id AS directory_id, d.parent AS parent_id
        FROM scan s JOIN directory d ON d.series = s.series JOIN directory_fact f ON f.directory = d.id
        WHERE \(stored) AND \(holds("f"));
        CREATE VIEW directories AS SELECT * FROM scan_directories WHERE scan_id = \(latest);

        """

    private static let duplicates = """
        CREATE VIEW scan_duplicate_groups AS
        SELECT s.id AS scan_id, g.content AS group_id, c.size, lower(hex(c.hash)) AS hash, g.files, g.inodes,
               g.reclaimable
        FROM scan s JOIN content_group g ON g.series = s.series JOIN content c ON c.id = g.content
        WHERE \(stored) AND \(holds("g"));
        CREATE VIEW duplicate_groups AS SELECT * FROM scan_duplicate_groups WHERE scan_id = \(latest);
        CREATE VIEW scan_duplicates AS
        SELECT s.id AS scan_id, f.content AS group_id, CAST(d.prefix || f.name AS BLOB) AS path,
               coalesce(d.shown, CAST(d.prefix AS TEXT)) || coalesce(f.shown, CAST(f.name AS TEXT))
                   AS path_text,
               f.size, lower(hex(f.prefix)) AS hash, f.device, f.inode, f.links, f.allocated, f.modified,
               k.name AS kind
        FROM scan s JOIN directory d ON d.series = s.series
             JOIN file_fact f ON f.directory = d.id AND f.content IS NOT NULL
             JOIN content_group g ON g.content = f.content AND g.series = s.series
             LEFT JOIN kind k ON k.code = f.kind
        WHERE \(stored) AND \(holds("f")) AND \(holds("g"));
        CREATE VIEW duplicates AS SELECT * FROM scan_duplicates WHERE scan_id = \(latest);

        """

    /// By kind, size and age, with what of it is there more than once; and names that promise another kind
    /// than the content has.
    private static let sorted = """
        CREATE VIEW scan_categories AS
        \(categories())
        CREATE VIEW categories AS
        \(categories("AND s.id = \(latest)"))
        CREATE VIEW scan_misnamed AS
        SELECT scan_id, path, path_text, size, kind, media_type, content_kind FROM scan_files
        WHERE kind <> 'unknown' AND content_kind NOT IN ('unknown', kind)
            AND NOT (content_kind IN ('text', 'code', 'data', 'mail')
                AND kind IN ('text', 'code', 'data', 'mail', 'document'))
            AND NOT (content_kind = 'archive' AND kind IN ('document', 'program', 'data'))
            AND NOT (content_kind IN ('audio', 'video') AND kind IN ('audio', 'video'));
        CREATE VIEW misnamed AS SELECT * FROM scan_misnamed WHERE scan_id = \(latest);

        """

    /// - Parameter condition: on scan `s`. It stands inside, where SQLite would not push it: a question about
    ///   one scan must not cost the work for all.
    private static func categories(_ condition: String = "") -> String {
        """
        WITH present AS (
            SELECT s.id AS scan_id, s.started - f.modified AS age, f.size, f.kind, f.device, f.inode, f.links,
                   g.content IS NOT NULL AS is_duplicate
            FROM scan s JOIN directory d ON d.series = s.series JOIN file_fact f ON f.directory = d.id
                 LEFT JOIN content_group g
                     ON g.content = f.content AND g.series = s.series AND \(holds("g"))
            WHERE \(stored) AND \(holds("f")) AND f.mode & 61440 = 32768 \(condition)),
        inode AS (
            SELECT scan_id, age, size, kind, is_duplicate, 1 AS names FROM present WHERE links = 1
            UNION ALL
            SELECT scan_id, age, size, kind, is_duplicate, count(*) FROM present WHERE links > 1
            GROUP BY scan_id, device, inode)
        SELECT scan_id, k.name AS kind, \(sizeBand("size")) AS size_band, \(ageBand("age")) AS age_band,
               sum(names) AS files, sum(size) AS bytes,
               sum(CASE WHEN is_duplicate THEN names ELSE 0 END) AS duplicate_files,
               sum(CASE WHEN is_duplicate THEN size ELSE 0 END) AS duplicate_bytes
        FROM inode JOIN kind k ON k.code = inode.kind
        GROUP BY scan_id, k.name, size_band, age_band;
        """
    }

    private static func sizeBand(_ size: String) -> String {
        let cases = SizeBand.allCases.reversed().map { "WHEN \(size) >= \($0.least) THEN '\($0.name)'" }
        return "CASE \(cases.joined(separator: " ")) END"
    }

    /// - Parameter age: an expression of nanoseconds.
    private static func ageBand(_ age: String) -> String {
        let cases = AgeBand.allCases.dropFirst().dropLast().map {
            "WHEN \(age) < \($0.limit * 1_000_000_000) THEN '\($0.name)'"
        }
        return """
            CASE WHEN \(age) < 0 THEN '\(AgeBand.future.name)' \(cases.joined(separator: " "))
            ELSE '\(AgeBand.older.name)' END
            """
    }

    private static let remarks = """
        CREATE VIEW scan_errors AS
        SELECT scan AS scan_id, path, path_text, step, code, reason FROM fault;
        CREATE VIEW errors AS SELECT * FROM scan_errors WHERE scan_id = \(latest);
        CREATE VIEW steps AS
        SELECT scan AS scan_id, number, name, files, bytes, bytes_read FROM scan_step;
        CREATE VIEW not_looked_at AS SELECT scan AS scan_id, reason, entries FROM passed_over;

        """
}
