"""Runs the readers in turn, holds Tieout's columns against DuckDB's and Polars', and writes the report."""

import argparse
import datetime
import json
import os
import statistics
import subprocess
import sys
import tempfile

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "match-people"))
from measure import machine  # noqa: E402


def run(command):
    """What a command prints as JSON, with its CPU seconds and its peak resident megabytes."""
    with tempfile.TemporaryFile("w+") as output:
        start = os.times()
        process = subprocess.Popen(command, stdout=output)
        _, status, usage = os.wait4(process.pid, 0)
        wall = os.times().elapsed - start.elapsed
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"{command[0]} ended with {process.returncode}")
        output.seek(0)
        text = output.read()
    found = json.loads(text) if text.startswith("{") else {}
    found["wall"] = wall
    found["cpu"] = usage.ru_utime + usage.ru_stime
    found["peak"] = usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 1024)
    return found


def main():
    parser = argparse.ArgumentParser()
    for name in ("data", "reader", "libcsv", "report"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    threads = str(options.threads)
    peer = [sys.executable, os.path.join(here, "peer.py")]
    commands = {
        "Tieout": [options.reader, options.data, threads],
        "Polars": peer + ["polars", options.data, threads],
        "DuckDB": peer + ["duckdb", options.data, threads],
        "libcsv alone": [options.libcsv, options.data],
    }
    runs = {name: [] for name in commands}
    for turn in range(options.repeat):
        for name, command in commands.items():
            runs[name].append(run(command))
            print(f"turn {turn + 1}: {name}", file=sys.stderr)

    sums = {name: run(commands[name] + ["--checksums"]) for name in ("Tieout", "Polars", "DuckDB")}
    agreed = all(sums[name]["columns"] == sums["Tieout"]["columns"] for name in sums)
    with open(options.report, "w") as report:
        write(report, options, runs, sums, agreed)
    if not agreed:
        sys.exit("the columns differ; see the report")


def write(report, options, runs, sums, agreed):
    def line(text=""):
        print(text, file=report)

    def seconds(name):
        return [found.get("seconds", found["wall"]) for found in runs[name]]

    megabytes = os.path.getsize(options.data) / 1e6
    line(f"# Reading {sums['Tieout']['records']:,} rows of CSV into columns")
    line()
    versions = ", ".join(f"{name.lower()} {runs[name][0]['version']}" for name in ("Polars", "DuckDB"))
    line(f"{datetime.date.today()} · {machine()} · {versions}")
    line()
    line(
        f"A file of {megabytes:.0f} MB, 8 columns, made by `generate.c`: a quarter of the rows have a quoted field, some "
        "with doubled quotes, delimiters or line feeds inside. All fields end up in columns in memory, as text. "
        f"{options.threads} threads (libcsv: one), data in the page cache, programs in turn, medians of "
        f"{len(runs['Tieout'])}."
    )
    line()
    line("| reader | s | range | CPU s | peak MB | MB/s | Tieout is faster by |")
    line("|---|---|---|---|---|---|---|")
    own = statistics.median(seconds("Tieout"))
    for name in runs:
        times = seconds(name)
        middle = statistics.median(times)
        cpu = statistics.median(found["cpu"] for found in runs[name])
        peak = statistics.median(found["peak"] for found in runs[name])
        ratio = "" if name == "Tieout" else f"{middle / own:.1f}x"
        line(
            f"| {name} | {middle:.2f} | {min(times):.2f}–{max(times):.2f} | {cpu:.2f} | {peak:.0f} | "
            f"{megabytes / middle:.0f} | {ratio} |"
        )
    line()
    said = "are equal" if agreed else "**DIFFER**"
    line(f"## The columns of Tieout, Polars and DuckDB {said}")
    line()
    line("| column | bytes | bytes times place | lengths times record |")
    line("|---|---|---|---|")
    for column in sums["Tieout"]["columns"]:
        line(
            f"| {column['name']} | {int(column['bytes']):,} | {column['weighted_bytes']} | "
            f"{column['weighted_lengths']} |"
        )
    line()
    line("## Method")
    line()
    line(
        "- Seconds are those of the reading: for Tieout from opening the file, its dialect still to be detected, to the "
        "last column in memory; for Polars `read_csv` with every column as text; for DuckDB `CREATE TABLE … AS SELECT * "
        "FROM read_csv` with the dialect given; starting the process and importing libraries is left out. CPU and peak "
        "are those of the whole process."
    )
    line(
        "- Tieout holds each column's values as unescaped bytes one behind the other, with where each ends. libcsv alone "
        "parses in one thread with a callback that counts and keeps nothing."
    )
    line(
        "- The sums are exact: a column's bytes, each times its place in the column counted from 1, and the lengths of "
        "its values, each times the number of its record, both modulo 2^64, taken once the clock has stopped; of the "
        "peers from the buffers of their Arrow tables."
    )


main()
