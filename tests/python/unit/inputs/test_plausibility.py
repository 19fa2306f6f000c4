"""Each rule of meaning refuses or asks about what breaks it, and lets through what is just inside."""

from datetime import date
from pathlib import Path

import pytest

from helpers import ROOT, edit
from minsheng.inputs import check as inputs
from minsheng.inputs import plausibility
from plausible_world import (
    BEFORE,
    BEHIND,
    ELDERLY,
    NEXT_BODY,
    NO_MATCH,
    RECENT,
    TEXT,
    THIRD_ROW,
    Change,
    add,
    backwards,
    baseline,
    both,
    bracketed,
    broken,
    ended,
    jobs,
    leave_out,
    match,
    only_two,
    other_indicator,
    printed,
    project,
    project_sum,
    put,
    recorded,
    split,
    table_rows,
    unit,
    value,
    world,
    yearbook,
)

CASES: list[tuple[str, Change, Change]] = [
    # the rule, what breaks it and nothing else, what is just inside
    ("baseline_after_target", both(RECENT, baseline("2024")), both(RECENT, baseline("2023"))),
    ("baseline_after_target", only_two(("target", "2020"), ("baseline", "2023")), only_two(BEFORE, BEHIND)),
    (
        "record_from_the_future",
        add("observations", recorded(period="2024-07")),
        put("observations", 1, period="2024-06"),
    ),
    (
        "record_from_the_future",
        add("observations", recorded(period="2025")),
        add("observations", recorded(period="2024")),
    ),
    ("record_after_issue", baseline("2022"), baseline("2021")),
    (
        "period_unlike_heading",
        put("plan_values", 1, period="2024"),
        put("plan_values", 1, table_column="2023年(2015年不变价)"),
    ),
    (
        "period_unlike_heading",
        put("plan_values", 1, table_column="2022年"),
        put("plan_values", 1, table_column="2015年价"),
    ),
    ("sum_unlike_heading", project_sum("2021-2024"), project_sum("2021-2025")),
    ("brackets_not_cumulative", put("plan_values", 5, period_basis="annual", period="2025"), put("plan_values", 5)),
    ("bracketed_sum_of_other_years", bracketed("2021-2024", ""), bracketed("2021-2025", "")),
    ("bracketed_sum_of_other_years", bracketed("2022-2025", "2025年目标"), bracketed("2021-2023", "2023年")),
    (
        "project_years_unlike_term",
        put("plan_values", 7, period="2020-2024"),
        put("projects", 0, term_text="2020—2023年"),
    ),
    ("basis_unlike_its_label", add("observations", jobs("point")), add("observations", jobs("annual"))),
    ("place_outside_plan", put("plan_values", 6, region_code="990200"), put("plan_values", 6, region_code="990102")),
    ("place_outside_plan", put("observations", 0, region_code="990201"), put("observations", 0, region_code="100000")),
    ("project_outside_plan", project("990201", "黄坡县"), project("990102", "白塔区")),
    ("project_outside_plan", project("990000", "全省"), project("990100", "全市")),
    ("project_in_another_place", project("990102", "青石县城东"), project("990100", "青石县城东")),
    ("project_in_another_place", project("990102", "青石"), project("990102", "青石路")),
    ("body_outside_plan", put("organizations", 1, region_code="990200"), put("organizations", 1, region_code="990101")),
    ("body_unlike_printed_name", printed("市教育局"), printed("市教育局", note="renamed since")),
    ("body_succeeds_itself", put("organizations", 1, successor_organization_id="old"), NEXT_BODY),
    ("body_succeeds_itself", put("organizations", 1, successor_organization_id="new"), NEXT_BODY),
    ("region_under_another", put("regions", 4, parent_region_code="990200"), put("regions", 4)),
    ("region_under_another", put("regions", 4, parent_region_code="990102"), put("regions", 4)),
    (
        "region_under_another",
        put("regions", 6, parent_region_code="990000"),
        both(put("regions", 6, parent_region_code="990000"), leave_out("regions", 5)),
    ),
    ("region_under_another", put("regions", 2, parent_region_code="990101"), put("regions", 2)),
    ("region_under_another", put("regions", 0, parent_region_code="990000"), put("regions", 0)),
    ("region_under_another", put("regions", 5, parent_region_code="990201"), put("regions", 5)),
    ("region_under_another", put("regions", 5, parent_region_code=""), put("regions", 0)),
    (
        "offset_used_twice",
        add("plan_values", value(90, **TEXT)),
        add("plan_values", value(90, **TEXT, subgroup="乡村")),
    ),
    (
        "offset_used_twice",
        add("plan_values", value(90, **TEXT)),
        add("plan_values", value(90, **TEXT, region_code="990101")),
    ),
    (
        "offset_used_twice",
        put("observations", 0, period="2024-06", section="六月月报", value_text="91.9"),
        put("observations", 0),
    ),
    (
        "records_contradict",
        add("observations", recorded(value_text="19.5")),
        add("observations", recorded(value_text="≥91")),
    ),
    (
        "records_contradict",
        add("observations", recorded(value_text=">91.5")),
        add("observations", recorded(value_text="约19.5")),
    ),
    ("records_differ_between_publications", yearbook("19.5"), yearbook("91.5%")),
    (
        "value_far_from_its_series",
        add("observations", recorded(period="2024-04", value_text="0.91")),
        add("observations", recorded(period="2024-04", value_text="11.1")),
    ),
    (
        "value_far_from_its_series",
        add("observations", recorded(period="2024-04", value_text="915")),
        add("observations", recorded(period="2024-04", value_text="700")),
    ),
    ("kind_unlike_its_place", put("plan_values", 6, statement_kind="indicator_table"), put("plan_values", 6)),
    ("kind_unlike_its_place", put("plan_values", 2, statement_kind="commitment"), put("plan_values", 2)),
    (
        "columns_out_of_order",
        both(THIRD_ROW, put("plan_values", 0, char_start="21")),
        both(THIRD_ROW, put("plan_values", 0, char_start="20")),
    ),
    ("rows_out_of_order", table_rows("2", "1"), table_rows("1", "3")),
    ("plan_id_unlike_first_year", put("plans", 1, first_year="2025"), put("plans", 1)),
    (
        "plan_id_unlike_first_year",
        add("plans", ELDERLY | dict(first_year="2020")),
        add("plans", ELDERLY),
    ),
    (
        "plan_named_like_another",
        add("plans", ELDERLY | dict(subject_zh="", subject_en="")),
        add("plans", ELDERLY),
    ),
    ("plan_named_like_another", add("plans", ELDERLY | dict(subject_en="")), add("plans", ELDERLY)),
    ("place_of_another_time", split("2024", succession_year="2024"), split("2023")),
    ("place_of_another_time", ended("2022", value_role="actual"), ended("2023", value_role="actual")),
    ("place_of_another_time", ended("2020"), ended("2021")),
    ("successor_of_another_time", split("2023", succession_year="2022"), split("2023", succession_year="2023")),
    (
        "successor_of_another_time",
        both(split("2023", "same"), put("regions", 3, valid_to="2024")),
        both(split("2023", "same"), put("regions", 3, valid_to="2023")),
    ),
    ("plan_ends_before_it_begins", put("plans", 1, last_year="2025"), put("plans", 1, last_year="2026")),
    (
        "plan_years_unlike_title",
        put("plans", 1, title_zh="东溪市2026-2028年行动方案"),
        put("plans", 1, title_zh="东溪市2026-2027年行动方案"),
    ),
    ("plan_years_unlike_title", put("plans", 0, last_year="2024"), put("plans", 0)),
    ("plan_from_the_future", put("plans", 1, issued_on="2024-06-16"), put("plans", 1, issued_on="2024-06-15")),
    (
        "draft_in_force",
        put("plans", 1, title_zh="行动方案(征求意见稿)", status="in_force"),
        put("plans", 1, title_zh="行动方案", status="in_force"),
    ),
    (
        "known_finding_of_nothing",
        both(add("checks", dict(check_id="rule")), add("known_findings", dict(finding_key="rule:dongxi-2021@11"))),
        both(
            add("checks", dict(check_id="rule")), add("known_findings", dict(finding_key="rule:dongxi-2021@10:row 3"))
        ),
    ),
    ("known_finding_of_nothing", add("known_findings", dict(finding_key="no_rule:a")), put("plans", 0)),
    ("unit_base_is_derived", put("units", 4, to_base_factor="2"), put("units", 4)),
    ("unit_base_is_derived", put("units", 5, quantity="time"), put("units", 5)),
    ("unit_factor_unlike_name", put("units", 2, to_base_factor="1000"), put("units", 2)),
    ("unit_factor_unlike_name", put("units", 5, to_base_factor="100"), put("units", 5)),
    ("unit_factor_unlike_name", put("units", 8, to_base_factor="10"), put("units", 8)),
    ("unit_factor_unlike_name", put("units", 9, to_base_factor="1"), put("units", 9)),
    (
        "unit_factor_unlike_name",
        add("units", unit("m", "千分之一", "share", "percent", "1000")),
        add("units", unit("m", "千分之一", "share", "percent", "0.1")),
    ),
    (
        "unit_factor_unlike_name",
        add("units", unit("t", "万吨", "mass", "ton", "1000")),
        add("units", unit("t", "万吨", "mass", "ton", "10000")),
    ),
    (
        "unit_factor_unlike_name",
        add("units", unit("k", "万公里", "length", "metre", "10000")),
        add("units", unit("k", "万公里", "length", "metre", "10000000")),
    ),
    (
        "unit_factor_unlike_name",
        add("units", unit("h", "亿个", "count", "item", "10000")),
        add("units", unit("h", "亿个", "count", "item", "100000000")),
    ),
    ("spelling_unlike_unit", put("unit_spellings", 2, unit_code="person"), put("unit_spellings", 2)),
    ("spelling_unlike_unit", put("unit_spellings", 3, unit_code="person_10k"), put("unit_spellings", 3)),
    ("strength_of_no_target", put("plan_values", 2, commitment_strength=""), put("plan_values", 2)),
    (
        "strength_of_no_target",
        put("plan_values", 0, commitment_strength="basic"),
        put("plan_values", 1, commitment_strength="basic"),
    ),
    (
        "nature_of_no_target",
        put("plan_values", 0, target_nature="binding"),
        put("plan_values", 1, target_nature="binding", yearly_growth_text="6%"),
    ),
    (
        "shared_words_without_place",
        put("plan_values", 2, shared_operator="以上"),
        put("plan_values", 2, shared_operator="以上", shared_operator_char_start="40"),
    ),
    ("shared_words_without_place", put("plan_values", 2, shared_operator_char_start="40"), put("plan_values", 2)),
    (
        "shared_words_without_place",
        put("plan_values", 2, shared_operator="以上", shared_operator_char_start="40", value_text="95以下"),
        put("plan_values", 2, shared_operator="至少", shared_operator_char_start="40"),
    ),
    (
        "note_repeats_column",
        put("plan_values", 2, note="period inferred; per county"),
        put("plan_values", 2, note="neighbouring quantities are for 2023"),
    ),
    (
        "note_repeats_column",
        put("plan_values", 2, note="基本 (largely)", commitment_strength="basic"),
        put("plan_values", 2, note="基本 (largely)"),
    ),
    ("exclusion_unlike_its_run", put("exclusions", 0, reason="part_of_word"), put("exclusions", 0, reason="name")),
    ("exclusion_unlike_its_run", put("exclusions", 1, reason="date"), put("exclusions", 1, reason="heading")),
    ("match_without_reason", put("indicator_matches", 1, reason_zh=""), put("indicator_matches", 0)),
    (
        "exact_match_with_reason",
        put("indicator_matches", 1, match_grade="exact"),
        put("indicator_matches", 1, match_grade="exact", reason_zh="", reason_en=""),
    ),
    (
        "label_without_one_primary",
        add("indicator_matches", match("学前入园率", "in", is_primary="false")),
        both(
            add("indicator_matches", match("学前入园率", "in")),
            add(
                "indicator_matches",
                match("学前入园率", "job", "related", is_primary="false", reason_zh="相关。", reason_en="A neighbour."),
            ),
        ),
    ),
    (
        "label_is_another_indicator",
        other_indicator("学前入园率"),
        both(other_indicator("学前入园率"), NO_MATCH("学前入园率")),
    ),
    ("label_is_another_indicator", other_indicator("入园率"), both(other_indicator("入园率"), NO_MATCH("入园率"))),
    (
        "label_unlike_its_indicator",
        add("indicator_matches", match("床位数量", "job")),
        add("indicator_matches", match("就业增量", "job")),
    ),
    (
        "offset_used_twice",
        add("observations", recorded(1)),
        add("observations", recorded(1, section="年鉴")),
    ),
    (
        "columns_out_of_order",
        both(THIRD_ROW, put("plan_values", 0, char_start="21"), backwards),
        both(THIRD_ROW, put("plan_values", 0, char_start="20"), backwards),
    ),
    (
        "label_unlike_its_indicator",
        add("indicator_matches", match("市有所", "in")),
        both(
            add("indicators", dict(indicator_code="hall", name_zh="市级“院”数")),
            add("indicator_matches", match("市有院", "hall")),
        ),
    ),
]


