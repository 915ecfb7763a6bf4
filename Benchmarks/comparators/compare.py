"""Times Tieout's string comparators beside RapidFuzz's: the same strings, one process, one thread.

Each measure is timed in alternating rounds, so that both sides see the same machine; the table shows
medians. Before timing, all results are compared.
"""

import argparse
import ctypes
import os
import platform
import random
import statistics
import time

import numpy
import rapidfuzz
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler, Levenshtein

# Place in the enumeration tieout_text_measure, RapidFuzz's scorer, and the scale of its result.
MEASURES = {
    "jaro_winkler": (4, JaroWinkler.similarity, 1),
    "levenshtein": (0, Levenshtein.normalized_similarity, 1),
    "osa": (1, OSA.normalized_similarity, 1),
    "token_sort_ratio": (5, fuzz.token_sort_ratio, 100),
    "token_set_ratio": (6, fuzz.token_set_ratio, 100),
}
LEVELS = {0: "scalar", 1: "NEON", 2: "AVX2", 3: "AVX-512"}


class Pair(ctypes.Structure):
    _fields_ = [("a", ctypes.c_char_p), ("b", ctypes.c_char_p), ("la", ctypes.c_uint32), ("lb", ctypes.c_uint32)]


class Value(ctypes.Structure):
    _fields_ = [("bytes", ctypes.c_char_p), ("length", ctypes.c_uint32)]


class Comparators:
    """The library under test."""

    def __init__(self, path):
        self.library = ctypes.CDLL(path)
        self.library.tieout_text_scratch_create.restype = ctypes.c_void_p
        self.scratch = ctypes.c_void_p(self.library.tieout_text_scratch_create())

    def levels(self):
        return [level for level in LEVELS if self.library.tieout_text_available(level)]

    def force(self, level):
        self.library.tieout_text_force(level)

    def pairs(self, measure, pairs, out):
        self.library.tieout_text_similarities(
            measure, pairs, ctypes.c_size_t(len(pairs)), ctypes.c_float(0), out.ctypes.data_as(ctypes.c_void_p),
            self.scratch)

    def matrix(self, measure, rows, columns, out):
        self.library.tieout_text_matrix(
            measure, rows, ctypes.c_size_t(len(rows)), columns, ctypes.c_size_t(len(columns)), ctypes.c_float(0),
            out.ctypes.data_as(ctypes.c_void_p), self.scratch)


def word(rng, syllables):
    onsets = ["b", "br", "c", "ch", "d", "f", "g", "gr", "h", "j", "k", "l", "m", "n", "p", "r", "s", "st", "t", "w"]
    vowels, codas = "aaeeiioouy", ["", "", "", "l", "n", "r", "s", "t", "ck", "ll", "nd"]
    return "".join(rng.choice(onsets) + rng.choice(vowels) + rng.choice(codas) for _ in range(syllables))


def strings(kind, count, rng):
    """Canonical values of about 20 (names), 35 (addresses) and 60 (titles) characters."""
    given = [word(rng, rng.choice([1, 2, 2, 3])) for _ in range(400)]
    surnames = [word(rng, rng.choice([2, 2, 3, 3])) for _ in range(1500)]
    places = [word(rng, rng.choice([2, 3, 3, 4])) for _ in range(600)]
    terms = [word(rng, rng.choice([1, 1, 2, 2, 3, 4])) for _ in range(3000)]
    ways = ["street", "road", "avenue", "lane", "court", "place", "drive", "close"]
    make = {
        "names": lambda: [rng.choice(given)] + rng.choices(given, k=rng.choice([0, 1, 1])) + [rng.choice(surnames)],
        "addresses": lambda: [str(rng.randint(1, 300)), rng.choice(places), rng.choice(ways), rng.choice(places),
                              str(rng.randint(1000, 9999))],
        "titles": lambda: rng.choices(terms, k=rng.randint(6, 12)),
    }[kind]
    return [" ".join(make()) for _ in range(count)]


def damaged(value, rng):
    """A value with up to three typos, and one in five with its words shuffled."""
    characters = list(value)
    for _ in range(rng.randint(0, 3)):
        place = rng.randrange(len(characters) - 1)
        change = rng.randrange(3)
        if change == 0:
            del characters[place]
        elif change == 1:
            characters.insert(place, rng.choice("abcdefghijklmnopqrstuvwxyz"))
        else:
            characters[place:place + 2] = reversed(characters[place:place + 2])
    words = "".join(characters).split()
    if rng.random() < 0.2:
        rng.shuffle(words)
    return " ".join(words)


