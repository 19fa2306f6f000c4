"""Verification of the five documents, and of a plan that is new."""

import os
from pathlib import Path

import duckdb

from helpers import minsheng
from minsheng.documents import document as documents
from minsheng.documents import verify
from minsheng.inputs import captured
from sample_plan import PLAN


def test_a_sixth_plan_is_new_rows_and_nothing_else(sample: Path) -> None:
    result = minsheng("build")
    assert result.returncode == 0, result.stderr
    verified = minsheng("verify", "--plan", PLAN)
    assert verified.returncode == 0, verified.stderr
    assert "100.0%" in verified.stdout
    value_id = captured.rows("plan_values", PLAN)["value_id"][0]
    shown = minsheng("show", value_id, "--width", "12").stdout
    assert "每千人口拥有图书座位⟦4.2个⟧,居民阅读率达到" in shown
    assert "per_1000_population" in shown
    with duckdb.connect(os.environ["MINSHENG_DATABASE"], read_only=True) as connection:
        read = connection.execute(
            "select value_text, operator, value::double, value_upper::double, unit_code from fct_plan_value"
            " where plan_id = ? order by char_start, value_id",
            [PLAN],
        ).fetchall()
        bodies = connection.execute(
            "select count(*) from bridge_value_organization where value_id like ? || '%'", [PLAN]
        ).fetchone()
    assert read == [
        ("4.2个", "eq", 4.2, None, "per_1000_population"),
        ("71.5%以上", "ge", 71.5, None, "percent"),
        ("全覆盖", "full_coverage", 100, None, "percent"),
        ("62%", "eq", 62, None, "percent"),
        ("35家", "eq", 35, None, "item"),
        ("18个", "eq", 18, None, "item"),
        ("18个", "eq", 18, None, "item"),
        ("两座", "eq", 2, None, "item"),
        ("至少建成1个", "ge", 1, None, "item"),
        ("不超过12∶1", "le", 12, None, "ratio_to_one"),
        ("三分之二以上", "ge", 0.666667, None, "whole"),
        ("2.5-3万套", "between", 2.5, 3, "dwelling_10k"),
        ("约4,300人", "approx", 4300, None, "person"),
        ("上级下达指标", "external", None, None, "item"),
        ("控制在0.8‰以下", "le", 0.8, None, "per_mille"),
        ("保持90%", "maintain", 90, None, "percent"),
        ("不少于1,200场次", "ge", 1200, None, "event_session"),
        ("950万元左右", "approx", 950, None, "yuan_10k"),
        ("3100", "eq", 3100, None, "bed"),
        ("≥3600", "ge", 3600, None, "bed"),
        ("—", "none", None, None, "person_time_10k"),
        ("〔7.5〕", "eq", 7.5, None, "person_time_10k"),
        ("97", "eq", 97, None, "percent"),
        ("95", "eq", 95, None, "percent"),
        ("＞98", "gt", 98, None, "percent"),
    ]
    assert bodies == (24,)


def test_the_five_documents_are_verified_and_every_number_accounted_for(sources: Path, warehouse: Path) -> None:
    result = minsheng("verify", "--sources", str(sources), MINSHENG_DATABASE=str(warehouse), COLUMNS="120")
    assert result.returncode == 0, result.stderr
    assert result.stdout.count("100.0%") == 5


def test_coverage_in_the_warehouse_is_what_verification_counted(sources: Path, warehouse: Path) -> None:
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        in_mart = connection.sql(
            "select plan_id, sum(captured_number_count)::int, sum(excluded_number_count)::int,"
            " sum(captured_word_count)::int, sum(excluded_word_count)::int"
            " from mart_plan_coverage group by plan_id"
        ).fetchall()
    verified = [
        (r.document.plan_id, r.captured, r.excluded, r.captured_words, r.excluded_words)
        for r in verify.verify(documents.load(sources))
    ]
    assert all(words for *_, words in verified)
    assert sorted(in_mart) == sorted(verified)
