"""Finding and comparing indicators; what the comparison marts may and may not merge."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

import minsheng
from minsheng.cli.app import app


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("护理员", "elder_certified_carers_per_10000"),
        ("护理床位", "elder_nursing_bed_share"),
        ("sports AREA", "cult_sports_area_per_person"),
        ("nursing bed institution", "elder_nursing_bed_share"),
        ("体育场地 人均", "cult_sports_area_per_person"),
        ("health_county_visit_share", "health_county_visit_share"),
    ],
)
def test_indicators_are_found_by_words_and_parts_of_words(
    connection: duckdb.DuckDBPyConnection, words: str, code: str
) -> None:
    assert code in minsheng.compare(words, connection=connection)["indicator_code"].unique()


@pytest.mark.parametrize("words", ["独角兽", "100%_", "", "'; drop table dim_plan; --"])
def test_nothing_is_found_for_what_is_not_there(connection: duckdb.DuckDBPyConnection, words: str) -> None:
    with pytest.raises(minsheng.UnknownName):
        minsheng.compare(words, connection=connection)


def test_indicators_lists_the_comparable_ones(
    warehouse: Path, connection: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINSHENG_DATABASE", str(warehouse))
    ((comparable,),) = connection.sql("select count(*) from dim_indicator where plan_count > 1").fetchall()
    result = CliRunner().invoke(app, ["indicators"])
    assert f"{comparable} indicators" in result.stderr
    assert len(result.stdout.splitlines()) == comparable + 1
    assert comparable >= 40
    assert CliRunner().invoke(app, ["indicators", "--domain", "alchemy"]).exit_code == 2


def test_sports_area_is_compared_in_all_five_plans(connection: duckdb.DuckDBPyConnection) -> None:
    row = connection.sql(
        "select plan_count, region_count from dim_indicator where indicator_code = 'cult_sports_area_per_person'"
    ).fetchone()
    assert row == (5, 5)  # records are of Zhejiang and Lucheng too


def test_two_plans_meet_in_one_row(connection: duckdb.DuckDBPyConnection) -> None:
    row = connection.sql(
        "select earlier_plan_id, earlier_value_text, later_plan_id, later_value_text, difference_base, difference_pp"
        " from mart_indicator_comparison where indicator_code = 'elder_nursing_bed_share' and region_code = '330300'"
        " and year = 2025 and role_group = 'target'"
    ).fetchone()
    assert row == ("wenzhou-2021", "≥58", "wenzhou-2025", "67", Decimal(9), Decimal(9))


def test_a_sum_over_years_is_compared_as_its_yearly_average_and_is_never_exact(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    row = connection.sql(
        "select value_base, yearly_average_base, match_grade, yearly_average_grade from fct_plan_value"
        " where value_id = 'wenzhou-2021@5240'"
    ).fetchone()
    assert row == (Decimal(450000), Decimal(90000), "exact", "close")


FALSE_FRIENDS = [
    (("wenzhou-2018", "65岁以上老年人健康管理率"), ("wenzhou-2025", "65岁及以上老年人城乡社区规范健康管理服务率")),
    (("wenling-2023", "义务教育随迁子女在公办学校就读比例"), ("wenzhou-2021", "符合条件的新居民子女入学率")),
    (("wenzhou-2021", "城镇登记失业率"), ("wenling-2023", "城镇调查失业率")),
    (
        ("wenzhou-2021", "全国义务教育优质均衡发展县（市、区）比例"),
        ("wenzhou-2025", "通过国家义务教育优质均衡发展县省级评估率"),
    ),
    (("wenzhou-2021", "残疾人专业托养机构覆盖率"), ("wenling-2023", "“残疾人之家”覆盖率")),
    (("wenling-2023", "开展职业技能培训累计数"), ("wenzhou-2021", "职业技能培训")),
    (("wenzhou-2018", "普惠性幼儿园占比"), ("wenling-2023", "普惠性幼儿园在园幼儿占比")),
]


@pytest.mark.parametrize(("one", "other"), FALSE_FRIENDS)
def test_false_friends_stay_apart(
    connection: duckdb.DuckDBPyConnection, one: tuple[str, str], other: tuple[str, str]
) -> None:
    matches = [
        connection.execute(
            "select indicator_code, match_grade from bridge_indicator_match"
            " where is_primary and plan_id = ? and label = ?",
            label,
        ).fetchall()
        for label in (one, other)
    ]
    ((one_code, one_grade),), ((other_code, other_grade),) = matches
    assert not (one_code == other_code and {one_grade, other_grade} <= {"exact", "close"})


def test_broad_narrow_and_related_values_are_never_in_a_difference(connection: duckdb.DuckDBPyConnection) -> None:
    compared = connection.sql(
        "select count(*) from mart_indicator_comparison as c join fct_plan_value as p"
        " on p.value_id in (c.earlier_value_id, c.later_value_id) where p.match_grade not in ('exact', 'close')"
    ).fetchone()
    assert compared == (0,)
