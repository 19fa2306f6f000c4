"""The captured rows of plans: values, exclusions, the plans themselves, seeds and landed rows alike."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from minsheng.inputs import contract, files, landing
from minsheng.inputs.acceptance import Intake
from minsheng.inputs.contract import Contract
from minsheng.inputs.violations import Violation
from minsheng.messages import Message, joined
from minsheng.paths import root


class UnreadableRows(Exception):
    """Input files whose form is wrong; `minsheng check-inputs` says more."""

    def __init__(self, violations: list[Violation]) -> None:
        self.violations = violations
        super().__init__(joined("\n", violations))


def rows(kind: str, plan_id: str | None = None) -> pl.DataFrame:
    """Return the rows of a kind, whatever they say: their meaning is the input check's business.

    Args:
        kind: plan_values, or the name of a reference file.
        plan_id: only those of this plan.

    Returns:
        The columns of the contract, blanks as '', and the file and line of each row. char_start is an integer.

    Raises:
        UnreadableRows: a file has not the form of its contract, or an offset is no number.
    """
    if kind == "plan_values":
        seeds, described = files.plan_files(), contract.plan_values()
    else:
        seeds = [root() / "seeds/reference" / f"{kind}.csv"]
        described = contract.reference(seeds[0])
    found, violations = read([*seeds, *landing.of_kind(kind)], described)
    if plan_id is not None:
        found = found.filter(pl.col("plan_id") == plan_id)
    if "char_start" in described.names:
        offsets = pl.col("char_start").cast(pl.Int64, strict=False)
        for file, line, text in found.filter(offsets.is_null()).select("file", "line", "char_start").iter_rows():
            violations.append(Violation(file, line, "char_start", repr(text), Message("an offset in the document")))
        found = found.with_columns(offsets)
    if violations:
        raise UnreadableRows(violations)
    return found


def read(paths: list[Path], described: Contract) -> tuple[pl.DataFrame, list[Violation]]:
    """Read files of one form, as the input check does.

    Returns:
        The columns of the contract, blanks as '', and file and line, in this order; and what is wrong with the form of
        the files.
    """
    with TemporaryDirectory(prefix="minsheng-") as scratch:
        intake = Intake(described, Path(scratch) / "rows")
        for path in paths:
            intake.take(path)
        found = pl.read_parquet(Path(scratch) / "rows/*.parquet").sort("file", "line")
    return found.with_columns(pl.col(described.names).fill_null("")), intake.violations