@pytest.mark.parametrize(("rule", "breaks", "inside"), CASES, ids=[f"{case[0]}-{n}" for n, case in enumerate(CASES)])
def test_a_rule_meets_what_breaks_it_and_nothing_just_inside(rule: str, breaks: Change, inside: Change) -> None:
    tables = world()
    breaks(tables)
    assert set(broken(tables)) == {rule}
    tables = world()
    inside(tables)
    assert broken(tables, only=rule) == {}


def test_a_record_of_an_undated_plan_is_no_later_than_its_last_year() -> None:
    for period, rules in (("2026", {"record_after_issue"}), ("2025", set())):
        tables = world()
        tables["plans"][0]["issued_on"] = ""
        tables["plan_values"][6].update(value_role="actual", period=period)
        assert set(broken(tables, today=date(2030, 1, 1))) == rules


def test_of_two_bases_of_one_label_the_rarer_is_asked_about_and_the_level_where_they_are_as_many() -> None:
    tables = world()
    both(add("observations", jobs("point")), leave_out("plan_values", 5), leave_out("plan_values", 4))(tables)
    assert broken(tables)["basis_unlike_its_label"] == [(4, "point")]
    add("observations", jobs("point") | dict(char_start="3"))(tables)
    assert [found for _, found in broken(tables)["basis_unlike_its_label"]] == ["annual"]


