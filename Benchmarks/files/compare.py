"""Runs the programs in turn over the same tree, holds their groups to be the same, and writes the report."""

import argparse
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "match-people"))
import measure  # noqa: E402


def main():
    options = arguments()
    os.makedirs(options.out, exist_ok=True)
    programs = commands(options)
    warm(options.tree)
    runs = {name: [] for name in programs}
    groups = {}
    for turn in range(options.repeat):
        for name, (command, _) in programs.items():
            prepare(options, name)
            log = os.path.join(options.out, "log")
            if os.path.exists(log):
                os.remove(log)
            runs[name].append(measure.run(command, log))
            if turn == 0:
                groups[name] = found(options, name, log)
            say(turn, name, runs[name][-1])
    compare_groups(groups)
    cold = run_cold(options, programs) if options.cold else None
    write(options, programs, runs, groups, cold)


def arguments():
    parser = argparse.ArgumentParser()
    for name in ("tree", "out", "tieout", "report"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--own-only", action="store_true")
    parser.add_argument("--cold", action="store_true")
    return parser.parse_args()


def commands(options):
    """Names of programs; what they run, and what they are compared with."""
    scan = [options.tieout, "files", "scan", options.tree, "--quiet", "-o"]
    programs = {
        "Tieout": (scan + [f"{options.out}/plain.sqlite"], None),
        "Tieout --verify": (scan + [f"{options.out}/verified.sqlite", "--verify"], None),
        "Tieout, again": (scan + [f"{options.out}/again.sqlite"], "find"),
        "find": (["find", options.tree, "-printf", "%s %T@\\n"], None),
    }
    if not options.own_only:
        programs.update({
            "jdupes -Q": (["jdupes", "-r", "-q", "-0", "-Q", options.tree], "Tieout"),
            "jdupes": (["jdupes", "-r", "-q", "-0", options.tree], "Tieout --verify"),
            "rdfind": (["rdfind", "-outputname", f"{options.out}/rdfind.txt", options.tree], "Tieout"),
            "fdupes": (["fdupes", "-r", "-q", "-n", options.tree], "Tieout --verify"),
            "rmlint": (["rmlint", "-T", "df", "-r", "-L", "-o", f"json:{options.out}/rmlint.json", "-a", "xxhash",
                        options.tree], "Tieout"),
        })
    return programs


def prepare(options, name):
    """A first scan has no database, a second has that of the first."""
    for file in ("plain", "verified", "again"):
        wanted = {"Tieout": "plain", "Tieout --verify": "verified", "Tieout, again": "again"}.get(name)
        if file == wanted:
            for end in ("", "-wal", "-shm", "-journal"):
                if os.path.exists(f"{options.out}/{file}.sqlite{end}"):
                    os.remove(f"{options.out}/{file}.sqlite{end}")
    if name == "Tieout, again":
        shutil.copy(f"{options.out}/plain.sqlite", f"{options.out}/again.sqlite")


def warm(tree):
    buffer = bytearray(1 << 20)
    for folder, _, files in os.walk(os.fsencode(tree)):
        for name in files:
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                with open(path, "rb", buffering=0) as file:
                    while file.readinto(buffer):
                        pass


# What the programs found, as sets of sets of inodes: they show names, and not all of them show all names.

def found(options, name, log):
    if name.startswith("Tieout"):
        file = {"Tieout": "plain", "Tieout --verify": "verified", "Tieout, again": "again"}[name]
        with sqlite3.connect(f"{options.out}/{file}.sqlite") as database:
            return grouped(database.execute("SELECT group_id, inode FROM duplicates"))
    if name.startswith("jdupes"):
        with open(log, "rb") as output:
            text = output.read()
        if b"BIG FAT WARNING" in text[:200]:
            text = text[text.index(os.fsencode(options.tree)):]
        return of_paths(group.split(b"\0") for group in text.split(b"\0\0"))
    if name == "fdupes":
        with open(log, "rb") as output:
            return of_paths(whole_names(group, options.tree) for group in output.read().split(b"\n\n"))
    if name == "rdfind":
        return grouped(rdfind_lines(f"{options.out}/rdfind.txt"))
    if name == "rmlint":
        with open(f"{options.out}/rmlint.json", errors="surrogateescape") as output:
            entries = json.load(output)
        return grouped((entry["checksum"], entry["inode"]) for entry in entries if entry.get("type") == "duplicate_file")
    return None


def grouped(rows):
    groups = {}
    for key, inode in rows:
        groups.setdefault(key, set()).add(inode)
    return {frozenset(group) for group in groups.values() if len(group) > 1}


def of_paths(groups):
    return grouped((number, os.lstat(path).st_ino) for number, group in enumerate(groups) for path in group if path)


def whole_names(group, tree):
    """Lines that begin a path, with those put back that a newline in a name has cut off."""
    names = []
    for line in group.split(b"\n"):
        if line.startswith(os.fsencode(tree)) or not names:
            names.append(line)
        else:
            names[-1] += b"\n" + line
    return [name for name in names if name]


def rdfind_lines(path):
    with open(path, "rb") as output:
        for line in output:
            # duptype id depth size device inode priority name; the rest of a name with a newline has no numbers.
            part = line.split(b" ", 7)
            if part[0].startswith(b"DUPTYPE_") and len(part) == 8 and part[0] != b"DUPTYPE_UNKNOWN":
                yield abs(int(part[1])), int(part[5])


def compare_groups(groups):
    expected = groups["Tieout"]
    for name, own in groups.items():
        if own is not None and own != expected:
            sys.exit(f"{name} found other groups: {len(own)} of them against {len(expected)}; "
                     f"{len(own - expected)} only there, {len(expected - own)} only here")


def run_cold(options, programs):
    """Once with nothing in the page cache; None where that is not allowed."""
    runs = {}
    for name in ("Tieout", "jdupes -Q"):
        if name not in programs:
            continue
        prepare(options, name)
        subprocess.run(["sync"], check=True)
        try:
            with open("/proc/sys/vm/drop_caches", "w") as file:
                file.write("3")
        except OSError as error:
            return f"not measured: {error.strerror} at /proc/sys/vm/drop_caches"
        runs[name] = measure.run(programs[name][0], os.path.join(options.out, "log"))
        say("cold", name, runs[name])
    return runs


def say(turn, name, run):
    print(f"{turn} {name}: {run['wall']:.2f} s, {run['cpu']:.2f} s CPU, {run['peak']:.0f} MB", file=sys.stderr)


def write(options, programs, runs, groups, cold):
    files = int(subprocess.run(f"find '{options.tree}' -type f | wc -l", shell=True, capture_output=True, check=True).stdout)
    size = int(subprocess.run(["du", "-s", "-B1", options.tree], capture_output=True, check=True).stdout.split()[0])
    lines = [
        "# Duplicate files of a tree", "",
        f"{files:,} files, {size / 1e9:.1f} GB, in the page cache; {measure.machine()}, {os.uname().release.split('-')[0]}.",
        f"Load of the machine by others at the end: {os.getloadavg()[0]:.1f}. Programs in turn, {options.repeat} times; medians,",
        "in brackets the range. Tieout stores its results; the others print them to a file. All found the same",
        f"{len(groups['Tieout']):,} groups of {sum(map(len, groups['Tieout'])):,} inodes.", "",
        "| program | seconds | CPU seconds | peak memory, MB | times |", "|---|---|---|---|---|",
    ]
    medians = {name: statistics.median(run["wall"] for run in every) for name, every in runs.items()}
    for name, every in runs.items():
        walls = [run["wall"] for run in every]
        other = programs[name][1]
        times = f"{medians[name] / medians[other]:.1f} x {other}" if other else ""
        lines.append(
            f"| {name} | {medians[name]:.2f} ({min(walls):.2f}–{max(walls):.2f}) | "
            f"{statistics.median(run['cpu'] for run in every):.2f} | {max(run['peak'] for run in every):.0f} | {times} |")
    lines += ["", "`find` prints size and time of every entry; a second scan with nothing changed is beside it.",
              "jdupes and fdupes compare byte by byte, as `--verify` does; the others go by hashes.", ""]
    if isinstance(cold, dict):
        lines += ["With an empty page cache, once: " + ", ".join(
            f"{name} {run['wall']:.1f} s" for name, run in cold.items()) + ".", ""]
    elif cold:
        lines += [f"With an empty page cache: {cold}.", ""]
    with open(options.report, "w") as file:
        file.write("\n".join(lines))
    print("\n".join(lines))


main()
