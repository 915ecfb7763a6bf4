"""What a run on a set is given: its files as they are, with other names, in another order, or with gaps."""

import os
import random
from dataclasses import dataclass

from truth_sets import read_rows

# Of what is meant, the share that is in a list; nothing: the list of another kind, so many places on.
SHARES = (1.0, 0.5, 0.1)
PLACES_ON = (7, 11)


@dataclass
class Task:
    """The files, id columns, hidden columns and truth of one run."""

    paths: list
    ids: list
    exclude: list
    truth: set
    judged: set | None
    # Ids of the run to the ids of the set, a side each, and whether the sides are exchanged.
    original: list
    swapped: bool = False

    @property
    def is_dedupe(self):
        return len(self.paths) == 1


def plain(data_set, folder):
    paths = [os.path.join(folder, source.path) for source in data_set.sources]
    judged = None
    if data_set.labels:
        judged = {(left, right) for _, left, right, _ in read_rows(folder, data_set.labels)}
    one, other = data_set.truth_columns
    truth = {(row[one], row[other]) for row in read_rows(folder, data_set.truth)}
    return Task(
        paths, [source.id for source in data_set.sources], list(data_set.exclude), truth, judged, [None] * len(paths)
    )


def renamed(data_set, folder, scratch):
    """Columns called c1 … cn; nothing else is touched."""
    task = plain(data_set, folder)
    exclude = []
    for side, source in enumerate(data_set.sources):
        header, records = split_file(task.paths[side], source)
        names = [name.strip(b" " + source.quote).decode() for name in header.split(source.delimiter)]
        task.ids[side] = f"c{names.index(source.id) + 1}"
        exclude += [f"c{names.index(name) + 1}" for name in data_set.exclude if name in names]
        new_header = source.delimiter.join(b"c%d" % (place + 1) for place in range(len(names)))
        task.paths[side] = write_file(scratch, f"renamed{side}.csv", new_header, records)
    task.exclude = sorted(set(exclude))
    return task


def shuffled(data_set, folder, scratch, seed):
    """Rows in another order, other ids, sides exchanged; the truth follows."""
    draw = random.Random(seed)
    task = plain(data_set, folder)
    for side, source in enumerate(data_set.sources):
        header, records = split_file(task.paths[side], source)
        numbers = draw.sample(range(10**8, 10**9), len(records))
        original, changed = {}, []
        for number, record in zip(numbers, records):
            old, delimiter, rest = record.partition(source.delimiter)
            original[f"n{number}"] = old.strip(b" " + source.quote).decode("latin-1")
            changed.append(b"n%d" % number + delimiter + rest)
        draw.shuffle(changed)
        task.original[side] = original
        task.paths[side] = write_file(scratch, f"shuffled{side}.csv", header, changed)
    if not task.is_dedupe:
        task.swapped = True
        for part in (task.paths, task.ids, task.original):
            part.reverse()
    return task


def split_file(path, source):
    """The header and the records of a file as raw bytes, without line ends; quoted line ends stay."""
    with open(path, "rb") as file:
        data = file.read()
    records, record = [], b""
    for line in data.splitlines(keepends=True):
        record += line
        quotes = record.replace(source.escape + source.quote, b"") if source.escape else record
        if source.quote and quotes.count(source.quote) % 2 == 1:
            continue
        if record.strip():
            records.append(record.rstrip(b"\r\n"))
        record = b""
    if record.strip():
        records.append(record.rstrip(b"\r\n"))
    return records[0], records[1:]


def write_file(scratch, name, header, records):
    path = os.path.join(scratch, name)
    with open(path, "wb") as file:
        file.write(b"\n".join([header, *records, b""]))
    return path


# MARK: Lists with gaps


def partial(listed, asked, folder, scratch, share):
    """The names of one set, looked up in the list of a set without a part of what is meant."""
    task = plain(listed, folder)
    if listed is not asked:
        task.paths[1] = plain(asked, folder).paths[1]
        task.truth = set()
        return task
    source = listed.sources[0]
    header, records = split_file(task.paths[0], source)
    kept, stays = without(records, source.delimiter, {left for left, _ in task.truth}, share, listed.name)
    task.paths[0] = write_file(scratch, "list.csv", header, kept)
    task.truth = {(left, right) for left, right in task.truth if left in stays}
    return task


def without(records, delimiter, meant, share, name):
    """The records of a list, raw bytes, of those that are meant only a share; which ones is drawn by the name."""
    draw = random.Random(f"{name} {share}")
    stays = {key for key in sorted(meant) if draw.random() < share}
    kept = []
    for record in records:
        key = record.partition(delimiter)[0].strip(b' "').decode("latin-1")
        if key not in meant or key in stays:
            kept.append(record)
    return kept, stays
