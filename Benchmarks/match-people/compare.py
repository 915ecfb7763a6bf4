"""Matches the same two person exports with Splink and with Tieout, and writes the report."""

import argparse
import importlib.metadata
import json
import os
import sqlite3
import statistics
import subprocess
import sys
from datetime import date

import judge
import measure

HERE = os.path.dirname(os.path.abspath(__file__))


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="folder with left.csv, right.csv and truth.csv")
    parser.add_argument("--out", required=True, help="folder for results")
    parser.add_argument("--tieout", default="", help="the binary; without it only Splink is run")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeat", type=int, default=1, help="runs of each, in turn; medians are reported")
    parser.add_argument("--report", default="", help="file for the report")
    return parser.parse_args()


def run_splink(given, number):
    matches = os.path.join(given.out, "splink.csv")
    phases = os.path.join(given.out, "splink-phases.json")
    cost = measure.run(
        [sys.executable, os.path.join(HERE, "splink_people.py"), source(given, "left"), source(given, "right"),
         matches, phases, str(given.threads)],
        os.path.join(given.out, f"splink-{number}.log"),
        reads=[source(given, "left"), source(given, "right")],
    )
    with open(phases) as file:
        cost["phases"] = json.load(file)
    # Starting Python and importing the libraries is not Splink's work.
    cost["wall"] = sum(cost["phases"].values())
    return cost


def run_tieout(given, number):
    results = os.path.join(given.out, "tieout.sqlite")
    if os.path.exists(results):
        os.remove(results)
    cost = measure.run(
        [given.tieout, "match", source(given, "left"), source(given, "right"), "-o", results,
         "--threads", str(given.threads)],
        os.path.join(given.out, f"tieout-{number}.log"),
        reads=[source(given, "left"), source(given, "right"), given.tieout],
    )
    with sqlite3.connect(f"file:{results}?mode=ro", uri=True) as database:
        cost["phases"] = dict(database.execute("SELECT stage, sum(seconds) FROM stages GROUP BY stage"))
    return cost


def source(given, side):
    return os.path.join(given.data, side + ".csv")


def median_of(runs):
    """The medians of wall, CPU and peak; the phases of the run with the median wall time."""
    middle = sorted(runs, key=lambda run: run["wall"])[len(runs) // 2]
    figures = {key: statistics.median(run[key] for run in runs) for key in ("wall", "cpu", "peak")}
    figures["range"] = (min(run["wall"] for run in runs), max(run["wall"] for run in runs))
    figures["phases"] = middle["phases"]
    return figures


def report(given, rows):
    records = sum(1 for _ in open(source(given, "left"), "rb")) - 1
    megabytes = sum(os.path.getsize(source(given, side)) for side in ("left", "right")) / 1e6
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("splink", "duckdb"))
    lines = [
        f"# Matching {records:,} x {records:,} people",
        "",
        f"{date.today().isoformat()} · {measure.machine()} · {versions}"
        + (f" · {version(given.tieout)}" if given.tieout else ""),
        "",
        f"Two CSV files, {megabytes:.0f} MB together, 9 columns, 70 % of the people on both sides, made by"
        " `make-datasets people` (datasets/README.md has the table of damage). Each program uses"
        f" {given.threads} threads, data in the page cache, runs in turn, medians of {given.repeat}.",
        "",
        "| program | wall s | range | CPU s | peak MB | matches | precision | recall | F1"
        " | F1, best threshold | F1, one-to-one |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name, cost, quality in rows:
        low, high = cost["range"]
        lines.append(
            f"| {name} | {cost['wall']:.2f} | {low:.2f}–{high:.2f} | {cost['cpu']:.1f} | {cost['peak']:.0f}"
            f" | {quality['matches']:,} | {quality['precision']:.4f} | {quality['recall']:.4f}"
            f" | {quality['f1']:.4f} | {quality['best']:.4f} | {quality['one_to_one']:.4f} |"
        )
    if len(rows) == 2:
        (_, splink, splink_quality), (_, tieout, tieout_quality) = rows
        rival = max(splink_quality[key] for key in ("f1", "best", "one_to_one"))
        lines += [
            "",
            f"**Tieout takes 1/{splink['wall'] / tieout['wall']:.1f} of the time and"
            f" 1/{splink['peak'] / tieout['peak']:.1f} of the memory; F1"
            f" {tieout_quality['f1'] - splink_quality['f1']:+.4f} against Splink as decided,"
            f" {tieout_quality['f1'] - rival:+.4f} against the best of its three figures.**",
        ]
    for name, cost, _ in rows:
        phases = " · ".join(f"{phase} {seconds:.2f}" for phase, seconds in cost["phases"].items())
        lines += ["", f"{name}, seconds: {phases}."]
    lines += [
        "",
        "## Method",
        "",
        "- Splink is set up by hand for these columns in `splink_people.py`: cleaned values, six blocking rules,"
        " eight columns in six comparisons with term frequencies, the prior from three near-certain rules, u from"
        " a million random pairs, m by expectation maximisation over two blockings. Its time runs from reading"
        " the CSV to the stored pairs; starting Python and importing libraries is left out of wall, but is in CPU.",
        "- Before each run what others have left to write is written to the disk, and both files are read, so that"
        " neither program waits for the disk; Tieout's own file too, as Splink's libraries are in memory when its"
        " clock starts.",
        "- Tieout gets the two files and no configuration. Its time is that of the whole process, to the finished"
        " database with its indexes.",
        "- F1 as decided: Splink at p >= 0.5, Tieout's band `match`. Best threshold: the best that any threshold"
        " reaches on the pairs each stored. One-to-one: what was decided, resolved heaviest first so that no"
        " record is used twice (done by the judge, not timed). `judge.py` judges both.",
        "- Peak is the largest resident set of the process.",
        "",
    ]
    return "\n".join(lines)


def version(binary):
    text = subprocess.run([binary, "--version"], capture_output=True, text=True).stdout.strip()
    return text if "tieout" in text.lower() else f"Tieout {text}"


def main():
    given = options()
    os.makedirs(given.out, exist_ok=True)
    programs = [("Splink on DuckDB", run_splink, "splink.csv", judge.read_splink)]
    if given.tieout:
        programs.append(("Tieout", run_tieout, "tieout.sqlite", judge.read_tieout))

    runs = {name: [] for name, *_ in programs}
    for number in range(1, given.repeat + 1):
        for name, run, *_ in programs:
            cost = run(given, number)
            runs[name].append(cost)
            print(f"{name}, run {number}: {cost['wall']:.2f} s, {cost['peak']:.0f} MB", file=sys.stderr)

    truth = judge.read_truth(source(given, "truth"))
    rows = [
        (name, median_of(runs[name]), judge.judge(read(os.path.join(given.out, stored)), truth))
        for name, _, stored, read in programs
    ]
    text = report(given, rows)
    print(text)
    if given.report:
        with open(given.report, "w") as file:
            file.write(text)


if __name__ == "__main__":
    main()