def test_a_circle_of_three_bodies_names_each_of_them_and_ends() -> None:
    tables = world()
    NEXT_BODY(tables)
    tables["organizations"][2]["successor_organization_id"] = "old"
    found = broken(tables)["body_succeeds_itself"]
    assert found == [(n, f"{body}, in the end its own successor") for n, body in ((2, "old"), (3, "new"), (4, "next"))]


def test_what_was_found_names_the_other_side() -> None:
    tables = world()
    both(RECENT, baseline("2024"), add("observations", recorded(value_text="19.5")))(tables)
    tables["plan_values"][6]["region_code"] = "990201"
    assert broken(tables) == {
        "baseline_after_target": [(2, "2024, later than the target of 2023")],
        "place_outside_plan": [(8, "990201 (黄坡县)")],
        "records_contradict": [(4, "19.5, beside 91.5 on line 2 of observations.csv")],
    }


def test_a_field_that_breaks_its_own_contract_breaks_no_rule() -> None:
    """What is reported once for its form is not reported again for its meaning."""
    tables = world()
    tables["plan_values"][0].update(period="20240", region_code="999999")
    tables["plans"][1].update(issued_on="2023-02-30", last_year="soon")
    tables["units"][2]["to_base_factor"] = "ten"
    tables["regions"][4]["parent_region_code"] = "999999"
    tables["projects"][0]["region_code"] = "999999"
    assert broken(tables) == {}


