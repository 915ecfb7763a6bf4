"""The public data sets with truth, and which half each belongs to."""

import csv
import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """A file of a set. The id is its first column in every set."""

    path: str
    id: str
    delimiter: bytes = b","
    quote: bytes = b'"'
    escape: bytes = b""


@dataclass(frozen=True)
class DataSet:
    name: str
    sources: tuple  # one source: dedupe
    truth: str
    exclude: tuple = ()  # columns that give the answer away
    labels: str = ""  # the truth is partial: only these pairs were judged
    aim: float = 0.0  # the F1 to reach, 0 where none is set
    signs: bool = False  # count the links of opposite sign
    truth_columns: tuple = (0, 1)


def fodors(path, **dialect):
    return tuple(Source(f"em-fodors-zagats/{path}{side}.csv", "id", **dialect) for side in ("fodors", "zagats"))


SETS = [
    DataSet("abt-buy", (Source("em-abt-buy/abt.csv", "id"), Source("em-abt-buy/buy.csv", "id")), "em-abt-buy/truth.csv"),
    DataSet(
        "beer", (Source("em-beer/tableA.csv", "id"), Source("em-beer/tableB.csv", "id")), "em-beer/truth.csv",
        labels="em-beer/labels.csv",
    ),
    DataSet(
        "case-recon",
        (
            Source("pay-case-recon/performance/bank_statements.csv", "uniqueIdentifier"),
            Source("pay-case-recon/performance/system_transactions.csv", "trxID"),
        ),
        "pay-case-recon/performance/truth.csv", aim=0.99, signs=True,
    ),
    DataSet("cora", (Source("em-cora/cora.csv", "Entity Id", b"|", b""),), "em-cora/truth.csv"),
    DataSet(
        "dblp-acm", (Source("em-dblp-acm/DBLP2.csv", "id"), Source("em-dblp-acm/ACM.csv", "id")),
        "em-dblp-acm/truth.csv", aim=0.97,
    ),
    DataSet(
        "dblp-acm-dirty",
        (Source("em-dblp-acm-dirty/tableA.csv", "id"), Source("em-dblp-acm-dirty/tableB.csv", "id")),
        "em-dblp-acm-dirty/truth.csv", labels="em-dblp-acm-dirty/labels.csv",
    ),
    DataSet("febrl1", (Source("em-febrl/dataset1.csv", "rec_id"),), "em-febrl/truth1.csv", aim=0.99),
    DataSet("febrl2", (Source("em-febrl/dataset2.csv", "rec_id"),), "em-febrl/truth2.csv", aim=0.99),
    DataSet("febrl3", (Source("em-febrl/dataset3.csv", "rec_id"),), "em-febrl/truth3.csv", aim=0.99),
    DataSet(
        "febrl4", (Source("em-febrl/dataset4a.csv", "rec_id"), Source("em-febrl/dataset4b.csv", "rec_id")),
        "em-febrl/truth4.csv", aim=0.998,
    ),
    DataSet(
        "fodors-zagats", fodors("", quote=b"'", escape=b"\\"), "em-fodors-zagats/truth.csv", exclude=("class",),
        aim=0.97,
    ),
    DataSet("fodors-zagats-clean", fodors("clean/"), "em-fodors-zagats/truth.csv", aim=0.97),
    DataSet(
        "imdb-tmdb",
        (Source("em-imdb-tmdb/imdb.csv", "id", b"|", b""), Source("em-imdb-tmdb/tmdb.csv", "id", b"|", b"")),
        "em-imdb-tmdb/truth.csv",
    ),
    DataSet(
        "restaurant", (Source("em-restaurant-dedup/restaurantProfiles.csv", "id", b"|", b""),),
        "em-restaurant-dedup/truth.csv", aim=0.95,
    ),
    DataSet("rldata500", (Source("em-rldata500/RLdata500.csv", "id"),), "em-rldata500/truth.csv", aim=0.95),
    DataSet(
        "splink-fake1000", (Source("em-splink-fake1000/fake_1000.csv", "unique_id"),), "em-splink-fake1000/truth.csv",
        exclude=("cluster",), aim=0.85,
    ),
]
assert [each.name for each in SETS] == sorted(each.name for each in SETS), "the halves follow from the order"


# Where a set stands in its collection decides its half.
def half(data_set, collection=SETS):
    return "AB"[collection.index(data_set) % 2]


# MARK: Collections of texts


def fuzzy_joins(folder):
    """Names of things of 25 kinds; the right one is asked for, the left one is a reference."""
    kinds = sorted(os.listdir(os.path.join(folder, "em-autofj")))
    return [
        DataSet(
            f"autofj-{kind}", tuple(Source(f"em-autofj/{kind}/{side}.csv", "id") for side in ("left", "right")),
            f"em-autofj/{kind}/gt.csv", truth_columns=(0, 2),
        )
        for kind in kinds
    ]


# The aims of sets of which one line holds a relation, a key that gives the answer away, and texts.
SECONDSTRING_AIMS = {"business": 0.84, "parks": 0.94, "restaurant": 0.95}


def second_strings(folder, scratch):
    """A file for each relation, with the numbers of the lines as ids and without the key."""
    sets = []
    for name in sorted(each[:-4] for each in os.listdir(os.path.join(folder, "em-secondstring")) if each.endswith(".txt")):
        truth = f"em-secondstring/{name}.truth.csv"
        if not os.path.exists(os.path.join(folder, truth)):
            continue
        with open(os.path.join(folder, "em-secondstring", name + ".txt"), encoding="utf-8", errors="replace") as file:
            rows = [(number, line.rstrip("\n").split("\t")) for number, line in enumerate(file, 1)]
        rows = [(number, row) for number, row in rows if len(row) > 2]
        relations = sorted({row[0] for _, row in rows})
        sources = []
        for relation in relations:
            path = os.path.join(scratch, f"{name}-{len(sources)}.csv")
            with open(path, "w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file)
                width = max(len(row) for _, row in rows) - 2
                writer.writerow(["id"] + [f"text{place + 1}" for place in range(width)])
                for number, row in rows:
                    if row[0] == relation:
                        writer.writerow([number] + [part.strip() for part in row[2:]] + [""] * (width + 2 - len(row)))
            sources.append(Source(path, "id"))
        side = {str(number): relations.index(row[0]) for number, row in rows}
        pairs = [row[:2] for row in read_rows(folder, truth) if row[0] in side and row[1] in side]
        if len(relations) == 2:
            pairs = [pair if side[pair[0]] == 0 else pair[::-1] for pair in pairs if side[pair[0]] != side[pair[1]]]
        path = os.path.join(scratch, name + "-truth.csv")
        with open(path, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([["left_id", "right_id"]] + pairs)
        aim = SECONDSTRING_AIMS.get(name, 0.0)
        sets.append(DataSet(f"secondstring-{name}", tuple(sources), path, aim=aim))
    return sets


def read_rows(folder, path):
    with open(os.path.join(folder, path), newline="", encoding="latin-1") as file:
        rows = csv.reader(file)
        next(rows)
        return list(rows)
