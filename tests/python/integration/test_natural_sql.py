"""SQL as a newcomer writes it, charts as a BI tool draws them: a right answer, or the name of the right column."""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner, Result

from helpers import ROOT
from minsheng.cli.app import app
from minsheng.warehouse import catalog, hints

Run = Callable[..., Result]


@pytest.fixture
def run(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("MINSHENG_DATABASE", str(warehouse))
    return lambda *args: CliRunner().invoke(app, ["query", *args])


ANSWERED = [
    ("select count(*) from bi.promise where year = 2025 and domain_zh = '教育'", [(46,)]),
    ("select count(*) from bi.promise where year = 2025 and domain_en = 'Education'", [(46,)]),
    (
        "select region_zh, value_text from bi.comparison where indicator_zh like '%护理员%' and year = 2025"
        " and is_latest order by all",
        [("温岭市", "26"), ("温州市", "25")],
    ),
    ("select count(*) from bi.plan where is_current is not null", [(5,)]),
    ("select count(*) from bi.progress where verdict_en = 'achieved'", [(1,)]),
    ("select count(*) from bi.progress where is_met and is_assessed", [(13,)]),
    ("select sum(finding_count) from bi.finding where severity = 'critical'", [(14,)]),
    ("select sum(total_yuan) / 1e8 from bi.investment where plan_id = 'wenzhou-2021'", [(2336.4,)]),
    ("select total_yuan / 1e8 from bi.investment_total where plan_id = 'wenzhou-2021'", [(2336.4,)]),
    (
        "select sum(compared_value) from bi.comparison where indicator_code = 'emp_new_urban_jobs' and year = 2025"
        " and is_latest",
        [(45,)],
    ),
    ("select section, char_start from bi.plan_value where value_id = 'wenzhou-2021@6017'", [("二(三)", 6017)]),
    (
        "select indicator_zh from bi.ambition where region_zh = '温州市' and year = 2025 order by gap_closed_share desc"
        " nulls last limit 1",
        [("持证适龄残疾少年高中段入学率",)],
    ),
]
"""Statements, and their answers."""

NAMED = [
    ("select name from bi.indicator", "indicator_zh"),
    ("select title from bi.plan", "plan_title_zh"),
    ("select unit from bi.plan_value", "unit_zh"),
    ("select link from bi.plan", "url"),
    ("select quote from bi.plan_value", "printed_text"),
    ("select organization_name from dim_organization", "name_zh"),
    ("select domain_en from fct_target", "domain_en is in bi.plan_value"),
    ("from ambition", "bi.ambition"),
    ("select value from bi.comparison", "compared_value"),
    ("select city, compared_value from bi.comparison", "region_zh"),
    ("select plan, count(*) from bi.promise group by plan", "plan_zh"),
]
"""Statements with a name that is not there, and the name that was meant."""

NOTED = [
    ("select count(*) from bi.progress where verdict = 'met'", "met_at_base"),
    ("select count(*) from bi.progress where verdict = 'achieved'", "target_achieved"),
    ("select count(*) from bi.finding where status = 'open'", "status is one of explained, not_applicable"),
    ("select sum(value) from bi.plan_value where indicator_zh = '城镇新增就业人数'", "is_primary_statement"),
    (
        "select avg(compared_value) from bi.comparison where unit_code = 'percent' and region_zh = '温州市'",
        "aggregation says what may",
    ),
]
"""Statements that DuckDB answers with a number that is not what was meant, and what is said of them."""

BY_LETTERS = 4
"""So many of the names that are not there DuckDB guesses by itself, in any client."""


def test_there_are_twenty_eight_statements() -> None:
    assert len(ANSWERED) + len(NAMED) + len(NOTED) == 28


@pytest.mark.parametrize(("sql", "answer"), ANSWERED)
def test_a_natural_question_has_its_answer(
    connection: duckdb.DuckDBPyConnection, run: Run, sql: str, answer: list[tuple[object, ...]]
) -> None:
    assert connection.sql(sql).fetchall() == answer
    result = run(sql)
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize(("sql", "meant"), NAMED)
def test_a_name_that_is_not_there_is_answered_with_the_one_that_was_meant(run: Run, sql: str, meant: str) -> None:
    result = run(sql)
    assert result.exit_code == 2
    assert meant in result.stderr


def test_duckdb_alone_guesses_most_names(connection: duckdb.DuckDBPyConnection) -> None:
    guessed = 0
    for sql, meant in NAMED:
        with pytest.raises(duckdb.Error) as caught:
            connection.sql(sql)
        guessed += f'"{meant}"' in str(caught.value)
    assert guessed == BY_LETTERS


@pytest.mark.parametrize(("sql", "said"), NOTED)
def test_an_answer_to_another_question_comes_with_a_note(run: Run, sql: str, said: str) -> None:
    result = run(sql)
    assert result.exit_code == 0
    assert said in result.stderr


@pytest.mark.parametrize(
    "sql",
    [
        "from bi.progress where verdict in ('target_achieved', 'already_met')",
        "from bi.comparison where indicator_zh like '%护理员%' and label ilike '%持证%'",
        "select year, sum(compared_value) from bi.comparison where indicator_code = 'emp_new_urban_jobs' and is_latest"
        " group by year",
        "select count(*), sum(project_count), sum(total_yuan) from bi.investment",
        "select verdict_en from bi.progress where 'achieved' = verdict_en",
        "with verdict as (select 'x' as verdict) from verdict where verdict = 'y'",
        "show tables",
    ],
)
def test_what_is_right_goes_without_a_note(connection: duckdb.DuckDBPyConnection, sql: str) -> None:
    assert hints.notes(connection, sql) == []


CHARTS = {
    "targets by domain": (
        "select domain_en, count(*) from bi.promise group by all",
        "select d.name_en, count(distinct promise_id) from fct_target left join dim_indicator using (indicator_code)"
        " left join dim_domain as d using (domain_code) where promise_id is not null group by all",
    ),
    "targets by city and year": (
        "select region_en, year, count(*) from bi.promise group by all",
        "select r.name_en, period_end_year, count(distinct promise_id) from fct_target join dim_region as r"
        " using (region_code) where promise_id is not null group by all",
    ),
    "share of each verdict": (
        "select verdict_en, count(*) from bi.progress where is_assessed group by all",
        "select c.name_en, count(*) from mart_target_progress join dim_code as c on c.code = verdict"
        " where code_list = 'verdict' and verdict not in ('not_assessable', 'no_later_record', 'not_due') group by all",
    ),
    "findings by severity": (
        "select severity_en, sum(finding_count) from bi.finding group by all",
        "select severity, count(*) from fct_finding where status != 'not_applicable' group by all",
    ),
    "investment by category": (
        "select category, sum(total_yuan) from bi.investment group by all",
        "select category, sum(total_yuan) from fct_investment where not is_total group by all",
    ),
    "carers by city and year": (
        "select region_en, year, sum(target_compared_value) from bi.trajectory"
        " where indicator_code = 'elder_certified_carers_per_10000' and target_value_id is not null group by all",
        "from (values ('Wenzhou City', 2025, 25), ('Wenzhou City', 2027, 27), ('Wenling City', 2023, 25),"
        " ('Wenling City', 2024, 25.5), ('Wenling City', 2025, 26), ('Wenling City', 2026, 27),"
        " ('Wenling City', 2027, 28))",
    ),
    "recorded beside promised": (
        "select year, sum(recorded_compared_value), sum(target_compared_value) from bi.trajectory"
        " where indicator_code = 'elder_certified_carers_per_10000' and region_en = 'Wenzhou City' group by all",
        "from (values (2020, 15, null), (2024, 24.72, null), (2025, null, 25), (2027, null, 27))",
    ),
    "promises by responsible body": (
        "select organization_en, sum(counted_promise) from bi.responsibility group by all"
        " having sum(counted_promise) > 0",
        "select name_en, count(distinct promise_id) from bridge_value_organization join dim_organization"
        " using (organization_id) join fct_plan_value using (value_id) where promise_id is not null group by all",
    ),
    "how much of its gap each promise closes": (
        "select promise_id, sum(gap_closed_share) from bi.ambition where gap_closed_share is not null group by all",
        "select promise_id, gap_closed_share from mart_target_ambition where gap_closed_share is not null",
    ),
}
"""The charts that one draws first: as a BI tool asks for them, with its default sum, and the true figures."""


@pytest.mark.parametrize("chart", CHARTS)
def test_a_default_sum_is_right(connection: duckdb.DuckDBPyConnection, chart: str) -> None:
    drawn, true = (sorted(connection.sql(sql).fetchall(), key=repr) for sql in CHARTS[chart])
    as_numbers = [[tuple(_plain(cell) for cell in row) for row in rows] for rows in (drawn, true)]
    assert sorted(as_numbers[0], key=repr) == sorted(as_numbers[1], key=repr)
    assert drawn


def _plain(cell: object) -> object:
    return Decimal(str(cell)).normalize() if isinstance(cell, int | float | Decimal) else cell


VIEWS = sorted(path.stem.removeprefix("bi_") for path in (ROOT / "models" / "reporting").glob("*.sql"))


@pytest.mark.parametrize("form", ["table", "csv", "json"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_number_is_printed_with_zeros_behind(
    connection: duckdb.DuckDBPyConnection, run: Run, view: str, form: str
) -> None:
    names = [name for name, kind in _types(connection, view) if kind.startswith("DECIMAL")]
    if not names:
        pytest.skip("a view without decimals")
    result = run(f"select {', '.join(names)} from bi.{view}", "--format", form)
    assert result.exit_code == 0
    if form == "json":
        cells = [str(cell) for row in json.loads(result.stdout) for cell in row.values()]
    else:
        cells = [
            cell for line in result.stdout.splitlines()[1:] for cell in line.split("\t" if form == "table" else ",")
        ]
    assert cells
    assert [cell for cell in cells if "." in cell and cell.endswith(("0", "."))] == []


def _types(connection: duckdb.DuckDBPyConnection, view: str) -> list[tuple[str, str]]:
    relation = connection.sql(f"from bi.{view}")
    return [(name, str(kind)) for name, kind in zip(relation.columns, relation.types, strict=True)]


def test_the_year_is_called_year_in_every_view(connection: duckdb.DuckDBPyConnection) -> None:
    without = {view for view in VIEWS if "year" not in dict(_types(connection, view))}
    dated = {view for view in without if any(name.endswith("_year") for name, _ in _types(connection, view))}
    # Plans and projects have a first and a last year; a revision has those of two targets.
    assert dated == {"plan", "investment", "investment_total", "project", "plan_revision"}


def test_the_seven_questions_of_the_page_take_one_statement_each() -> None:
    page = (ROOT / "docs" / "queries.md").read_text("utf-8")
    section = page.partition("## In one minute")[2].partition("\n# ")[0]
    statements = re.findall(r"```sql\n(.*?)```", section, re.DOTALL)
    assert len(statements) == 7
    for statement in statements:
        assert re.findall(r"\bfrom (\S+)", statement)[0].startswith("bi.")
        assert not re.search(r"\b(join|with|union)\b|\(select", statement)


def test_who_is_responsible_takes_one_view(connection: duckdb.DuckDBPyConnection) -> None:
    for_the_beds = connection.sql(
        "select distinct organization_zh, organization_en, organization_role from bi.responsibility"
        " where indicator_zh like '%护理型床位%' and year = 2027"
    )
    assert for_the_beds.fetchall() == [("温州市民政局", "Wenzhou Civil Affairs Bureau", "lead")]
    then_and_now = connection.sql(
        "select distinct successor_organization_zh from bi.responsibility where plan_id = 'wenzhou-2018'"
        " and organization_zh = '温州市卫生和计划生育委员会'"
    )
    assert then_and_now.fetchall() == [("温州市卫生健康委员会",)]


@pytest.mark.parametrize("sql", ["show tables", " SHOW  TABLES; "])
def test_show_tables_lists_the_views_of_most_questions_first(run: Run, sql: str) -> None:
    head, *listed = run(sql).stdout.splitlines()
    assert head == "name"
    assert listed[: len(catalog.FIRST)] == [f"bi.{view}" for view in catalog.FIRST]
    assert sorted(name for name in listed if name.startswith("bi.")) == [f"bi.{view}" for view in VIEWS]
    assert "dim_plan" in listed


def test_other_statements_stay_as_they_are() -> None:
    for sql in ("show all tables", "show tables from bi", "select 'show tables'"):
        assert catalog.asked(sql) == sql
