"""The SDMX export: read back by pysdmx, compared with its own structure and against the marts."""

import re
import shutil
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from click.testing import CliRunner
from pysdmx.io import get_datasets, read_sdmx
from pysdmx.model import Codelist

from helpers import run_snippet
from minsheng.cli.app import app
from minsheng.outputs.sdmx import csvw
from minsheng.outputs.sdmx import export as sdmx

DIMENSIONS = [
    *("FREQ", "REF_AREA", "INDICATOR", "CUST_BREAKDOWN", "VALUE_ROLE", "PLAN"),
    *("ORIGIN", "STATEMENT_KIND", "STATEMENT_NO", "TIME_PERIOD"),
]


@pytest.fixture(scope="module")
def folder(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export of the warehouse."""
    folder = tmp_path_factory.mktemp("exports") / "sdmx"
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        sdmx.write(connection, folder)
    return folder


@pytest.fixture(scope="module")
def rows(folder: Path) -> pl.DataFrame:
    """Its observations, every cell as text."""
    return pl.read_csv(folder / sdmx.DATA_FILE, infer_schema=False)


def test_csv_on_the_web_knows_types_key_and_meaning_of_each_column(folder: Path, rows: pl.DataFrame) -> None:
    from csvw import CSVW

    metadata = csvw.path_beside(folder / sdmx.DATA_FILE)
    read = CSVW(str(metadata), validate=True)
    assert read.is_valid
    (table,) = read.tables
    assert [column.name for column in table.tableSchema.columns] == rows.columns
    assert table.tableSchema.primaryKey == DIMENSIONS
    values = [row["OBS_VALUE"] for row in table.iterdicts()]
    numbers = rows["OBS_VALUE"].to_list()
    assert values == [Decimal(number) if number else None for number in numbers]


STRUCTURES = [sdmx.STRUCTURE_FILE, sdmx.STRUCTURE_2_1_FILE]


@pytest.mark.parametrize("structure", STRUCTURES)
def test_sdmx1_reads_structure_and_data(folder: Path, rows: pl.DataFrame, structure: str) -> None:
    import sdmx as sdmx1

    message: Any = sdmx1.read_sdmx(folder / structure)
    definition = message.structure["PLAN_VALUES"]
    assert [dimension.id for dimension in definition.dimensions] == DIMENSIONS
    assert message.codelist["CL_AREA"]["331081"].name.localizations == {"en": "Wenling City", "zh": "温岭市"}
    data: Any = sdmx1.read_sdmx(folder / sdmx.DATA_FILE, structure=definition)
    assert sum(len(part.obs) for part in data.data) == rows.height


@pytest.mark.parametrize("structure", STRUCTURES)
def test_pysdmx_reads_structure_and_data(folder: Path, structure: str) -> None:
    structures = read_sdmx(folder / structure, validate=True).structures or ()
    kinds = Counter(type(structure).__name__ for structure in structures)
    assert (kinds["DataStructureDefinition"], kinds["Dataflow"], kinds["ConceptScheme"]) == (1, 1, 1)
    (dataset,) = get_datasets(folder / sdmx.DATA_FILE, folder / structure)
    schema: Any = dataset.structure
    assert schema.short_urn == "Dataflow=MINSHENG:PLAN_VALUES(1.0)"
    assert [component.id for component in schema.components.dimensions] == DIMENSIONS
    assert set(dataset.data.columns) == {component.id for component in schema.components}


def test_there_is_one_observation_for_each_target_and_record(
    rows: pl.DataFrame, connection: duckdb.DuckDBPyConnection
) -> None:
    expected = connection.sql(
        "select value_id, coalesce(indicator_code, '_Z'), region_code, coalesce(plan_id, '_Z'), value_role, operator,"
        " unit_code, match_grade, label, value, value_upper"
        " from (from fct_target union all by name from fct_observation)"
    ).fetchall()
    columns = ["VALUE_ID", "INDICATOR", "REF_AREA", "PLAN", "VALUE_ROLE", "OPERATOR", "UNIT_MEASURE", "MATCH_GRADE"]
    found = [
        (*row[:-2], *(Decimal(number) if number else None for number in row[-2:]))
        for row in rows.select(*columns, "LABEL", "OBS_VALUE", "VALUE_UPPER").iter_rows()
    ]
    assert sorted(found, key=lambda row: row[0]) == sorted(expected, key=lambda row: row[0])


def test_pysdmx_reads_the_same_values(folder: Path, connection: duckdb.DuckDBPyConnection) -> None:
    data = sdmx.read(folder).data
    found = {
        value_id: None if value != value else Decimal(repr(value))
        for value_id, value in zip(data["VALUE_ID"], data["OBS_VALUE"].astype("float64"), strict=True)
    }
    expected = dict(connection.sql("select value_id, value from fct_plan_value where value_role != 'none'").fetchall())
    assert found == expected


def test_the_dimensions_are_the_key_and_the_number_is_needed(rows: pl.DataFrame) -> None:
    assert rows.select(DIMENSIONS).is_unique().all()
    without = [name for name in DIMENSIONS if name != "STATEMENT_NO"]
    assert not rows.select(without).is_unique().all()
    numbers = rows.group_by(without).agg(pl.col("STATEMENT_NO").cast(pl.Int32).sort())["STATEMENT_NO"].to_list()
    assert all(found == list(range(1, len(found) + 1)) for found in numbers)


def test_every_code_is_in_its_list(folder: Path, rows: pl.DataFrame) -> None:
    (dataset,) = get_datasets(folder / sdmx.DATA_FILE, folder / sdmx.STRUCTURE_FILE)
    schema: Any = dataset.structure
    enumerated = {c.id: {code.id for code in c.enumeration} for c in schema.components if c.enumeration}
    assert len(enumerated) == 18
    for name, codes in enumerated.items():
        assert set(rows[name].drop_nulls()) <= codes, name


def test_codes_have_names_in_both_languages(folder: Path, connection: duckdb.DuckDBPyConnection) -> None:
    text = (folder / sdmx.STRUCTURE_FILE).read_text("utf-8")
    codes = re.findall(
        r'<str:Code id="([^"]+)">\s*<com:Name xml:lang="en">[^<]+</com:Name>\s*'
        r'<com:Name xml:lang="zh">([^<]+)</com:Name>',
        text,
    )
    assert len(codes) == text.count("<str:Code ")
    assert dict(connection.sql("select region_code, name_zh from dim_region").fetchall()).items() <= set(codes)
    lists = [s for s in read_sdmx(folder / sdmx.STRUCTURE_FILE).structures or () if isinstance(s, Codelist)]
    assert sum(map(len, lists)) == len(codes)


def test_several_years_are_a_range_and_any_other_value_a_year(rows: pl.DataFrame) -> None:
    periods = {
        basis: rows.filter(pl.col("TIME_PER_COLLECT") == basis)["TIME_PERIOD"] for basis in ("cumulative", "annual")
    }
    assert periods["cumulative"].str.contains(r"^\d{4}-01-01/P\d+Y$").all()
    assert periods["annual"].str.contains(r"^\d{4}(-01-01/P[2-9]Y)?$").all()
    points = rows.filter(pl.col("TIME_PER_COLLECT") == "point")["TIME_PERIOD"]
    assert points.str.contains(r"^\d{4}(-\d{2})?$").all()
    # 每年不低于99% up to 2012
    assert rows.filter(pl.col("VALUE_ID") == "jiaxing-2010@1706")["TIME_PERIOD"].to_list() == ["2010-01-01/P3Y"]
    # 〔45〕万人 over 2021-2025
    assert rows.filter(pl.col("VALUE_ID") == "wenzhou-2021@5240")["TIME_PERIOD"].to_list() == ["2021-01-01/P5Y"]


def test_a_value_without_a_number_says_why(rows: pl.DataFrame) -> None:
    silent = rows.filter(pl.col("OBS_STATUS") == "O")
    assert set(silent["OPERATOR"]) == {"external", "not_published"}
    assert silent["OBS_VALUE"].fill_null("").to_list() == [""] * len(silent)


def _replaced(column: str, by: str) -> Callable[[pl.DataFrame], pl.DataFrame]:
    first = pl.int_range(pl.len()) == 0
    return lambda rows: rows.with_columns(pl.when(first).then(pl.lit(by)).otherwise(pl.col(column)).alias(column))


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (_replaced("REF_AREA", "999999"), "REF_AREA 999999 is not in CL_AREA"),
        (_replaced("OPERATOR", "GE"), "OPERATOR GE is not in CL_OPERATOR"),
        (_replaced("UNIT_MEASURE", ""), "UNIT_MEASURE is empty in 1 observations"),
        (_replaced("OBS_STATUS", "O"), "OBS_VALUE and OBS_STATUS disagree in 1 observations"),
        (_replaced("OBS_VALUE", "about 5"), "Type conversion failed"),
        (lambda rows: pl.concat([rows, rows.head(1)]), "two observations at A.100000."),
        (lambda rows: rows.drop("PLAN"), "PLAN has no column"),
        (lambda rows: rows.with_columns(COLOUR=pl.lit("red")), "COLOUR is not in the structure"),
    ],
)
def test_data_that_break_the_structure_are_refused(
    folder: Path, rows: pl.DataFrame, tmp_path: Path, spoil: Callable[[pl.DataFrame], pl.DataFrame], problem: str
) -> None:
    shutil.copy(folder / sdmx.STRUCTURE_FILE, tmp_path)
    spoil(rows).write_csv(tmp_path / sdmx.DATA_FILE)
    with pytest.raises(sdmx.NotValid, match=re.escape(problem)):
        sdmx.read(tmp_path)


def test_a_code_outside_its_list_is_never_published(bi_alone: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sdmx"
    folder.mkdir()
    (folder / sdmx.DATA_FILE).write_text("the last one")
    with duckdb.connect(str(bi_alone)) as connection:
        connection.execute("delete from bi.region where region_code = '331081'")
        with pytest.raises(sdmx.NotValid, match="REF_AREA 331081 is not in CL_AREA"):
            sdmx.write(connection, folder)
    assert (folder / sdmx.DATA_FILE).read_text() == "the last one"
    assert sorted(found.name for found in tmp_path.iterdir()) == ["bi", "sdmx"]


def test_months_of_landed_observations_are_periods_of_their_own(bi_alone: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(bi_alone)) as connection:
        connection.execute(
            "insert into bi.plan_value by name"
            " select v.* replace (value_id || '.' || m as value_id, 'observation' as origin, m as period_month)"
            " from (from bi.plan_value where origin = 'plan' and value_role = 'actual' order by value_id limit 1) as v,"
            " unnest([6, 12]) as t (m)"
        )
        count = sdmx.write(connection, tmp_path / "sdmx")
    rows = pl.read_csv(tmp_path / "sdmx" / sdmx.DATA_FILE, infer_schema=False)
    landed = (pl.col("ORIGIN") == "observation") & (pl.col("PLAN") != "_Z")
    months = rows.filter(landed).select("FREQ", "TIME_PERIOD", "STATEMENT_NO").rows()
    assert count == rows.height
    assert [(freq, period[4:], number) for freq, period, number in sorted(months)] == [
        ("M", "-06", "1"),
        ("M", "-12", "1"),
    ]


def test_the_command_writes_equal_bytes_for_equal_warehouses(
    folder: Path, warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINSHENG_DATABASE", str(warehouse))
    result = CliRunner().invoke(app, ["export", "--sdmx", "--output", str(tmp_path / "again")])
    assert result.exit_code == 0, result.output
    assert "observations" in result.output
    for name in (*STRUCTURES, sdmx.DATA_FILE):
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes()


def test_the_documented_snippet_prints_what_the_page_says(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = run_snippet(folder, "sdmx", tmp_path, monkeypatch)
    assert capsys.readouterr().out.split() == printed.split()
