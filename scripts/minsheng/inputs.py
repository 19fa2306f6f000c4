"""The check of the input files, run before anything is built.

Every fault of a run is found and listed, each with file, line and column, what was found and what is expected.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from minsheng import contract, grammar
from minsheng.contract import Column, Contract
from minsheng.project import root

FIRST_YEAR, LAST_YEAR = 1949, 2100
ROW = r'^(?:[^",]*|"(?:[^"]|"")*")(?:,(?:[^",]*|"(?:[^"]|"")*"))*$'


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong with an input file."""

    file: str
    line: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        column = f"{self.column}: " if self.column else ""
        return f"{self.file}:{self.line}: {column}found {self.found}; expected {self.expected}"


def plan_files() -> list[Path]:
    """Return the plan files in order of name."""
    return sorted((root() / "seeds/plans").glob("*.csv"))


def reference_files() -> list[Path]:
    """Return the reference files in order of name."""
    return sorted((root() / "seeds/reference").glob("*.csv"))


def check() -> list[Fault]:
    """Check all input files against their contracts.

    Returns:
        All faults, in order of file and line; an empty list when there are none.
    """
    faults: list[Fault] = []
    references: dict[str, pl.DataFrame] = {}
    for path in reference_files():
        if not path.with_suffix(".yml").exists():
            faults.append(Fault(_name(path), 1, "", "no description", f"{path.stem}.yml beside it"))
            continue
        rules = contract.reference(path)
        references[path.stem] = _read(path, rules, faults)
    for path in reference_files():
        if path.stem in references:
            _check_columns(references[path.stem], contract.reference(path), references, faults)

    rules = contract.plan_values()
    frames = [_read(path, rules, faults) for path in plan_files()]
    if not frames:
        faults.append(Fault("seeds/plans", 1, "", "no CSV file", "one file per plan"))
        return faults
    values = pl.concat(frames, how="diagonal")
    _check_columns(values, rules, references, faults)
    if set(rules.names) <= set(values.columns):
        _check_values(values, references, faults)
    return sorted(set(faults))


def _name(path: Path) -> str:
    return path.relative_to(root()).as_posix() if path.is_relative_to(root()) else str(path)


def _read(path: Path, rules: Contract, faults: list[Fault]) -> pl.DataFrame:
    """Read the sound lines of a file as text, with columns `file` and `line`; report the others."""
    name = _name(path)
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{raw[error.start]:02x}, which is not UTF-8"
        faults.append(Fault(name, line, "", found, "a file saved as UTF-8"))
        text = raw.decode("utf-8", errors="replace")

    lines = pl.DataFrame({"text": text.removesuffix("\n").split("\n")})
    lines = lines.with_columns(pl.col("text").str.strip_suffix("\r")).with_row_index("line", 1)
    sound = pl.col("text").str.contains(ROW) & (pl.col("text") != "")
    for line, row in lines.filter(~sound).iter_rows():
        found = "an empty line" if row == "" else f"a stray quote in {_short(row)}"
        expected = (
            "a row"
            if row == ""
            else 'fields with commas or quotes inside "…", quotes doubled, no line break in a field'
        )
        faults.append(Fault(name, line, "", found, expected))

    header = lines["text"][0].split(",")
    for missing in [column for column in rules.names if column not in header]:
        faults.append(Fault(name, 1, missing, "no such column", "the column of the contract"))
    for extra in [column for column in header if column not in rules.names]:
        expected = f"only the columns of the contract: {', '.join(rules.names)}"
        faults.append(Fault(name, 1, extra, "an extra column", expected))

    fields = pl.col("text").str.replace_all(r'"(?:[^"]|"")*"', "").str.count_matches(",") + 1
    lines = lines.filter(sound).with_columns(fields.alias("fields"))
    wrong = lines.filter(pl.col("fields") != len(header))
    for line, row, count in wrong.select("line", "text", "fields").iter_rows():
        found = f"{count} fields in {_short(row)}"
        faults.append(Fault(name, line, "", found, f"{len(header)} fields"))
    body = lines.filter((pl.col("fields") == len(header)) & (pl.col("line") > 1))
    rows = "\n".join([",".join(f"c{n}" for n in range(len(header))), *body["text"]]) + "\n"
    frame = pl.read_csv(io.StringIO(rows), infer_schema=False, empty_string_is_null=False).rename(
        {f"c{n}": column for n, column in enumerate(header)}
    )
    known = [column for column in frame.columns if column in rules.names]
    return frame.select(known).with_columns(
        pl.lit(name).alias("file"), pl.Series("line", body["line"], dtype=pl.UInt32)
    )


