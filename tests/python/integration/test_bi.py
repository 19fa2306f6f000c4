"""What a BI tool meets: the views of schema bi, the Superset bundle over them, the page about both."""

import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

import datasets
from helpers import ROOT
from minsheng.messages import Language
from minsheng.outputs.translations import meaning

SUPERSET = ROOT / "bi" / "superset"
PAGE = (ROOT / "docs" / "bi.md").read_text("utf-8")
MODELS = sorted(path.stem.removeprefix("bi_") for path in (ROOT / "models" / "reporting").glob("*.sql"))


def read(pattern: str) -> list[dict[str, Any]]:
    """The YAML files of the bundle that a pattern names."""
    return [yaml.safe_load(path.read_text("utf-8")) for path in sorted(SUPERSET.glob(pattern))]


DATASETS = {dataset["uuid"]: dataset for dataset in read("datasets/minsheng/*.yaml")}
CHARTS = read("charts/*.yaml")


def test_the_schema_holds_a_view_for_each_model(connection: duckdb.DuckDBPyConnection) -> None:
    views = connection.sql("select view_name from duckdb_views() where schema_name = 'bi' order by view_name")
    assert [name for (name,) in views.fetchall()] == MODELS


def test_every_view_and_column_explains_itself(connection: duckdb.DuckDBPyConnection) -> None:
    views = connection.sql("select comment from duckdb_views() where schema_name = 'bi'").fetchall()
    assert [comment for (comment,) in views if not (comment or "").startswith("One row per ")] == []
    missing = connection.sql(
        "select table_name, column_name from duckdb_columns() where schema_name = 'bi' and coalesce(comment, '') = ''"
    ).fetchall()
    assert missing == []


def test_every_comment_is_english_and_chinese(connection: duckdb.DuckDBPyConnection) -> None:
    comments = connection.sql(
        "select name, comment from ("
        "select schema_name, view_name as name, comment from duckdb_views()"
        " union all select schema_name, table_name, comment from duckdb_tables()"
        " union all select schema_name, table_name || '.' || column_name, comment from duckdb_columns()"
        ") where schema_name in ('bi', 'main', 'meta') and comment is not null"
    ).fetchall()
    assert {"promise", "fct_plan_value.value_text", "meta_build.status"} <= {name for name, _ in comments}
    english_alone = [
        name for name, said in comments if not re.fullmatch(r"[^｜]+ ｜ [^｜]*[一-龥][^｜]*。", said.strip())
    ]
    assert english_alone == []
    for name, said in comments:
        english, chinese = meaning(name, said, Language.en), meaning(name, said, Language.zh)
        assert f"{english} ｜ {chinese}" == said.strip()


@pytest.mark.parametrize("view", sorted({*MODELS} - {"code"}))  # bi.code holds nothing but names
def test_every_code_has_a_name_in_both_languages(connection: duckdb.DuckDBPyConnection, view: str) -> None:
    columns = set(connection.sql(f"from bi.{view} limit 0").columns)
    unnamed = {}
    for name in sorted(column for column in columns if column.endswith(("_zh", "_en"))):
        assert {f"{name[:-3]}_zh", f"{name[:-3]}_en"} <= columns
        stem = name[:-3].removesuffix("_title").removesuffix("_label")
        # A text without a code has its other language.
        (code,) = columns & {stem, f"{stem}_code", f"{stem}_id"} or {f"{stem}_zh"}
        unnamed[name] = f"list(distinct {code}) filter (({code} is null) != ({name} is null))"
    (found,) = connection.sql(f"select {', '.join(unnamed.values())} from bi.{view}").fetchall()
    assert {name: codes for name, codes in zip(unnamed, found, strict=True) if codes} == {}


def test_every_view_of_values_says_what_may_be_added(connection: duckdb.DuckDBPyConnection) -> None:
    columns = {view: set(connection.sql(f"from bi.{view} limit 0").columns) for view in MODELS}
    values = {view for view, names in columns.items() if {"indicator_code", "unit_code"} <= names}
    assert {"plan_value", "comparison", "trajectory", "progress"} <= values
    assert {view for view in values if "aggregation" not in columns[view]} == set()


