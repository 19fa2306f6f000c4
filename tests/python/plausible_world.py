"""Small tables of the input check in which all is well, and changes to them."""

from collections.abc import Callable
from datetime import date
from functools import cache

import duckdb
import polars as pl

from helpers import ROOT
from minsheng.inputs import contract, grammar, plausibility, united
from minsheng.inputs.findings import SAYS, message_of
from minsheng.sql import quoted

TODAY = date(2024, 6, 15)
Row = dict[str, str]
World = dict[str, list[Row]]
Change = Callable[[World], object]

PLACES = [
    *(("100000", "全国", ""), ("990000", "甲省", "100000")),
    *(("990100", "东溪市", "990000"), ("990101", "青石县", "990100"), ("990102", "白塔区", "990100")),
    *(("990200", "西川市", "990000"), ("990201", "黄坡县", "990200")),
]
UNITS = [
    *(("percent", "百分之一", "share", "percent", "1"), ("person", "人", "count", "person", "1")),
    *(("person_10k", "万人", "count", "person", "10000"), ("item", "个", "count", "item", "1")),
    *(("metre", "米", "length", "metre", "1"), ("kilometre", "公里", "length", "metre", "1000")),
    *(("per_1000", "每千人口", "per_population", "per_1000", "1"), ("ton", "吨", "mass", "ton", "1")),
    *(
        ("per_10000", "每万人口", "per_population", "per_1000", "0.1"),
        ("whole", "整体的份额", "share", "percent", "100"),
    ),
]


def value(at: int, **fields: str) -> Row:
    """A sound row: a share promised for 2025 in the first table row."""
    row = dict(plan_id="dongxi-2021", statement_kind="indicator_table", section="一", table_row="1", subgroup="")
    row |= dict(table_column="2025年目标", label="入园率", region_code="990100", value_role="target", period="2025")
    row |= dict(period_basis="point", value_text="95", unit_text="%", char_start=str(at), is_core="false")
    row |= dict(shared_operator="", shared_operator_char_start="")
    return row | dict(value_id=f"dongxi-2021@{at}") | fields


def world() -> World:
    """Tables in which everything is as it should be."""
    jobs = dict(table_row="2", label="新增就业", unit_text="万人")
    text = dict(statement_kind="commitment", table_row="", table_column="", label="书房", unit_text="个")
    plan = dict(plan_id="dongxi-2021", title_zh="东溪市“十四五”规划", region_code="990100", issued_on="2021-03-01")
    plan |= dict(first_year="2021", last_year="2025", status="in_force")
    second = plan | dict(plan_id="dongxi-2026", title_zh="东溪市行动方案", first_year="2026", last_year="2027")
    project = dict(plan_id="dongxi-2021", project_no="1", name="新馆", term_text="2020-2023", place_text="青石县城东")
    return {
        "plans": [plan, second | dict(issued_on="2024-06-15", status="draft_for_public_comment")],
        "regions": [dict(region_code=code, name_zh=zh, parent_region_code=above) for code, zh, above in PLACES],
        "region_successions": [],
        "units": [
            dict(unit_code=code, name_zh=zh, quantity=quantity, base_unit_code=base, to_base_factor=factor)
            for code, zh, quantity, base, factor in UNITS
        ],
        "unit_spellings": [
            dict(spelling=spelling, per_text="", unit_code=unit)
            for spelling, unit in (("%", "percent"), ("个", "item"), ("万人", "person_10k"), ("人", "person"))
        ],
        "organizations": [
            dict(organization_id=own, name_zh=zh, region_code="990100", successor_organization_id=later)
            for own, zh, later in (("old", "东溪市卫生局", "new"), ("new", "东溪市卫生健康委员会", ""))
        ],
        "organization_names": [
            dict(plan_id="dongxi-2021", printed_name=printed, organization_id=body)
            for printed, body in (("市卫生局", "old"), ("市卫健委", "new"))
        ],
        "projects": [project | dict(region_code="990101")],
        "indicators": [
            dict(indicator_code=code, name_zh=zh) for code, zh in (("in", "学前入园率"), ("job", "新增就业人数"))
        ],
        "indicator_matches": [
            dict(plan_id="dongxi-2021", label="入园率", indicator_code="in", is_primary="true", match_grade="exact"),
            dict(
                **dict(plan_id="dongxi-2021", label="新增就业", indicator_code="job", is_primary="true"),
                **dict(match_grade="close", reason_zh="只计城镇。", reason_en="Towns only."),
            ),
        ],
        **{empty: [] for empty in ("indicator_non_matches", "records", "known_findings", "checks")},
        "exclusions": [
            dict(plan_id="dongxi-2021", char_start="7", run_text="2021", section="一", reason="date"),
            dict(plan_id="dongxi-2021", char_start="8", run_text="均", section="一", reason="part_of_word"),
        ],
        "plan_values": [
            value(10, table_column="2020年", value_role="baseline", period="2020", value_text="88"),
            value(20, table_column="2023年", period="2023", value_text="92"),
            value(30),
            value(40, **jobs, table_column="2020年", value_role="baseline", period="2020", period_basis="annual"),
            value(50, **jobs, table_column="2023年", period="2023", period_basis="annual"),
            value(60, **jobs, period="2021-2025", period_basis="cumulative", value_text="〔450〕"),
            value(90, **text),
            value(99, statement_kind="project", table_column="规模", label="座位", period="2020-2023")
            | dict(period_basis="cumulative", unit_text="个"),
        ],
        "observations": [
            value(1, value_role="actual", period="2024-05", section="五月月报", table_column="", value_text="91.5"),
            value(1, value_role="actual", period="2024-06", section="六月月报", table_column="", value_text="91.9"),
        ],
    }


