"""Splink on DuckDB, set up for the made-up person exports the way somebody who knows both would.

Usage: splink_people.py LEFT.csv RIGHT.csv MATCHES.csv PHASES.json THREADS

Writes the pairs with a probability of at least 0.05, and the seconds of each phase.
"""

import json
import sys
import time

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI

LOWEST_KEPT = 0.05

# What the columns need before they can be compared: case and accents folded, the five date formats
# read, the phone cut to the ten digits that every way of writing it has.
CLEAN = """
CREATE TABLE {table} AS SELECT
    id AS unique_id,
    nullif(trim(strip_accents(lower(given_name)), ' .'), '') AS given_name,
    nullif(trim(strip_accents(lower(surname))), '') AS surname,
    strftime(coalesce(
        try_strptime(date_of_birth, '%Y-%m-%d'), try_strptime(date_of_birth, '%d/%m/%Y'),
        try_strptime(date_of_birth, '%d.%m.%Y'), try_strptime(date_of_birth, '%d %b %Y'),
        try_strptime(date_of_birth, '%Y%m%d')), '%Y-%m-%d') AS date_of_birth,
    nullif(lower(street_address), '') AS street_address,
    nullif(lower(city), '') AS city,
    nullif(replace(lower(postcode), ' ', ''), '') AS postcode,
    nullif(right(regexp_replace(phone, '[^0-9]', '', 'g'), 10), '') AS phone,
    nullif(lower(email), '') AS email
FROM read_csv('{path}', header = true, all_varchar = true)
"""


def name_comparison(column):
    """A name, its term frequency, and the exchange of given name and surname."""
    return cl.CustomComparison(
        output_column_name=column,
        comparison_levels=[
            cll.NullLevel(column),
            cll.ExactMatchLevel(column, term_frequency_adjustments=True),
            cll.JaroWinklerLevel(column, 0.92),
            cll.JaroWinklerLevel(column, 0.8),
            cll.ColumnsReversedLevel("given_name", "surname"),
            cll.ElseLevel(),
        ],
    )


def comparisons(chance):
    """Eight columns in six comparisons: street, town and postcode are one fact, and comparing them
    apart would count it three times, which makes one person of every family.

    `chance` holds u of the rarest agreements, which a million random pairs do not reach.
    """
    return [
        name_comparison("given_name"),
        name_comparison("surname"),
        # Levenshtein at 2 holds every transposition, at a sixth of the cost of Damerau's in DuckDB.
        cl.LevenshteinAtThresholds("date_of_birth", [1, 2]),
        cl.CustomComparison(
            output_column_name="address",
            comparison_levels=[
                cll.CustomLevel(
                    "street_address_l IS NULL AND postcode_l IS NULL"
                    " OR street_address_r IS NULL AND postcode_r IS NULL"
                ).configure(is_null_level=True),
                cll.CustomLevel("street_address_l = street_address_r AND postcode_l = postcode_r").configure(
                    u_probability=chance["address"], fix_u_probability=True
                ),
                cll.CustomLevel(
                    "street_address_l = street_address_r"
                    " AND (city_l = city_r OR levenshtein(postcode_l, postcode_r) <= 2)"
                ).configure(u_probability=chance["address"], fix_u_probability=True),
                cll.CustomLevel(
                    "jaro_winkler_similarity(street_address_l, street_address_r) > 0.92"
                    " AND (city_l = city_r OR postcode_l = postcode_r)"
                ),
                cll.ExactMatchLevel("postcode"),
                cll.ExactMatchLevel("city", term_frequency_adjustments=True),
                cll.ElseLevel(),
            ],
        ),
        cl.CustomComparison(
            output_column_name="phone",
            comparison_levels=[
                cll.NullLevel("phone"),
                cll.ExactMatchLevel("phone").configure(
                    u_probability=chance["phone"], fix_u_probability=True
                ),
                cll.LevenshteinLevel("phone", 2),
                cll.ElseLevel(),
            ],
        ),
        cl.CustomComparison(
            output_column_name="email",
            comparison_levels=[
                cll.NullLevel("email"),
                cll.ExactMatchLevel("email").configure(
                    u_probability=chance["email"], fix_u_probability=True
                ),
                cll.JaroWinklerLevel("email", 0.92),
                cll.JaroWinklerLevel("email", 0.8),
                cll.ElseLevel(),
            ],
        ),
    ]


BLOCKING = [
    block_on("email"),
    block_on("phone"),
    block_on("date_of_birth", "surname"),
    block_on("date_of_birth", "given_name"),
    block_on("date_of_birth", "postcode"),
    block_on("given_name", "surname", "city"),
]


def main():
    left, right, matches, phases, threads = sys.argv[1:]
    seconds = {}
    clock = time.perf_counter()

    def lap(name):
        nonlocal clock
        now = time.perf_counter()
        seconds[name] = now - clock
        clock = now

    connection = duckdb.connect()
    connection.execute(f"SET threads = {int(threads)}")
    for table, path in (("people_left", left), ("people_right", right)):
        connection.execute(CLEAN.format(table=table, path=path.replace("'", "''")))
    database = DuckDBAPI(connection)
    sources = [
        database.register("people_left", dataset_display_name="left_side"),
        database.register("people_right", dataset_display_name="right_side"),
    ]
    lap("load")

    distinct = connection.execute(
        """SELECT approx_count_distinct((street_address, postcode)), approx_count_distinct(phone),
        approx_count_distinct(email) FROM people_left"""
    ).fetchall()[0]
    chance = {name: 1 / count for name, count in zip(("address", "phone", "email"), distinct)}
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=comparisons(chance),
        blocking_rules_to_generate_predictions=BLOCKING,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )
    linker = Linker(sources, settings, log_level="WARNING")
    linker.training.estimate_probability_two_random_records_match(
        [block_on("email"), block_on("date_of_birth", "given_name", "surname"), block_on("phone", "given_name")],
        recall=0.93,
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("email"), block_on("date_of_birth")):
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule, max_pairs=1e6, estimate_without_term_frequencies=True
        )
    lap("train")

    linker.inference.compute_blocked_pairs_for_predict()
    lap("block")

    predictions = linker.inference.predict(threshold_match_probability=LOWEST_KEPT)
    lap("score")

    connection.execute(
        f"""COPY (SELECT
            CASE WHEN source_dataset_l = 'left_side' THEN unique_id_l ELSE unique_id_r END AS left_id,
            CASE WHEN source_dataset_l = 'left_side' THEN unique_id_r ELSE unique_id_l END AS right_id,
            match_probability AS probability
        FROM {predictions.physical_name}) TO '{matches}' (HEADER)"""
    )
    lap("store")
    with open(phases, "w") as file:
        json.dump(seconds, file)


if __name__ == "__main__":
    main()