def _check_columns(
    frame: pl.DataFrame,
    rules: Contract,
    references: dict[str, pl.DataFrame],
    faults: list[Fault],
) -> None:
    """Check each column by itself."""
    for column in rules.columns:
        if column.name in frame.columns:
            for wrong, expected in _column_faults(frame, column, references):
                _report(frame.filter(wrong), column.name, expected, faults)
    if rules.key and set(rules.key) <= set(frame.columns):
        again = pl.struct(rules.key).is_duplicated() & ~pl.struct(rules.key).is_first_distinct()
        _report(frame.filter(again), rules.key[0], f"{' + '.join(rules.key)} only once", faults)


def _column_faults(
    frame: pl.DataFrame, column: Column, references: dict[str, pl.DataFrame]
) -> Iterator[tuple[pl.Expr, str]]:
    value = pl.col(column.name)
    filled = value != ""
    if column.required:
        yield ~filled, "a value"
    if column.unique:
        yield filled & value.is_duplicated() & ~value.is_first_distinct(), "a value used only once"
    if column.pattern:
        yield filled & ~value.str.contains(f"^(?:{column.pattern})$"), f"the form {column.pattern}"
    if column.accepted:
        yield filled & ~value.is_in(column.accepted), f"one of {', '.join(column.accepted)}"
    if column.references:
        table, key = column.references.split(".")
        if table in references and key in references[table].columns:
            known = references[table][key].to_list()
            expected = f"a {key} of seeds/reference/{table}.csv (add a row there if it is new)"
            yield filled & ~value.is_in(known), expected
    if column.years:
        first = value.str.extract(r"^(\d{4})").cast(pl.Int32)
        last = value.str.extract(r"(\d{4})$").cast(pl.Int32)
        outside = (first < FIRST_YEAR) | (last > LAST_YEAR) | (first > last)
        yield (
            outside.fill_null(False),
            f"years between {FIRST_YEAR} and {LAST_YEAR}, the first not after the last",
        )


def _check_values(values: pl.DataFrame, references: dict[str, pl.DataFrame], faults: list[Fault]) -> None:
    """Check what only several columns together can show, and parse every value text."""
    parsed = grammar.read(values, references["unit_spellings"])
    _report(
        parsed.filter(pl.col("operator").is_null()),
        "value_text",
        "a form of the value grammar, such as 30所, ≥96%, 80以上, 不低于92%, 10-15万套, 〔45〕, 全覆盖, 未出数, /"
        " (README of the grammar: docs/value-grammar.md)",
        faults,
    )
    without_unit = parsed.filter(pl.col("operator").is_not_null() & pl.col("printed_unit_code").is_null())
    _report(
        without_unit.with_columns(
            pl.concat_str("unit_spelling", "per_text", separator=" per ").str.strip_suffix(" per ").alias("unit")
        ),
        "unit",
        "a spelling of seeds/reference/unit_spellings.csv (add a row there if it is new)",
        faults,
    )
    _check_indicators(parsed, references, faults)
    keys = ["plan_id", "file", "line"]
    bodies = grammar.run(grammar.sql("split_organizations", "plan_values", keys), plan_values=values)
    names = references["organization_names"].select("plan_id", "printed_name")
    _report(
        bodies.join(names, on=["plan_id", "printed_name"], how="anti").rename({"printed_name": "lead_organizations"}),
        "lead_organizations",
        "a printed_name of the plan in seeds/reference/organization_names.csv (add a row there if it is new)",
        faults,
    )
    blank = (pl.col("operator") == "none") != (pl.col("value_role") == "none")
    _report(
        parsed.filter(blank),
        "value_role",
        'role none for a cell printed as empty, "/" or "—", and for no other',
        faults,
    )
    span = pl.col("period").str.contains("-") & (pl.col("period_basis") != "cumulative")
    _report(values.filter(span), "period", "one year, or period_basis cumulative", faults)
    stem = pl.col("file").str.extract(r"([^/]+)\.csv$")
    _report(values.filter(pl.col("plan_id") != stem), "plan_id", "the plan of the file name", faults)
    minted = pl.col("value_id").str.extract("^(.*)@") == pl.col("plan_id")
    _report(values.filter(~minted), "value_id", "plan_id@char_start of this row's plan", faults)


