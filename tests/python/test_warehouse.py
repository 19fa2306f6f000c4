"""What an analyst meets in the built warehouse: shape, comments, and cells checked against the documents."""

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from conftest import HANG, ROOT

TABLES = {"wenzhou-2018": 40, "wenzhou-2021": 121, "wenling-2023": 149, "wenzhou-2025": 96}


def test_every_cell_of_the_indicator_tables_is_there(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.sql(
        "select plan_id, count(*) from fct_plan_value where statement_kind = 'indicator_table' group by plan_id"
    ).fetchall()
    assert dict(rows) == TABLES


@pytest.mark.parametrize(
    ("value_id", "expected"),
    [
        # operator, value, unit, base value, role, first year, last year, basis
        ("wenzhou-2018@8099", ("le", 2.8, "percent", 2.8, "target", 2018, 2018, "point")),
        ("wenzhou-2018@8017", ("external", None, "percent", None, "target", 2018, 2018, "point")),
        ("wenzhou-2018@8053", ("eq", 9.5, "person_10k", 95000, "target", 2018, 2018, "annual")),
        ("wenzhou-2021@5240", ("eq", 45, "person_10k", 450000, "target", 2021, 2025, "cumulative")),
        ("wenzhou-2021@5529", ("approx", 91, "percent", 91, "baseline", 2020, 2020, "point")),
        ("wenzhou-2021@5568", ("none", None, "square_metre_per_10000", None, "none", 2020, 2020, "point")),
        ("wenzhou-2021@6045", ("eq", 584.75, "person_10k", 5847500, "baseline", 2020, 2020, "point")),
        ("wenzhou-2021@6173", ("eq", 98, "percent", 98, "baseline", 2020, 2020, "point")),
        ("wenling-2023@804", ("ge", 80, "percent", 80, "baseline", 2022, 2022, "point")),
        ("wenling-2023@1301", ("not_published", None, "percent", None, "baseline", 2022, 2022, "point")),
        ("wenling-2023@1317", ("eq", 68, "percent", 68, "target", 2023, 2023, "point")),
        ("wenling-2023@1613", ("full_coverage", 100, "percent", 100, "target", 2027, 2027, "point")),
        ("wenzhou-2025@3924", ("maintain", 100, "percent", 100, "target", 2027, 2027, "point")),
        ("wenzhou-2025@4202", ("eq", 24.65, "per_10000_population", 2.465, "actual", 2024, 2024, "point")),
    ],
)
def test_cells_read_as_a_person_reads_them(
    connection: duckdb.DuckDBPyConnection, value_id: str, expected: tuple[object, ...]
) -> None:
    row = connection.execute(
        "select operator, value::double, unit_code, value_base::double, value_role, period_start_year, period_end_year,"
        " period_basis from fct_plan_value where value_id = ?",
        [value_id],
    ).fetchone()
    assert row == expected


def test_every_mart_explains_itself(connection: duckdb.DuckDBPyConnection) -> None:
    missing = connection.sql(
        "select table_name, column_name from duckdb_columns()"
        " where regexp_matches(table_name, '^(dim|fct|bridge|mart)_') and coalesce(comment, '') = ''"
    ).fetchall()
    assert missing == []
    without_key = connection.sql(
        "select table_name from duckdb_tables() where regexp_matches(table_name, '^(dim|fct|bridge|mart)_')"
        " and not (has_primary_key and comment like 'One row per %')"
    ).fetchall()
    assert without_key == []


@pytest.mark.xdist_group("builds in the project itself")
def test_dbt_unit_tests_pass(warehouse: Path, tmp_path: Path) -> None:
    """Unit tests run apart from the build: they test the SQL, not the data."""
    copy = tmp_path / "minsheng.duckdb"
    copy.write_bytes(warehouse.read_bytes())
    result = subprocess.run(
        [
            *(str(Path(sys.executable).with_name("dbt")), "test", "--select", "test_type:unit"),
            *("--project-dir", str(ROOT), "--profiles-dir", str(ROOT / "profiles")),
            *("--target-path", str(tmp_path / "target"), "--log-path", str(tmp_path)),
        ],
        env={**os.environ, "MINSHENG_DEV_DATABASE": str(copy), "MINSHENG_PROJECT": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=HANG,
    )
    assert result.returncode == 0, result.stdout
    assert "PASS=0" not in result.stdout
