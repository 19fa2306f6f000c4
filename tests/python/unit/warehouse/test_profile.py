"""What the gate compares with the published build: growth is no drift, corrections of a day are none, the rest is."""

from pathlib import Path

import duckdb
import pytest

from minsheng.warehouse import profile

TABLES = """
create table dim_plan as select unnest(['a-2021', 'b-2021']) as plan_id, 1000 as source_characters;
create table fct_plan_value as
    select plan_id, 'plan' as origin, n * 10 as char_start, 'target' as value_role, 'exact' as match_grade,
        case when n <= 60 then 'ge' else 'eq' end as operator, 'person' as base_unit_code,
        cast(20 * n as decimal(28, 6)) as value_base, cast(n as decimal(24, 6)) as value
    from dim_plan, range(1, 101) as r(n);
create table fct_exclusion (plan_id varchar, char_start integer);
create table fct_check_run as select 'a_rule' as check_id, cast(50 as integer) as subject_count;
create table mart_target_progress as
    select plan_id, case when n <= 40 then 'target_achieved' else 'target_missed' end as verdict, 1.0 as score
    from dim_plan, range(1, 81) as r(n)
    union all select 'a-2021', 'not_due', null from range(20);
create table mart_small as select 1 as one;
create table dim_check as select 1 as one;
"""


def build(path: Path, change: str, past: Path | None) -> dict[tuple[str, str], tuple[int, int]]:
    """Make a build, and return how much has moved and how much may, by measure and scope, where anything has."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(TABLES + change)
    profile.store(path, past)
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.sql("select * from checks.ge_drift where moved_count > 0").fetchall()
        nothing = connection.sql("from checks.ge_drift where (moved_count > 0) != (moves is not null)").fetchall()
        assert nothing == []
    return {(measure, scope): (moved, room) for measure, scope, _, moved, room, _ in rows}


@pytest.fixture
def past(tmp_path: Path) -> Path:
    path = tmp_path / "past.duckdb"
    assert build(path, "", None) == {}
    return path


MORE = """
insert into dim_plan values ('c-2026', 1000);
insert into fct_plan_value by name select * replace ('c-2026' as plan_id) from fct_plan_value where plan_id = 'a-2021';
insert into fct_plan_value by name
    select fct_plan_value.* replace ('landed' as origin, 'eq' as operator) from fct_plan_value, range(10)
    where plan_id = 'b-2021';
