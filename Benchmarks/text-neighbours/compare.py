"""Runs both programs in turn on the same texts, asserts that they find the same, and writes the report."""

import argparse
import csv
import json
import os
import statistics
import sys

import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "..", "match-people"))
import measure  # noqa: E402

LIMIT, MINIMUM = 10, 0.3
# Cosines in single precision, summed in other orders.
ROUNDING = 1e-5
ADDRESS = ["given_name", "surname", "street_address", "city", "postcode"]
PAIR = [("left", "<u4"), ("right", "<u4"), ("cosine", "<f4")]


def main():
    parser = argparse.ArgumentParser()
    for name in ("people", "products", "out", "search", "report"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    people = [write_texts(options, "people", side, ADDRESS) for side in ("left", "right")]
    programs = {
        "Tieout": [options.search],
        "scikit-learn + sparse_dot_topn": [sys.executable, os.path.join(here, "peer.py")],
    }
    runs = {name: [] for name in programs}
    for _ in range(options.repeat):
        for place, (name, command) in enumerate(programs.items()):
            runs[name].append(search(command, people, options, f"people-{place}.pairs"))
    same = compare(*(np.fromfile(os.path.join(options.out, f"people-{n}.pairs"), PAIR) for n in (0, 1)))
    text = report_people(options, people, runs, same)
    if options.products:
        titles = [write_texts(options, "products", "left", ["title"]), write_texts(options, "products", "right", ["name"])]
        text += report_titles(titles, search([options.search], titles, options))
    with open(options.report, "w", encoding="utf-8") as file:
        file.write(text)
    print(text)


def write_texts(options, kind, side, columns):
    """One line a record: what is in the columns, in lower case, joined by single spaces."""
    path = os.path.join(options.out, f"{kind}-{side}.txt")
    with open(os.path.join(getattr(options, kind), f"{side}.csv"), newline="", encoding="utf-8") as file:
        texts = [" ".join(" ".join(row[c] for c in columns).lower().split()) for row in csv.DictReader(file)]
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(texts))
    return path


def search(command, texts, options, pairs=None):
    """What a program says of itself, with the peak memory of its process."""
    log = os.path.join(options.out, "log")
    if os.path.exists(log):
        os.remove(log)
    wanted = [os.path.join(options.out, pairs)] if pairs else []
    cost = measure.run([*command, *texts, LIMIT, MINIMUM, options.threads, *wanted], log)
    with open(log, encoding="utf-8") as file:
        return json.loads(file.read().splitlines()[-1]) | {"peak": cost["peak"], "cpu": cost["cpu"]}


def compare(own, peer):
    """Asserts that the pairs are the same but for ties and rounding at the cut; says how many are.

    A pair that one of the two lacks must be as near as the last of its list, or as the minimum.
    """
    last = {}
    for pairs in (own, peer):
        lists, starts, counts = np.unique(pairs["left"], return_index=True, return_counts=True)
        for record, start, count in zip(lists, starts, counts):
            worst = pairs["cosine"][start : start + count].min() if count >= LIMIT else MINIMUM
            last[record] = max(last.get(record, MINIMUM), worst)
    cosines = [dict(zip(zip(p["left"].tolist(), p["right"].tolist()), p["cosine"].tolist())) for p in (own, peer)]
    both = cosines[0].keys() & cosines[1].keys()
    for pair in both:
        assert abs(cosines[0][pair] - cosines[1][pair]) < ROUNDING, (pair, cosines[0][pair], cosines[1][pair])
    for mine in cosines:
        for pair in mine.keys() - both:
            assert mine[pair] < last[pair[0]] + ROUNDING, (pair, mine[pair], last[pair[0]])
    return len(both), len(cosines[0]) - len(both)


def report_people(options, people, runs, same):
    def median(name, key):
        values = [run[key] for run in runs[name]]
        spread = f" ({min(values):.2f}–{max(values):.2f})" if len(values) > 1 else ""
        return statistics.median(values), f"{statistics.median(values):.2f}{spread}"

    own = median("Tieout", "seconds")[0]
    lines = [
        "# Nearest neighbours of texts",
        "",
        f"The {LIMIT} nearest by cosine of TF-IDF over 3-grams, at least {MINIMUM}, left to right; vectorising and "
        f"search, texts in memory before and neighbours in memory after. {options.threads} threads; {measure.machine()}.",
        "",
        f"Made-up names with addresses, {count_lines(people[0]):,} x {count_lines(people[1]):,}, "
        f"{mean_length(people):.0f} characters. Programs in turn, {options.repeat} times; medians, in brackets the "
        "range. CPU and memory are those of the process, with what it reads and writes.",
        "",
        "| program | seconds | vectorising | search | CPU seconds | peak memory, MB | times Tieout's |",
        "|---|---|---|---|---|---|---|",
    ]
    for name in runs:
        if name == "Tieout":
            for run in runs[name]:
                run["search"] += run["index"]
        lines.append(
            f"| {name} | {median(name, 'seconds')[1]} | {median(name, 'vectorise')[1]} | {median(name, 'search')[1]} "
            f"| {median(name, 'cpu')[0]:.2f} | {median(name, 'peak')[0]:.0f} "
            f"| {median(name, 'seconds')[0] / own:.1f} |")
    lines += [
        "",
        f"{same[0]:,} pairs are the same with cosines within {ROUNDING}; {same[1]:,} stand for others that are as near "
        f"as the last of the {LIMIT}.",
        "",
    ]
    return "\n".join(lines)


def report_titles(titles, run):
    left, right = (count_lines(path) for path in titles)
    return "\n".join([
        f"Made-up product titles, {left:,} x {right:,}, {mean_length(titles):.0f} characters: {run['tokens']:,} different "
        f"3-grams, {run['entries'][0] / left:.1f} and {run['entries'][1] / right:.1f} of them a title. "
        f"{run['seconds']:.0f} seconds (vectorising {run['vectorise']:.0f}, index {run['index']:.0f}, search "
        f"{run['search']:.0f}), {run['cpu']:.0f} CPU seconds, {run['pairs']:,} pairs, peak memory "
        f"{run['peak'] / 1024:.1f} GB.",
        "",
    ])


def count_lines(path):
    with open(path, encoding="utf-8") as file:
        return sum(1 for _ in file)


def mean_length(paths):
    return sum(os.path.getsize(path) for path in paths) / sum(count_lines(path) for path in paths) - 1


main()
