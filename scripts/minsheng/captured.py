"""The captured rows of plans: values, exclusions, the plans themselves, seeds and landed rows alike."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl

from minsheng import contract, inputs, landing
from minsheng.project import root
from minsheng.sql import quoted
from minsheng.violations import Violation


class UnreadableRows(Exception):
    """Input files whose form is wrong; `minsheng check-inputs` says more."""

    def __init__(self, violations: list[Violation]) -> None:
        self.violations = violations
        super().__init__("\n".join(map(str, violations)))


def rows(kind: str, plan_id: str | None = None) -> pl.DataFrame:
    """Return the rows of a kind, whatever they say: their meaning is the input check's business.

    Args:
        kind: plan_values, or the name of a reference file.
        plan_id: only those of this plan.

    Returns:
        The columns of the contract, blanks as '', and file and line, where a row stands. char_start is an integer.

    Raises:
        UnreadableRows: a file has not the form of its contract, or an offset is no number.
    """
    violations: list[Violation] = []
    if kind == "plan_values":
        seeds, rules = inputs.plan_files(), contract.plan_values()
    else:
        seeds = [root() / "seeds/reference" / f"{kind}.csv"]
        rules = contract.reference(seeds[0])
    with TemporaryDirectory(prefix="minsheng-") as scratch, duckdb.connect() as connection:
        accepted = landing.accept(connection, kind, seeds, rules, Path(scratch), violations)
        columns = ", ".join(f"coalesce({name}, '') as {name}" for name in rules.names)
        of_plan = f"where plan_id = {quoted(plan_id)}" if plan_id is not None else ""
        found = connection.sql(f"select {columns}, file, line from {accepted} {of_plan} order by file, line").pl()
    if "char_start" in rules.names:
        offsets = pl.col("char_start").cast(pl.Int64, strict=False)
        for file, line, text in found.filter(offsets.is_null()).select("file", "line", "char_start").iter_rows():
            violations.append(Violation(file, line, "char_start", repr(text), "an offset in the document"))
        found = found.with_columns(offsets)
    if violations:
        raise UnreadableRows(violations)
    return found