@cache
def read(texts: frozenset[tuple[str, str, str, str]], spellings: tuple[tuple[str, str, str], ...]) -> pl.DataFrame:
    """Parse value texts as the input check does."""
    columns = dict.fromkeys(("value_text", "unit_text", "label", "shared_operator"), pl.String)
    known = dict.fromkeys(("spelling", "per_text", "unit_code"), pl.String)
    rows = pl.DataFrame(sorted(texts), schema=columns, orient="row")
    return grammar.read(rows, pl.DataFrame(spellings, schema=known, orient="row"))


def fill(connection: duckdb.DuckDBPyConnection, tables: World) -> None:
    """Make the tables of the input check."""
    connection.execute(SAYS)
    for row in (*tables["plan_values"], *tables["observations"]):
        row.setdefault("commitment_strength", "pledged" if row["value_role"] == "target" else "")
    for table, rows in tables.items():
        names = column_names(table)
        connection.execute(f"create table {table} ({', '.join(f'{name} varchar' for name in names)}, line bigint)")
        fields = [[*(row.get(name, "") for name in names[:-1]), f"{table}.csv", n] for n, row in enumerate(rows, 2)]
        if fields:
            literals = ", ".join(f"({', '.join(map(quoted, row))})" for row in fields)
            connection.execute(f"insert into {table} values {literals}")
    connection.execute(f"create view all_values as {united.query()}")
    connection.execute("create view fresh_values as from all_values")
    values = [*tables["plan_values"], *tables["observations"], *tables["records"]]
    texts = frozenset(
        (row["value_text"], row["unit_text"], row["label"], row.get("shared_operator", "")) for row in values
    )
    spellings = tuple((row["spelling"], row["per_text"], row["unit_code"]) for row in tables["unit_spellings"])
    connection.register("read", read(texts, spellings).to_arrow())
    connection.execute("create table readings as from read")


@cache
def column_names(table: str) -> list[str]:
    path = ROOT / "seeds/reference" / f"{table}.csv"
    values = {kind.name: kind for kind in united.contracts()}
    return [*(contract.reference(path) if path.exists() else values[table]).names, "file"]


def broken(tables: World, today: date = TODAY, only: str | None = None) -> dict[str, list[tuple[int, str]]]:
    """Return the rules that the tables break, each with the lines and what was found there."""
    with duckdb.connect(config={"threads": 1}) as connection:
        fill(connection, tables)
        found = {}
        for rule in plausibility.rules(connection, today):
            if only in (None, rule.name):
                rows = connection.execute(f"select line, found from ({rule.rows}) order by line").fetchall()
                found[rule.name] = [(line, message_of(field)) for line, field in rows]
        return {name: rows for name, rows in found.items() if rows}


def put(table: str, number: int, **fields: str) -> Change:
    """Change a row."""
    return lambda tables: tables[table][number].update(fields)


def add(table: str, *rows: Row) -> Change:
    """Add rows."""
    return lambda tables: tables[table].extend(rows)


def both(*changes: Change) -> Change:
    """Make several changes."""

    def change(tables: World) -> None:
        for one in changes:
            one(tables)

    return change


def recorded(at: int = 2, **fields: str) -> Row:
    """An observation."""
    row = value(at, value_role="actual", period="2024-05", section="五月月报", table_column="", value_text="91.5")
    return row | fields