update fct_check_run set subject_count = 5000;
insert into mart_small select range from range(10);
"""


def test_what_only_grows_has_not_drifted(past: Path, tmp_path: Path) -> None:
    assert build(tmp_path / "now.duckdb", MORE, past) == {}


CASES = {
    "an operator is read otherwise": (
        "update fct_plan_value set operator = 'eq' where operator = 'ge' and plan_id = 'a-2021'",
        {("operator", "a-2021"): (60, 10)},
    ),
    "ten rows are corrected": (
        "update fct_plan_value set operator = 'lt' where value <= 10 and plan_id = 'a-2021'",
        {("operator", "a-2021"): (10, 10)},
    ),
    "a unit has another factor": (
        "update fct_plan_value set value_base = 10000 * value_base where plan_id = 'b-2021'",
        {("magnitude", "b-2021"): (100, 10)},
    ),
    "matches are graded otherwise": (
        "update fct_plan_value set match_grade = 'close' where value <= 30",
        {("match_grade", "a-2021"): (30, 10), ("match_grade", "b-2021"): (30, 10)},
    ),
    "half of a table is gone": (
        "delete from mart_target_progress where plan_id = 'b-2021'",
        {("rows", "mart_target_progress"): (80, 18), ("verdict", "b-2021"): (80, 8)},
    ),
    "the only row of a table is gone": ("delete from mart_small", {("rows", "mart_small"): (1, 0)}),
    "what reference files bring is no matter of the gate": ("delete from dim_check", {}),
    "a table and a rule have another name": (
        "alter table mart_small rename to mart_little; update fct_check_run set check_id = 'another_rule'",
        {},
    ),
    "a rule looks at less": ("update fct_check_run set subject_count = 40", {("subjects", "a_rule"): (10, 5)}),
    "a rule looks at less where the last record of a year stands for it": (
        "update fct_check_run set subject_count = 40;"
        "insert into fct_plan_value by name select * replace ('landed' as origin) from fct_plan_value limit 60",
        {("subjects", "a_rule"): (10, 65)},
    ),
    "verdicts turn without a new record": (
        "update mart_target_progress set verdict = 'target_missed' where plan_id = 'a-2021' and score is not null",
        {("verdict", "a-2021"): (40, 8)},
    ),
    "verdicts turn with as many new records": (
        "update mart_target_progress set verdict = 'target_missed' where plan_id = 'a-2021' and score is not null;"
        "insert into fct_plan_value by name select * replace ('landed' as origin) from fct_plan_value limit 60",
        {("verdict", "a-2021"): (40, 68)},
    ),
    "a judgement is no longer made": (
        "update mart_target_progress set score = null where verdict = 'target_missed' and plan_id = 'a-2021'",
        {("verdict", "a-2021"): (40, 8)},
    ),
    "rows of a plan were lost, which was asked for": (
        "delete from fct_plan_value where plan_id = 'a-2021' and operator = 'eq'",
        {
            ("operator", "a-2021"): (40, 50),
            ("match_grade", "a-2021"): (40, 50),
            ("magnitude", "a-2021"): (40, 50),
            ("rows", "fct_plan_value"): (40, 60),
        },
    ),
    "a plan was lost, which was asked for": (
        "delete from dim_plan where plan_id = 'a-2021'; delete from fct_plan_value where plan_id = 'a-2021';"
        "delete from mart_target_progress where plan_id = 'a-2021'",
        {("rows", "fct_plan_value"): (100, 120), ("rows", "mart_target_progress"): (100, 118)},
    ),
}


@pytest.mark.parametrize(("change", "moved"), CASES.values(), ids=CASES)
def test_what_has_moved_and_how_much_may(
    change: str, moved: dict[tuple[str, str], tuple[int, int]], past: Path, tmp_path: Path
) -> None:
    assert build(tmp_path / "now.duckdb", change, past) == moved


def test_a_drift_says_which_codes_have_fewer(past: Path, tmp_path: Path) -> None:
    path = tmp_path / "now.duckdb"
    build(path, "update fct_plan_value set operator = 'lt' where plan_id = 'a-2021'", past)
    with duckdb.connect(str(path), read_only=True) as connection:
        found = connection.sql("select moves from checks.ge_drift where measure = 'operator' and moved_count > 0")
        assert found.fetchall() == [("a-2021: ge 60 -> 0, eq 40 -> 0",)]


def test_a_build_of_an_earlier_version_has_nothing_to_compare_with(tmp_path: Path) -> None:
    old = tmp_path / "old.duckdb"
    with duckdb.connect(str(old)) as connection:
        connection.execute("create table fct_plan_value as select 1 as one")
    assert build(tmp_path / "now.duckdb", "", old) == {}


def test_a_plan_is_seen_as_a_whole(tmp_path: Path) -> None:
    """A promises nothing and its second half was not captured; b has landed, with half of its values no numbers."""
    path = tmp_path / "now.duckdb"
    change = """
    update fct_plan_value set value_role = 'actual' where plan_id = 'a-2021';
    delete from fct_plan_value where plan_id = 'a-2021' and char_start > 500;
    insert into fct_exclusion values ('a-2021', 520);
    update fct_plan_value set origin = 'landed', value = case when value > 50 then value end where plan_id = 'b-2021';
    insert into dim_plan values ('empty-2010', 100);
    """
    build(path, change, None)
    with duckdb.connect(str(path), read_only=True) as connection:
        plans = connection.sql("from checks.ge_plan order by plan_id").fetchall()
    assert plans == [("a-2021", 0, 0.0, 0.48), ("b-2021", 100, 0.5, None), ("empty-2010", 0, 0.0, None)]