def test_the_views_read_their_own_file_under_any_name(warehouse: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "livelihood 民生.duckdb"
    renamed.write_bytes(warehouse.read_bytes())
    with duckdb.connect() as connection:
        connection.execute("create table dim_plan as select 'another plan' as plan_id")
        connection.execute(f"attach '{renamed}' as livelihood (read_only)")
        views = connection.sql(
            "select schema_name, schema_name || '.' || view_name from duckdb_views()"
            " where database_name = 'livelihood' and not internal"
        ).fetchall()
        assert {schema for schema, _ in views} == {"bi", "main"}
        for _, view in views:
            ((rows, plans),) = connection.sql(
                f"select count(*), count(*) filter (c is null) from livelihood.{view} as c"
            ).fetchall()
            # Every label of the five plans has a match: nothing waits.
            assert (rows > 0, plans) == (view != "bi.waiting", 0), view


def test_the_published_file_holds_what_each_schema_is_for(connection: duckdb.DuckDBPyConnection) -> None:
    prefixes = connection.sql(
        "select schema_name, list_sort(list(distinct split_part(table_name, '_', 1))) from duckdb_tables() group by all"
    ).fetchall()
    assert dict(prefixes) == {
        "main": ["bridge", "dim", "fct", "mart"],
        "checks": ["ge"],
        "meta": ["meta"],
    }


def test_no_input_file_is_a_table_by_its_plain_name(connection: duckdb.DuckDBPyConnection) -> None:
    """The best names are for those who read: `plans`, `regions` and `units` would be found before the views."""
    inputs = {path.stem for path in (ROOT / "seeds").glob("*/*.csv")}
    assert {"plans", "regions", "indicators", "organizations"} <= inputs
    tables = connection.sql("select table_name from duckdb_tables() union select view_name from duckdb_views()")
    assert {name for (name,) in tables.fetchall()} & inputs == set()


def test_a_plan_is_current_as_long_as_its_years_last(connection: duckdb.DuckDBPyConnection) -> None:
    """Whatever its document said of it when it was issued."""
    ((today,),) = connection.sql("select year(current_date)").fetchall()
    plans = connection.sql("select plan_id, last_year, is_current, status from bi.plan").fetchall()
    assert {plan_id for plan_id, last_year, *_ in plans if last_year >= today} == {
        plan_id for plan_id, _, is_current, _ in plans if is_current
    }
    assert ("jiaxing-2010", False, "in_force") in [(plan, current, status) for plan, _, current, status in plans]


def test_value_and_bounds_of_a_comparison_agree(connection: duckdb.DuckDBPyConnection) -> None:
    """Also of a sum over years, which is whole in value and bounds."""
    apart = connection.sql(
        "with shown as (select value_id, operator, compared_value as value, compared_lower_bound as low,"
        " compared_upper_bound as high from bi.comparison)"
        " from shown where not coalesce("
        " case when operator in ('ge', 'gt') then low = value and high is null"
        " when operator in ('le', 'lt') then high = value and low is null"
        " when operator = 'between' then low = value and high > value"
        " else low = value and high = value end, false)"
    ).fetchall()
    assert apart == []
    assert connection.sql("from bi.comparison where is_sum_over_years and unit_code != 'yuan'").fetchone()


def test_bounds_and_base_of_progress_are_in_the_unit_of_the_indicator(connection: duckdb.DuckDBPyConnection) -> None:
    row = connection.sql(
        "select target_value::double, operator_zh, baseline_value::double, outcome_value::double, unit_zh, verdict_en"
        " from bi.progress where value_id = 'wenzhou-2021@6017'"
    ).fetchone()
    assert row == (25, "等于", 15, 24.72, "每万人口", "substantial progress")


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=lambda dataset: dataset["table_name"])
def test_a_superset_dataset_describes_its_view(connection: duckdb.DuckDBPyConnection, dataset: dict[str, Any]) -> None:
    assert dataset["schema"] == "bi"
    described = datasets.described(connection, dataset["table_name"])
    assert {key: dataset[key] for key in described} == described, "make docs-output writes the columns anew"
    for metric in dataset["metrics"]:
        connection.sql(f"select {metric['expression']} from bi.{dataset['table_name']}")


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart["slice_name"])
def test_a_superset_chart_has_the_rows_that_the_page_says(
    connection: duckdb.DuckDBPyConnection, chart: dict[str, Any]
) -> None:
    """The chart's query, written as Superset writes it; `make bi-proof` runs the same in Superset itself."""
    params, dataset = chart["params"], DATASETS[chart["dataset_uuid"]]
    conditions = []
    for condition in params["adhoc_filters"]:
        value = condition["comparator"]
        text = f"({', '.join(map(repr, value))})" if isinstance(value, list) else repr(value)
        conditions.append(f"{condition['subject']} {condition['operator']} {text}")
    metrics = {metric["metric_name"]: metric["expression"] for metric in dataset["metrics"]}
    if params.get("query_mode") == "raw":
        selected = ", ".join(params["all_columns"])
        ordered = ", ".join(re.sub(r'\["(\w+)", (true|false)\]', r"\1", order) for order in params["order_by_cols"])
        tail = f"order by {ordered}"
    else:
        dimensions = ", ".join([params["x_axis"], *params["groupby"]])
        selected = ", ".join([dimensions, *(metrics[name] for name in params["metrics"])])
        tail = f"group by {dimensions}"
    rows = connection.sql(
        f"select {selected} from bi.{dataset['table_name']} where {' and '.join(conditions)} {tail}"
    ).fetchall()
    assert 0 < len(rows) < params["row_limit"]
    assert re.search(rf"^ *{len(rows)}  {re.escape(chart['slice_name'])}$", PAGE, re.MULTILINE)


def test_the_connection_of_the_bundle_reaches_no_other_file(warehouse: Path, tmp_path: Path) -> None:
    (database,) = read("databases/*.yaml")
    with duckdb.connect(str(warehouse), **database["extra"]["engine_params"]["connect_args"]) as connection:
        assert connection.sql("select count(*) > 0 from bi.progress").fetchone() == (True,)
        for sql in (f"from glob('{tmp_path}/*')", f"copy (select 1) to '{tmp_path}/x.csv'"):
            with pytest.raises(duckdb.PermissionException):
                connection.execute(sql)
        with pytest.raises(duckdb.InvalidInputException, match="locked"):
            connection.execute("set enable_external_access = true")


def test_the_python_of_the_page_runs(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").symlink_to(warehouse.parent)
    monkeypatch.chdir(tmp_path)
    snippets = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert len(snippets) == 2
    for snippet in snippets:
        exec(snippet, {})
    assert "target" not in capsys.readouterr().err