def match(label: str, indicator: str, grade: str = "exact", **fields: str) -> Row:
    return (
        dict(plan_id="dongxi-2026", label=label, indicator_code=indicator, is_primary="true", match_grade=grade)
        | fields
    )


def unit(code: str, name: str, quantity: str, base: str, factor: str) -> Row:
    return dict(unit_code=code, name_zh=name, quantity=quantity, base_unit_code=base, to_base_factor=factor)


def place(code: str, name: str, parent: str) -> Row:
    return dict(region_code=code, name_zh=name, parent_region_code=parent)


TEXT = dict(statement_kind="commitment", table_row="", table_column="", label="书房", unit_text="个")
JOBS = dict(label="新增就业", unit_text="万人")
RECENT = put("plans", 0, issued_on="2024-01-31")
THIRD_ROW = add(
    "plan_values",
    value(70, table_row="3", label="毛入学率", table_column="2020年", value_role="baseline", period="2020"),
    value(80, table_row="3", label="毛入学率", table_column="2023年", period="2023"),
)


def baseline(period: str) -> Change:
    return put("plan_values", 0, table_column="", period=period)


def split(begun: str, succession: str = "part", **fields: str) -> Change:
    """Let one county begin with territory of another, and the second target be for it."""
    row = dict(region_code="990101", successor_region_code="990102", succession_year="2023", succession=succession)
    return both(
        put("regions", 4, valid_from=begun),
        add("region_successions", row | fields),
        add("plan_values", value(70, region_code="990102", label="分县入园率", period="2023", table_column="")),
    )


def ended(year: str, **fields: str) -> Change:
    """Let a county of the plan end, and a value of 2023 be for it."""
    row = value(70, region_code="990102", label="分县入园率", period="2023", table_column="", **fields)
    return both(put("regions", 4, valid_to=year), put("plans", 0, issued_on="2024-01-31"), add("plan_values", row))


def leave_out(table: str, number: int) -> Change:
    return lambda tables: tables[table].pop(number)


def table_rows(*numbers: str) -> Change:
    """Number the rows of the table anew."""

    def change(tables: World) -> None:
        for row in tables["plan_values"]:
            if row["table_row"] in ("1", "2") and row["statement_kind"] == "indicator_table":
                row["table_row"] = numbers[int(row["table_row"]) - 1]

    return change


ELDERLY = dict(plan_id="dongxi-2021-elderly", title_zh="东溪市养老计划", region_code="990100", status="in_force")
ELDERLY |= dict(first_year="2021", last_year="2025", subject_zh="养老", subject_en="elderly care")
"""A second plan of the place for the same years."""

BEFORE, BEHIND = ("baseline", "2020"), ("target", "2023")


def only_two(*roles: tuple[str, str]) -> Change:
    """Leave two rows of the first label, with these roles and periods, in a plan that is not dated."""

    def change(tables: World) -> None:
        tables["plans"][0]["issued_on"] = ""
        del tables["plan_values"][2]
        for row, (role, period) in zip(tables["plan_values"], roles, strict=False):
            row.update(value_role=role, period=period, table_column="")

    return change


def project_sum(period: str) -> Change:
    return put("plan_values", 7, table_column="“十四五”投资", period=period)


def bracketed(period: str, heading: str) -> Change:
    return put("plan_values", 5, period=period, table_column=heading)


def jobs(basis: str) -> Row:
    return recorded() | JOBS | {"period_basis": basis}


def project(region: str, text: str) -> Change:
    return put("projects", 0, region_code=region, place_text=text)


def printed(text: str, note: str = "") -> Change:
    return put("organization_names", 1, printed_name=text, note=note)


def backwards(tables: World) -> None:
    """Let the rows of the plan file are in another order; the document decides."""
    tables["plan_values"].reverse()


NEXT_BODY = both(
    put("organizations", 1, successor_organization_id="next"),
    add("organizations", dict(organization_id="next", name_zh="东溪市卫健局", region_code="990100")),
)


def yearbook(text: str) -> Change:
    return add("observations", recorded(section="年鉴", value_text=text))


def other_indicator(label: str) -> Change:
    return add("indicator_matches", match(label, "job", "close", reason_zh="另一事物。", reason_en="Another thing."))


def NO_MATCH(label: str) -> Change:
    return add("indicator_non_matches", dict(plan_id="dongxi-2026", label=label, indicator_code="in", reason_en="No."))
