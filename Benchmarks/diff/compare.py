"""Runs the programs in turn on the same files and writes the report."""

import argparse
import os
import sqlite3
import statistics
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "match-people"))
import measure  # noqa: E402

here = os.path.dirname(os.path.abspath(__file__))


def main():
    parser = argparse.ArgumentParser()
    for name in ("data", "out", "tieout", "report"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory", default="128M")
    parser.add_argument("--own-only", action="store_true")
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    log = os.path.join(options.out, "log")
    result = os.path.join(options.out, "tieout.sqlite")
    spilled = os.path.join(options.out, "spilled.sqlite")
    tieout = [options.tieout, "diff", f"{options.data}/left.csv", f"{options.data}/right.csv", "--key", "id",
              "--threads", str(options.threads), "--quiet"]
    programs = {
        "Tieout": tieout + ["-o", result],
        f"Tieout, --memory {options.memory}": tieout + ["-o", spilled, "--memory", options.memory],
    }
    if not options.own_only:
        programs["DuckDB"] = [sys.executable, f"{here}/peer_duckdb.py", options.data, f"{options.out}/duckdb.db", str(options.threads)]
        programs["Polars"] = [sys.executable, f"{here}/peer_polars.py", options.data, f"{options.out}/polars.parquet"]
    os.environ["POLARS_MAX_THREADS"] = str(options.threads)
    runs = {name: [] for name in programs}
    for turn in range(options.repeat):
        for name, command in programs.items():
            runs[name].append(measure.run(command, log, accept=(0, 1)))
            print(f"{turn + 1} {name}: {runs[name][-1]['wall']:.2f} s, {runs[name][-1]['peak']:.0f} MB", file=sys.stderr)
    write(options, runs, counts(result), same(result, spilled))


def counts(path):
    with sqlite3.connect(path) as database:
        return database.execute("SELECT kind, count(*) FROM differences GROUP BY kind ORDER BY kind").fetchall()


def same(one, other):
    with sqlite3.connect(one) as database:
        database.execute("ATTACH ? AS other", (other,))
        (differing,) = database.execute(
            "SELECT count(*) FROM (SELECT * FROM difference EXCEPT SELECT * FROM other.difference)").fetchone()
        (rows,) = database.execute("SELECT count(*) FROM other.difference").fetchone()
        (own,) = database.execute("SELECT count(*) FROM difference").fetchone()
    return differing == 0 and rows == own


def write(options, runs, found, is_same):
    size = sum(os.path.getsize(f"{options.data}/{name}.csv") for name in ("left", "right")) / 1e6
    lines = [
        "# Diff of two exports", "",
        f"{options.rows:,} records a side, {size:.0f} MB in all; {options.threads} threads; {measure.machine()}.",
        f"Programs in turn, {options.repeat} times; medians, in brackets the range. From CSV to stored differences.", "",
        "| program | seconds | CPU seconds | peak memory, MB | times Tieout's |", "|---|---|---|---|---|",
    ]
    own = statistics.median(run["wall"] for run in runs["Tieout"])
    for name, all_runs in runs.items():
        median = {key: statistics.median(run[key] for run in all_runs) for key in ("wall", "cpu", "peak")}
        walls = [run["wall"] for run in all_runs]
        lines.append(
            f"| {name} | {median['wall']:.2f} ({min(walls):.2f}–{max(walls):.2f}) | {median['cpu']:.2f} | {median['peak']:.0f} | {median['wall'] / own:.1f} |")
    lines += ["", "Differences: " + ", ".join(f"{count:,} {kind}" for kind, count in found) + ". "
              + ("With less memory the result is the same, row by row." if is_same else "WITH LESS MEMORY THE RESULT DIFFERS."), ""]
    with open(options.report, "w") as file:
        file.write("\n".join(lines))
    print("\n".join(lines))


main()
