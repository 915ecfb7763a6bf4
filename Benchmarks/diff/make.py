"""Makes two versions of a table as CSV: --rows records of 8 columns, about 100 bytes each, a quarter of them
with quotes. On the right 1 % have changed, 0.5 % are gone, 0.5 % are new, and all stand in another order.
The same files on every machine: everything follows from the number of the record."""

import argparse
import os

import duckdb

# A record from its number i; `edit` is 1 where it has changed.
RECORD = """
    i AS id,
    'customer ' || ((i * 7919) % 1000003)::VARCHAR AS name,
    'user' || i::VARCHAR || '@example' || (i % 97)::VARCHAR || '.org' AS email,
    CASE i % 4 WHEN 0 THEN (i % 250)::VARCHAR || ' Long Street, Flat "' || (i % 31)::VARCHAR || '"'
        ELSE (i % 250)::VARCHAR || ' Long Street' END AS address,
    (2010 + (i * 31) % 16)::VARCHAR || '-' || lpad((1 + (i * 17) % 12)::VARCHAR, 2, '0') || '-'
        || lpad((1 + (i * 13) % 28)::VARCHAR, 2, '0') AS since,
    (((i * 104729 + edit * 5) % 10000019) / 100.0)::DECIMAL(12, 2) AS balance,
    CASE (i + edit) % 5 WHEN 0 THEN 'active' WHEN 1 THEN 'closed' WHEN 2 THEN 'dormant' WHEN 3 THEN ''
        ELSE 'pending' END AS status,
    'ref-' || lpad(((i * 48271) % 2147483647)::VARCHAR, 10, '0') AS reference
"""
# Coprime to every power of ten, so i -> i * STEP mod rows visits each record once.
STEP = 7368787


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    database = duckdb.connect()
    database.execute("SET threads = 2; SET preserve_insertion_order = true; SET memory_limit = '4GB'")
    rows = options.rows
    left = f"SELECT range AS i, 0 AS edit FROM range({rows})"
    # Every two hundredth record is left out, and one beyond all others takes its place.
    right = f"""
        SELECT CASE WHEN k % 200 = 7 THEN {rows} + k // 200 ELSE k END AS i,
            CASE WHEN k % 100 = 3 THEN 1 ELSE 0 END AS edit
        FROM (SELECT (range * {STEP} + 12345) % {rows} AS k FROM range({rows}))
    """
    for name, source in (("left", left), ("right", right)):
        path = os.path.join(options.out, f"{name}.csv")
        database.execute(f"COPY (SELECT {RECORD} FROM ({source})) TO '{path}.new' (FORMAT csv, HEADER true)")
        os.rename(path + ".new", path)
        print(f"{path}: {os.path.getsize(path) / 1e6:.0f} MB")


main()
