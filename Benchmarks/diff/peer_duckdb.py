"""The diff as a full outer join in DuckDB, from CSV to a stored table of differences. Prints the counts."""

import os
import sys

import duckdb

folder, out, threads = sys.argv[1:4]
if os.path.exists(out):
    os.remove(out)
database = duckdb.connect(out)
database.execute(f"SET threads = {threads}; SET preserve_insertion_order = false")
names = [row[0] for row in database.execute(f"DESCRIBE FROM read_csv('{folder}/left.csv', all_varchar = true)").fetchall()]
cells = [name for name in names if name != "id"]
differs = " OR ".join(f"l.{name} IS DISTINCT FROM r.{name}" for name in cells)
columns = ", ".join(f"l.{name} AS l_{name}, r.{name} AS r_{name}" for name in names)
database.execute(
    f"""CREATE TEMP TABLE joined AS SELECT {columns}
        FROM read_csv('{folder}/left.csv', all_varchar = true) l
        FULL JOIN read_csv('{folder}/right.csv', all_varchar = true) r ON l.id = r.id
        WHERE l.id IS NULL OR r.id IS NULL OR {differs}""")
parts = [
    "SELECT l_id AS key, 'removed' AS kind, NULL AS column_name, NULL AS left_value, NULL AS right_value FROM joined WHERE r_id IS NULL",
    "SELECT r_id, 'added', NULL, NULL, NULL FROM joined WHERE l_id IS NULL",
] + [
    f"SELECT l_id, 'changed', '{name}', l_{name}, r_{name} FROM joined WHERE l_id = r_id AND l_{name} IS DISTINCT FROM r_{name}"
    for name in cells
]
database.execute("CREATE TABLE differences AS " + " UNION ALL ".join(parts))
print(database.execute("SELECT kind, count(*) FROM differences GROUP BY kind ORDER BY kind").fetchall())
database.close()
