"""Precision, recall and F1 of scored pairs: one code for every program that is measured."""

import csv
import sqlite3


def read_truth(path):
    with open(path, newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return {(left, right) for left, right in rows}


def read_splink(path):
    """(probability, is a match, left id, right id) of every stored pair; a match has p >= 0.5."""
    with open(path, newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return [(float(p), float(p) >= 0.5, left, right) for left, right, p in rows]


def read_tieout(path):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as results:
        query = "SELECT probability, band = 'match', left_id, right_id FROM matches"
        return [(p, bool(m), str(left), str(right)) for p, m, left, right in results.execute(query)]


def judge(pairs, truth):
    """Quality as decided, at the best threshold, and after a greedy one-to-one resolution of what was
    decided (heaviest pairs first; a record is used once)."""
    decided = [pair for pair in pairs if pair[1]]
    figures = {"matches": len(decided), **scores(decided, truth)}

    found = 0
    best = 0.0
    ordered = sorted(pairs, reverse=True)
    for place, (p, _, left, right) in enumerate(ordered, 1):
        found += (left, right) in truth
        # A threshold cannot fall between equal probabilities.
        if place == len(ordered) or ordered[place][0] != p:
            best = max(best, 2 * found / (place + len(truth)))
    figures["best"] = best

    used_left, used_right, kept = set(), set(), []
    for pair in sorted(decided, reverse=True):
        if pair[2] not in used_left and pair[3] not in used_right:
            used_left.add(pair[2])
            used_right.add(pair[3])
            kept.append(pair)
    figures["one_to_one"] = scores(kept, truth)["f1"]
    return figures


def scores(pairs, truth):
    found = sum((left, right) in truth for _, _, left, right in pairs)
    precision = found / len(pairs) if pairs else 0.0
    recall = found / len(truth)
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * found / (len(pairs) + len(truth)) if pairs else 0.0,
    }
