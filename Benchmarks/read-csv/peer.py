"""Reads a CSV file with one of the peers, every column as text, and prints what it took as JSON.

    peer.py polars|duckdb FILE THREADS [--checksums]

The clock runs for the reading alone: starting Python and importing libraries is left out. With
--checksums, of each column: the bytes of its values, the sum of its bytes, each times its place in the
column counted from 1, and the sum of its lengths, each times the number of its record, both modulo 2^64.
"""

import json
import os
import sys
import time


def polars(path, threads):
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    import polars

    start = time.perf_counter()
    table = polars.read_csv(path, infer_schema=False)
    return time.perf_counter() - start, lambda: table.to_arrow(), polars.__version__


def duckdb(path, threads):
    import duckdb

    connection = duckdb.connect()
    connection.execute(f"SET threads = {threads}")
    start = time.perf_counter()
    connection.execute(
        """CREATE TABLE rows AS SELECT * FROM read_csv(
            ?, all_varchar = true, header = true, delim = ',', quote = '"', escape = '"')""",
        [path],
    )
    seconds = time.perf_counter() - start
    return seconds, lambda: connection.sql("FROM rows").to_arrow_table(), duckdb.__version__


def checksums(table):
    """From Arrow's own buffers: a column's bytes one behind the other, and where each value ends."""
    import numpy
    import pyarrow

    columns = []
    for name in table.column_names:
        count, weighted_bytes, weighted_lengths, record = 0, 0, 0, 0
        for chunk in table[name].chunks:
            if len(chunk) == 0:
                continue
            chunk = chunk.cast(pyarrow.large_string()).fill_null("")
            ends = numpy.frombuffer(chunk.buffers()[1], dtype=numpy.int64)[chunk.offset : chunk.offset + len(chunk) + 1]
            data = numpy.frombuffer(chunk.buffers()[2], dtype=numpy.uint8)[ends[0] : ends[-1]]
            with numpy.errstate(over="ignore"):
                for start in range(0, len(data), 1 << 22):
                    piece = data[start : start + (1 << 22)].astype(numpy.uint64)
                    place = numpy.arange(1, len(piece) + 1, dtype=numpy.uint64) + numpy.uint64(count + start)
                    weighted_bytes += int((piece * place).sum(dtype=numpy.uint64))
                number = numpy.arange(1, len(chunk) + 1, dtype=numpy.uint64) + numpy.uint64(record)
                weighted_lengths += int((numpy.diff(ends).astype(numpy.uint64) * number).sum(dtype=numpy.uint64))
            count += len(data)
            record += len(chunk)
        columns.append(
            {
                "name": name,
                "bytes": str(count),
                "weighted_bytes": str(weighted_bytes % 2**64),
                "weighted_lengths": str(weighted_lengths % 2**64),
            }
        )
    return columns


def main():
    read = {"polars": polars, "duckdb": duckdb}[sys.argv[1]]
    seconds, table, version = read(sys.argv[2], int(sys.argv[3]))
    report = {"seconds": seconds, "version": version}
    if "--checksums" in sys.argv:
        table = table()
        report["records"] = table.num_rows
        report["columns"] = checksums(table)
    print(json.dumps(report))


main()