def alternate(rounds, first, second):
    """Median seconds of both, run in turns."""
    times = ([], [])
    for _ in range(rounds):
        for run, into in zip((first, second), times):
            start = time.process_time()
            run()
            into.append(time.process_time() - start)
    return [statistics.median(t) for t in times]


def check(ours, theirs, scale, what):
    # By rounding, RapidFuzz gives Winkler's bonus to some similarities of exactly 7/10; it is for more.
    wrong = int(((abs(ours - theirs / scale) > 1e-5) & (abs(ours - 0.7) > 1e-6)).sum())
    if wrong:
        raise SystemExit(f"{what}: {wrong} of {ours.size} results differ")


def measure_kind(kind, library, options, rng):
    count = options.count
    left = strings(kind, count, rng)
    right = [damaged(v, rng) if rng.random() < 0.5 else rng.choice(left) for v in left]
    rows, columns = left[:options.side], right[:options.side]
    pairs = (Pair * count)(*[Pair(a.encode(), b.encode(), len(a), len(b)) for a, b in zip(left, right)])
    row_values = (Value * len(rows))(*[Value(v.encode(), len(v)) for v in rows])
    column_values = (Value * len(columns))(*[Value(v.encode(), len(v)) for v in columns])
    length = statistics.mean(len(v) for v in left)
    out_pairs = numpy.zeros(count, dtype=numpy.float32)
    out_matrix = numpy.zeros((len(rows), len(columns)), dtype=numpy.float32)
    for name, (number, scorer, scale) in MEASURES.items():
        def ours_matrix():
            library.matrix(number, row_values, column_values, out_matrix)

        def theirs_matrix():
            return process.cdist(rows, columns, scorer=scorer, dtype=numpy.float32, workers=1)

        def ours_pairs():
            library.pairs(number, pairs, out_pairs)

        def theirs_pairs():
            return process.cpdist(left, right, scorer=scorer, dtype=numpy.float32, workers=1)

        ours_matrix()
        check(out_matrix, theirs_matrix(), scale, f"{kind}, {name}, all pairs")
        ours_pairs()
        check(out_pairs, theirs_pairs(), scale, f"{kind}, {name}, pair by pair")
        for form, run_ours, run_theirs, size in (
            ("all pairs", ours_matrix, theirs_matrix, out_matrix.size), ("pair by pair", ours_pairs, theirs_pairs, count)):
            ours, theirs = alternate(options.rounds, run_ours, run_theirs)
            yield kind, length, name, form, size / ours / 1e6, size / theirs / 1e6


def processor():
    try:
        with open("/proc/cpuinfo") as lines:
            return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.machine()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("library")
    parser.add_argument("report", nargs="?")
    parser.add_argument("--count", type=int, default=200000, help="pairs, pair by pair")
    parser.add_argument("--side", type=int, default=1200, help="rows and columns, all pairs")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--level", type=int, help="force an instruction set")
    parser.add_argument("--only", help="one measure")
    options = parser.parse_args()
    library = Comparators(options.library)
    level = library.levels()[-1] if options.level is None else options.level
    library.force(level)
    if options.only:
        for name in [name for name in MEASURES if name != options.only]:
            del MEASURES[name]
    lines = [
        "# String comparators beside RapidFuzz",
        "",
        f"Million pairs a second, one thread. {processor()}, kernels: {LEVELS[level]}; "
        f"RapidFuzz {rapidfuzz.__version__}.",
        "",
        f"Method: generated strings (seeded). All pairs: {options.side} x {options.side} values against "
        "`process.cdist(workers=1)`. Pair by pair:",
        f"{options.count} pairs, half of them damaged copies, against `process.cpdist(workers=1)`. Results are "
        "single-precision similarities",
        f"without a cutoff, and are compared first. CPU time, median of {options.rounds} rounds, both sides in turns.",
        "Pairs run in AVX2 lanes also where AVX-512 is at hand: only tiles gain from it.",
        "Run `Benchmarks/comparators/run` to repeat.",
        "",
        "| strings | measure | form | Tieout | RapidFuzz | ratio |",
        "|---|---|---|---:|---:|---:|",
    ]
    print("\n".join(lines), flush=True)
    rng = random.Random(20)
    for kind in ("names", "addresses", "titles"):
        for kind, length, name, form, ours, theirs in measure_kind(kind, library, options, rng):
            line = f"| {kind} ({length:.0f}) | {name} | {form} | {ours:.1f} | {theirs:.1f} | {ours / theirs:.1f} |"
            print(line, flush=True)
            lines.append(line)
    lines += ["", f"Load average of the machine ({os.cpu_count()} cores) at the end: {os.getloadavg()[0]:.1f}."]
    if options.report:
        with open(options.report, "w") as report:
            report.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
