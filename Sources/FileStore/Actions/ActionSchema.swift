/// Plans, the runs that carry them out or take them back, and the journal of every step. Plans and entries of
/// the journal are only ever added; what became of a step is written into its entry once.
enum ActionSchema {
    static let sql = tables + views

    private static let facts = """
        device INTEGER NOT NULL, inode INTEGER NOT NULL, size INTEGER NOT NULL,
            allocated INTEGER NOT NULL, modified INTEGER NOT NULL, changed INTEGER NOT NULL,
            mode INTEGER NOT NULL, links INTEGER NOT NULL, owner INTEGER NOT NULL,
            owner_group INTEGER NOT NULL
        """

    private static let tables = """
        CREATE TABLE plan (
            id INTEGER PRIMARY KEY, scan INTEGER NOT NULL, created INTEGER NOT NULL, action TEXT NOT NULL,
            rules TEXT NOT NULL, from_plan INTEGER, ignores_attributes INTEGER NOT NULL,
            relative_links INTEGER NOT NULL);
        CREATE TABLE plan_kept (
            plan INTEGER, path BLOB, path_text TEXT NOT NULL, PRIMARY KEY (plan, path)) WITHOUT ROWID;
        CREATE TABLE plan_left (
            plan INTEGER, reason TEXT, files INTEGER NOT NULL, bytes INTEGER NOT NULL,
            PRIMARY KEY (plan, reason)) WITHOUT ROWID;
        CREATE TABLE plan_root (
            id INTEGER PRIMARY KEY, path BLOB NOT NULL, device INTEGER NOT NULL, inode INTEGER NOT NULL,
            UNIQUE (path, device, inode));
        CREATE TABLE plan_file (
            id INTEGER PRIMARY KEY, root INTEGER NOT NULL, path BLOB NOT NULL, path_text TEXT NOT NULL,
            \(facts));
        CREATE TABLE plan_action (
            plan INTEGER, number INTEGER, group_id INTEGER NOT NULL, victim INTEGER NOT NULL,
            keeper INTEGER NOT NULL, PRIMARY KEY (plan, number)) WITHOUT ROWID;
        CREATE TABLE batch (
            id INTEGER PRIMARY KEY, plan INTEGER NOT NULL, work TEXT NOT NULL, of_batch INTEGER,
            label TEXT NOT NULL, quarantine BLOB, started INTEGER NOT NULL, ended INTEGER);
        CREATE TABLE journal (
            id INTEGER PRIMARY KEY, batch INTEGER NOT NULL, plan INTEGER NOT NULL, number INTEGER NOT NULL,
            work TEXT NOT NULL, aside_top BLOB, aside_device INTEGER, aside_inode INTEGER, aside_path BLOB,
            aside_text TEXT, began INTEGER NOT NULL, parent_modified INTEGER, top_modified INTEGER,
            result TEXT, reason TEXT, code INTEGER, explanation TEXT, victim_changed INTEGER,
            keeper_changed INTEGER, parent_modified_after INTEGER);
        CREATE INDEX journal_step ON journal (plan, number);
        CREATE INDEX journal_open ON journal (id) WHERE result IS NULL;

        """

    private static func time(_ column: String) -> String {
        "strftime('%Y-%m-%dT%H:%M:%SZ', \(column) / 1000000000, 'unixepoch')"
    }

    /// What has become of a step of a plan: the last thing that was done with it, else why not.
    private static let state = """
        coalesce(
            (SELECT CASE WHEN j.result IS NULL THEN 'begun'
                 ELSE CASE j.work WHEN 'apply' THEN 'done' WHEN 'undo' THEN 'undone' ELSE 'purged' END END
             FROM journal j WHERE j.plan = a.plan AND j.number = a.number
                 AND (j.result IS NULL OR j.result = 'done') ORDER BY j.id DESC LIMIT 1),
            (SELECT 'skipped' FROM journal j WHERE j.plan = a.plan AND j.number = a.number LIMIT 1),
            'planned')
        """

    private static let views = """
        CREATE VIEW plan_actions AS
        SELECT a.plan AS plan_id, a.number, a.group_id, p.action,
               CAST(vr.path || CASE WHEN vr.path = x'2F' THEN x'' ELSE x'2F' END || v.path AS BLOB) AS path,
               v.path_text, k.path_text AS keeper_text, v.size, v.allocated, v.device, v.inode, v.modified,
               \(state) AS state
        FROM plan_action a JOIN plan p ON p.id = a.plan JOIN plan_file v ON v.id = a.victim
             JOIN plan_file k ON k.id = a.keeper JOIN plan_root vr ON vr.id = v.root;
        CREATE VIEW plans AS
        SELECT p.id AS plan_id, p.scan AS scan_id, \(time("p.created")) AS created, p.action, p.rules,
               (SELECT group_concat(path_text, char(10)) FROM plan_kept WHERE plan = p.id) AS kept_in,
               p.from_plan, (SELECT count(*) FROM plan_action WHERE plan = p.id) AS actions,
               (SELECT coalesce(sum(allocated), 0) FROM (
                   SELECT max(v.allocated) AS allocated FROM plan_action a JOIN plan_file v ON v.id = a.victim
                   WHERE a.plan = p.id GROUP BY v.device, v.inode)) AS bytes
        FROM plan p;
        CREATE VIEW plan_left_over AS
        SELECT plan AS plan_id, reason, files, bytes FROM plan_left;
        CREATE VIEW batches AS
        SELECT b.id AS batch_id, b.plan_id, b.work, b.of_batch, b.started, b.ended,
               coalesce(sum(j.result = 'done'), 0) AS done, coalesce(sum(j.result = 'skipped'), 0) AS skipped,
               coalesce(sum(j.id IS NOT NULL AND j.result IS NULL), 0) AS begun
        FROM (SELECT id, plan AS plan_id, work, of_batch, \(time("started")) AS started,
                     \(time("ended")) AS ended FROM batch) b
             LEFT JOIN journal j ON j.batch = b.id GROUP BY b.id;
        CREATE VIEW actions AS
        SELECT j.id AS entry_id, j.batch AS batch_id, j.plan AS plan_id, j.number, j.work, p.action,
               v.path_text, k.path_text AS keeper_text, j.aside_text, \(time("j.began")) AS began, j.result,
               j.reason, j.explanation
        FROM journal j JOIN plan p ON p.id = j.plan
             JOIN plan_action a ON a.plan = j.plan AND a.number = j.number
             JOIN plan_file v ON v.id = a.victim JOIN plan_file k ON k.id = a.keeper;

        """
}
