"""Stand-ins for what takes long in a refresh: the check of the inputs, dbt and the gate. All else is the real one.

The inputs are a text; the warehouse that is built from it holds it in every row, so that a mixture shows.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from minsheng import paths
from minsheng.inputs import check as inputs
from minsheng.warehouse import build, fingerprint, layout, profile
from minsheng.warehouse import dbt as dbt_run
from minsheng.warehouse.gate import Outcome
from minsheng.warehouse.result import BuildFailed, Result

ROWS = 200
_TABLES = """
create table dim_plan as select '{text}' as plan_id, '{text}' as title_zh, '' as title_en, '' as issuer,
    date '2030-01-01' as issued_on, '' as status, '' as source_file, '' as source_sha256;
create table if not exists fct_plan_value as select 'a@' || range as value_id, '{text}' as value_text,
    'a' as plan_id, 'target' as value_role, 'seeds/plans/a.csv' as input_file from range({rows});
create table mart_target_progress as select 'a@' || range as value_id, '{text}' as verdict from range({rows});
create table fct_finding as select 'a' as finding_key, 'info' as severity, 'fail' as status;
create table dim_known_finding (finding_key varchar);
"""


class Gate:
    """A gate that answers as configured."""

    def __init__(self) -> None:
        self.outcomes = [Outcome("fct_plan_value", "expect_values", "critical", "", True, ROWS, 0, "", [])]

    def __enter__(self) -> Gate:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def check(self, _warehouse: Path) -> list[Outcome]:
        return self.outcomes


class StandIn:
    """A project whose inputs are a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.gate = Gate()
        self.failure: str | None = None
        """The message with which dbt fails, where it does."""
        self.builds = 0
        self.files = {"seeds/plans/a.csv": range(ROWS)}
        """Numbers of the values that each file brings."""

    def install(self, replace: Callable[[Any, str, Any], None] = setattr) -> StandIn:
        """Put it in the place of the real project; `replace` may be a monkeypatch's."""
        replace(fingerprint, "digests", lambda: dict.fromkeys(self.files, f"{self.text} {self.files}"))
        replace(fingerprint, "files", lambda: {name: paths.root() / name for name in self.files})
        replace(fingerprint, "rows", lambda _: b"")
        replace(inputs, "check", self.check)
        replace(dbt_run, "build", self.build)
        replace(build, "Gate", lambda: self.gate)
        replace(profile, "store", lambda *_: None)
        return self

    def check(self, folder: Path, **_: object) -> inputs.Checked:
        """Accept the rows of a plan."""
        rows = [
            {"value_id": f"a@{number}", "value_text": self.text, "plan_id": "a", "value_role": "target"}
            | {"file": file, "line": line}
            for file, numbers in self.files.items()
            for line, number in enumerate(numbers, 2)
        ]
        write_rows(folder / "plan_values", rows)
        return inputs.Checked([], [])

    def build(self, warehouse: Path, inputs: Path, result: Result, *_: object) -> None:
        """Make the warehouse that dbt would make; where facts are kept, all of them are."""
        self.builds += 1
        if not warehouse.exists():
            dbt_run.make_file(warehouse, inputs)
        with duckdb.connect(str(warehouse)) as connection:
            connection.execute(_TABLES.format(text=self.text, rows=ROWS))
        if self.failure:
            raise BuildFailed([self.failure], warehouse.resolve())
        result.rows = {"fct_plan_value": ROWS}


def write_rows(place: Path, rows: list[dict[str, Any]]) -> None:
    """Write accepted rows of a kind, as the check of the inputs does."""
    place.mkdir(parents=True)
    table = pa.Table.from_pylist(rows) if rows else pa.table({"file": pa.array([], pa.string())})
    pq.write_table(table, place / "00001.parquet")


def text_of(warehouse: Path) -> str:
    """Read a warehouse as a reader would; return the text that it was built from.

    Raises:
        AssertionError: it is not one whole build.
    """
    assert not layout.log_beside(warehouse).exists(), "a log lies beside it"
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        tables = "select value_text as t from fct_plan_value union all select verdict from mart_target_progress"
        (texts, rows), *_ = connection.execute(f"select list_distinct(list(t)), count(*) from ({tables})").fetchall()
        ((build_id,),) = connection.execute("select build_id from meta.meta_this_build").fetchall()
        ((ran,),) = connection.execute("select run_id from checks.ge_run").fetchall()
    assert (len(texts), rows, ran) == (1, 2 * ROWS, build_id)
    return str(texts[0])


def exported_text() -> str:
    """Do the same for the exports; the link is followed once, as a careful reader does."""
    folder = layout.parquet().resolve(strict=True)
    with duckdb.connect() as connection:
        tables = f"select value_text as t from '{folder}/fct_plan_value.parquet'"
        tables += f" union all select verdict from '{folder}/mart_target_progress.parquet'"
        (texts, rows), *_ = connection.execute(f"select list_distinct(list(t)), count(*) from ({tables})").fetchall()
    assert (len(texts), rows) == (1, 2 * ROWS)
    return str(texts[0])


def input_text() -> str:
    """Do the same for the rows that a plain dbt run reads."""
    with duckdb.connect() as connection:
        files = f"'{layout.inputs()}/plan_values/*.parquet'"
        ((texts,),) = connection.execute(f"select list_distinct(list(value_text)) from {files}").fetchall()
    assert len(texts) == 1
    return str(texts[0])


def published_text() -> str:
    """Return the text of the published warehouse."""
    return text_of(paths.warehouse())
