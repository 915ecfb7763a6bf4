"""The diff as a full outer join in Polars, from CSV to a stored Parquet file of differences. Prints the counts."""

import sys

import polars as pl

folder, out = sys.argv[1:3]
left = pl.scan_csv(f"{folder}/left.csv", infer_schema=False)
right = pl.scan_csv(f"{folder}/right.csv", infer_schema=False)
cells = [name for name in left.collect_schema().names() if name != "id"]
joined = left.join(right, on="id", how="full", suffix="_r")
differs = pl.any_horizontal([pl.col(name).ne_missing(pl.col(f"{name}_r")) for name in cells])
joined = joined.filter(pl.col("id").is_null() | pl.col("id_r").is_null() | differs).collect(engine="streaming")
empty = [pl.lit(None, dtype=pl.String).alias(name) for name in ("column", "left_value", "right_value")]
parts = [
    joined.filter(pl.col("id_r").is_null()).select(pl.col("id").alias("key"), pl.lit("removed").alias("kind"), *empty),
    joined.filter(pl.col("id").is_null()).select(pl.col("id_r").alias("key"), pl.lit("added").alias("kind"), *empty),
]
both = joined.filter(pl.col("id").is_not_null() & pl.col("id_r").is_not_null())
for name in cells:
    parts.append(
        both.filter(pl.col(name).ne_missing(pl.col(f"{name}_r"))).select(
            pl.col("id").alias("key"), pl.lit("changed").alias("kind"), pl.lit(name).alias("column"),
            pl.col(name).alias("left_value"), pl.col(f"{name}_r").alias("right_value")))
differences = pl.concat(parts)
differences.write_parquet(out)
print(sorted(differences.group_by("kind").len().rows()))
