"""The landing area: rows that enter at run time, between changes of the seeds.

    data/landing/plans/          further plan values, the plan-value contract
    data/landing/observations/   recorded values from elsewhere, the same columns
    data/landing/reference/      further rows of a file of seeds/reference: <its name>.csv, <its name>.<anything>.csv

CSV or Parquet. Every file is held to its contract like a seed; one fault stops the refresh, so that rows which were
published yesterday cannot vanish because their file was spoilt today (docs/landing.md).
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import duckdb

from minsheng import project, reading
from minsheng.contract import Contract
from minsheng.inputs import reference_files
from minsheng.sql import quoted
from minsheng.violations import Violation, name

SUFFIXES = (".csv", ".parquet")
NAME = r"\w[\w .()+=,@-]*"
"""Names that mean the same to a shell, to SQL and to a reader."""


def files(kind: str) -> list[Path]:
    """Return the landed files of a kind in order of name.

    Args:
        kind: plan_values, observations, or the name of a reference file.
    """
    place = {"plan_values": "plans", "observations": "observations"}.get(kind, "reference")
    found = [path for path in _entries(project.landing() / place) if _fault(path) is None]
    return found if place != "reference" else [path for path in found if path.name.split(".")[0] == kind]


def misplaced() -> list[Violation]:
    """Return the faults of files by their name and place alone."""
    faults = []
    references = {path.stem for path in reference_files()}
    for place in ("plans", "observations", "reference"):
        for path in _entries(project.landing() / place):
            if fault := _fault(path):
                faults.append(fault)
            elif place == "reference" and path.name.split(".")[0] not in references:
                expected = f"the name of a reference file: {', '.join(sorted(references))}"
                faults.append(Violation(name(path), 1, "", "an unknown name", expected))
    return faults


def _entries(place: Path) -> list[Path]:
    return sorted(path for path in place.iterdir() if not path.name.startswith(".")) if place.is_dir() else []


def _fault(path: Path) -> Violation | None:
    def fault(found: str, expected: str) -> Violation:
        return Violation(name(path.parent) + "/" + path.name.encode("unicode_escape").decode(), 1, "", found, expected)

    if not re.fullmatch(NAME, path.name):
        return fault("a name with other signs", "letters, digits, blanks and . _ - + = , @ ( ) in a file name")
    if not path.is_file():
        return fault("a folder" if path.is_dir() else "no file", "files, in the folder itself")
    if not path.resolve().is_relative_to(project.landing().resolve()):
        return fault("a link that leads out of the landing folder", "a file, or a link to one inside it")
    if path.suffix not in SUFFIXES:
        return fault("another kind of file", "a file that ends in .csv or .parquet")
    return None


def accept(
    connection: duckdb.DuckDBPyConnection,
    kind: str,
    seeds: list[Path],
    rules: Contract,
    accepted: Path,
    faults: list[Violation],
) -> str:
    """Write the rows of a kind into Parquet files, for the check and for the staging models.

    Args:
        connection: reads and writes.
        kind: plan_values, observations, or the name of a reference file.
        seeds: the files of the kind in seeds/, before what has landed.
        rules: their contract.
        accepted: folder; the files go into `<accepted>/<kind>/`.
        faults: faults of form are added here.

    Returns:
        The query of the rows, as text, blanks as null, with file and line.
    """
    into = accepted / kind
    into.mkdir(parents=True)

    def write(select: str, number: int) -> int:
        present = [column for column, *_ in connection.execute(f"describe {select}").fetchall()]
        columns = [
            f"nullif({column}, '') as {column}" if column in present else f"cast(null as varchar) as {column}"
            for column in rules.names
        ]
        columns += [column for column in ("file", "line") if column in present]
        if "line" not in present:
            columns.append("row_number() over () + 1 as line")
        target = quoted(into / f"{number:05}.parquet")
        copied = connection.execute(
            f"copy (select {', '.join(columns)} from ({select})) to {target} (format parquet, compression zstd)"
        )
        return (copied.fetchone() or (0,))[0]

    write("select '' as file, cast(null as bigint) as line where false", 0)
    for number, path in enumerate([*seeds, *files(kind)], 1):
        if path.suffix == ".csv":
            reading.csv(connection, path, rules, faults, partial(write, number=number))
        elif (select := reading.parquet(connection, path, rules, faults)) is not None:
            write(select, number)
    rows = f"read_parquet({quoted(into / '*.parquet')}, union_by_name = true)"
    return f"(select * from {rows})"