def test_every_rule_has_a_case() -> None:
    assert {rule for rule, *_ in CASES} == {rule.name for rule in plausibility.RULES}


def test_tables_in_which_all_is_well_break_no_rule() -> None:
    assert broken(world()) == {}


PLAN = "seeds/plans/wenling-2023.csv"


def test_the_input_check_refuses_what_is_certain_and_gives_notice_of_what_may_be_wrong(scratch: Path) -> None:
    edit(scratch / PLAN, lambda rows: rows[0].update(period="2026", table_column=""))
    edit(scratch / PLAN, lambda rows: rows[3].update(value_text="50.0"))
    checked = inputs.check()
    assert [str(violation) for violation in checked.violations] == [
        f"{PLAN}:2: period: found 2026, but the plan is of 2023-07-14; expected a recorded value (baseline or actual)"
        " no later than the plan that prints it; or another value_role",
        f"{PLAN}:2: period: found 2026, later than the target of 2023; expected a baseline no later than the first"
        " target of the same label, sub-group and place",
    ]
    (notice,) = checked.notices
    assert notice.startswith(f"{PLAN}:5: value_text: found '50.0个'; expected a value nearer to the others")


def test_meaning_is_looked_at_when_the_form_is_right(scratch: Path) -> None:
    edit(scratch / PLAN, lambda rows: rows[0].update(period="2026", table_column="", is_core="yes"))
    (violation,) = inputs.check().violations
    assert violation.column == "is_core"


def test_nothing_in_the_five_plans_is_refused_or_asked_about() -> None:
    assert inputs.check(today=date(2025, 11, 30)) == inputs.Checked([], [])
    (last_plan,) = inputs.check(today=date(2025, 10, 29)).violations
    assert str(last_plan).endswith("issued_on: found 2025-10-30, but today is 2025-10-29; expected a day that has come")


def test_the_page_on_adding_a_plan_lists_every_rule_in_its_words() -> None:
    page = (ROOT / "docs/adding-a-plan.md").read_text("utf-8").split("## Rules of meaning")[1].split("\n## ")[0]
    listed = [line for line in page.splitlines() if line.startswith("| ")][2:]
    assert listed == [
        f"| {rule.name} | {rule.column} | {'noticed' if rule.is_warning else 'refused'} | {rule.expected} |"
        for rule in plausibility.RULES
    ]