def _check_indicators(parsed: pl.DataFrame, references: dict[str, pl.DataFrame], faults: list[Fault]) -> None:
    """Check that every label leads to an indicator, and that its unit measures what the indicator measures."""
    matches, indicators, units = (references[name] for name in ("indicator_matches", "indicators", "units"))
    key = ["plan_id", "label", "subgroup"]
    unknown = parsed.join(matches, on=key, how="anti").unique(key, maintain_order=True)
    known = matches.select("label", "indicator_code").unique(maintain_order=True)
    for file, line, label, subgroup in unknown.select("file", "line", "label", "subgroup").iter_rows():
        found = f"{label!r}" + (f" / {subgroup!r}" if subgroup else "") + " without an indicator"
        near = ", ".join(f"{code} ({like})" for code, like in _nearest(label, known))
        expected = f"a row in seeds/reference/indicator_matches.csv; the nearest indicators are {near}"
        faults.append(Fault(file, line, "label", found, expected))

    quantities = dict(units.select("unit_code", "quantity").iter_rows())
    measured = parsed.filter(pl.col("value").is_not_null() & (pl.col("unit_spelling") != "")).join(matches, on=key)
    measured = measured.join(indicators.select("indicator_code", "unit_code"), on="indicator_code").filter(
        pl.col("printed_unit_code").replace_strict(quantities, default=None)
        != pl.col("unit_code").replace_strict(quantities, default=None)
    )
    for file, line, spelling, printed, code, unit in measured.select(
        "file", "line", "unit_spelling", "printed_unit_code", "indicator_code", "unit_code"
    ).iter_rows():
        found = f"{spelling!r}, a unit of {quantities[printed]}"
        faults.append(Fault(file, line, "unit", found, f"a unit of {quantities[unit]} like {unit} of {code}"))


def _nearest(label: str, known: pl.DataFrame, most: int = 3) -> list[tuple[str, str]]:
    """Return the indicators whose labels share most pairs of characters with a label, and that label."""
    pairs = {label[n : n + 2] for n in range(len(label) - 1)}
    scored: dict[str, tuple[float, str]] = {}
    for like, code in known.iter_rows():
        own = {like[n : n + 2] for n in range(len(like) - 1)}
        score = len(pairs & own) / max(1, len(pairs | own))
        scored[code] = max(scored.get(code, (-1.0, "")), (score, like))
    best = sorted(scored, key=lambda code: scored[code], reverse=True)[:most]
    return [(code, scored[code][1]) for code in best]


def _report(rows: pl.DataFrame, column: str, expected: str, faults: list[Fault]) -> None:
    faults.extend(
        Fault(file, line, column, repr(_short(found)) if found else "nothing", expected)
        for file, line, found in rows.select("file", "line", column).iter_rows()
    )


def _short(text: str, length: int = 60) -> str:
    return text if len(text) <= length else f"{text[:length]}…"
