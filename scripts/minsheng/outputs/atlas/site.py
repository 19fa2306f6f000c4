"""The atlas: a static site from the published warehouse, in English and Chinese, that asks for nothing outside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minsheng import durable
from minsheng.outputs import code_lists as codes
from minsheng.outputs import html as pages
from minsheng.outputs.translations import LANGUAGES, written

if TYPE_CHECKING:
    import duckdb
    import jinja2

MARK = "assets/atlas.css"
"""The file by which a folder is known to hold an atlas, and may be replaced."""

NAVIGATION = (
    ("compare", "Compare", "比较"),
    ("trajectories", "Trajectories", "轨迹"),
    ("progress", "Progress", "进展"),
    ("findings", "Findings", "发现"),
    ("plans", "Plans", "规划"),
    ("about", "About", "说明"),
)

QUESTIONS = (
    (
        "elder_certified_carers_per_10000",
        "How do Wenzhou's and Wenling's promised certified carers compare?",
        "温州与温岭承诺的持证护理员如何比较?",
    ),
    ("elder_nursing_bed_share", "Did Wenzhou meet its nursing-bed target?", "温州是否实现护理型床位目标?"),
    (
        "cult_sports_area_per_person",
        "How much sports area per person do three cities promise, 2012 to 2027?",
        "三地承诺的人均体育场地面积是多少(2012 至 2027 年)?",
    ),
)

SCRIPTS = {
    "compare": ("assets/vega.js", "assets/charts.js", "data/indicators.js", "data/points.js", "assets/panel.js"),
    "trajectories": (
        "assets/vega.js",
        "assets/charts.js",
        "data/indicators.js",
        "data/trajectories.js",
        "assets/panel.js",
    ),
    "progress": ("data/indicators.js", "data/progress.js"),
    "findings": (),
}
"""What the pages with a script of their own name need before it."""


class NotAnAtlas(Exception):
    """The folder to write to holds something else."""


def write(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    """Write the site; an atlas that stands there is replaced as a whole.

    Args:
        connection: the warehouse.
        folder: where to; made when it is missing.

    Returns:
        The written files.

    Raises:
        NotAnAtlas: the folder holds other things than an atlas.
    """
    if folder.exists() and not (folder / MARK).exists() and any(folder.iterdir()):
        raise NotAnAtlas(f"{folder} holds other files; name an empty folder, or one that `minsheng atlas` wrote")
    durable.write_tree(folder, site(connection))
    return sorted(path for path in folder.rglob("*") if path.is_file())


def site(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Render every file of the site.

    Args:
        connection: the warehouse.

    Returns:
        The text of each file by its path. The same warehouse gives the same files.
    """
    from minsheng.outputs.atlas import chart

    known = codes.read(connection)
    signs = {code: word.sign_zh for code, word in known["operator"].items()}
    points = _points(connection, signs)
    trajectories = _trajectories(connection, points)
    names = _names(connection)
    made = {
        "assets/vega.js": _vega(),
        "assets/charts.js": _data("charts", {"panel": chart.panel()}),
        "data/names.js": _data("names", names),
        "data/indicators.js": _data("indicators", _table(_INDICATOR_COLUMNS, pages.rows(connection, _INDICATORS))),
        "data/points.js": _data("points", _table(_POINT_COLUMNS, points)),
        "data/trajectories.js": _data(
            "trajectories", _table(list(trajectories[0]), trajectories) if trajectories else {}
        ),
        "data/progress.js": _progress(connection, signs, list(known["verdict"])),
    }
    for file in ("atlas.css", "page.js", "panel.js", *(f"{page}.js" for page in SCRIPTS)):
        made[f"assets/{file}"] = pages.static(file)
    found = pages.findings(connection)
    plans = pages.rows(connection, _PLANS)
    shown = {row["indicator_code"] for row in points}
    drawn = {row["domain_code"] for row in trajectories}
    sections = {plan["plan_id"]: _sections(connection, plan["plan_id"], signs) for plan in plans}
    coverage = {plan["plan_id"]: _coverage(connection, plan["plan_id"]) for plan in plans}
    for language in LANGUAGES:
        environment = pages.environment(language, known)
        environment.globals.update(
            languages=LANGUAGES,
            names=names,
            navigation=[(page, zh if language == "zh" else en) for page, en, zh in NAVIGATION],
        )
        made[f"assets/words-{language}.js"] = _data("words", environment.globals["dictionary"])
        domains = [(code, name) for code, name in names["domains"].items()]
        context = {
            **found,
            "plans": plans,
            "links": True,
            "domains": domains,
            "regions": [(code, " ".join(pair)) for code, pair in names["regions"].items()],
            "verdicts": [(code, environment.globals["c"]("verdict", code)) for code in known["verdict"]],
            "questions": [(code, zh if language == "zh" else en) for code, en, zh in QUESTIONS if code in shown],
        }
        for page, en, zh in NAVIGATION:
            own = context
            if page == "trajectories":
                own = {**context, "domains": [pair for pair in domains if pair[0] in drawn]}
            heading = zh if language == "zh" else en
            made[f"{language}/{page}.html"] = _page(environment, page, page, heading, own)
        for plan in plans:
            identity = plan["plan_id"]
            total, by_section = coverage[identity]
            own = {**context, "plan": plan, "coverage": by_section, "total": total, "sections": sections[identity]}
            made[f"{language}/plan-{identity}.html"] = _page(
                environment, "plans", f"plan-{identity}", plan["title_zh"], own
            )
    made["index.html"] = pages.environment("en", known).get_template("atlas/index.html").render(languages=LANGUAGES)
    return made


@cache
def _vega() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script; its constants would meet ours in a classic script."""
    import vl_convert

    return f"(() => {{{vl_convert.javascript_bundle()}}})();"


def _page(environment: jinja2.Environment, section: str, page: str, heading: str, context: dict[str, Any]) -> str:
    """Render one page; `page` is its file, `section` where it stands in the navigation."""
    scripts: tuple[str, ...] = ("assets/page.js",)
    if page in SCRIPTS:
        words = f"assets/words-{environment.globals['lang']}.js"
        scripts = ("assets/page.js", words, "data/names.js", *SCRIPTS[page], f"assets/{page}.js")
    template = environment.get_template(f"atlas/{'plan' if page.startswith('plan-') else page}.html")
    return template.render(context, section=section, page=page, heading=heading, scripts=scripts)


def _data(name: str, value: Any) -> str:
    """A script that gives the pages data under a name; a file that is opened from a disk cannot fetch any."""
    return f"window.atlas = window.atlas || {{}};\natlas.{name} = {pages.script(value)};\n"


def _table(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Rows with their column names said once."""
    return {"columns": columns, "rows": [[row[column] for column in columns] for row in rows]}


def _names(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Names by code, in the order in which they are shown."""
    domains = connection.sql(
        "select domain_code, name_zh || ' ' || name_en from dim_domain order by sort_order"
    ).fetchall()
    regions = connection.sql("select region_code, name_zh, name_en from dim_region order by region_code").fetchall()
    plans = connection.sql("select plan_id, title_zh, title_en from dim_plan order by first_year, plan_id").fetchall()
    return {
        "domains": dict(domains),
        "regions": {code: names for code, *names in regions},
        "plans": {code: names for code, *names in plans},
    }


_INDICATOR_COLUMNS = (
    *(
        "indicator_code",
        "name_zh",
        "name_en",
        "definition_zh",
        "definition_en",
        "domain_code",
        "direction",
        "plan_count",
    ),
    *("floor", "ceiling", "symbol", "unit_name", "labels"),
)
_INDICATORS = """
    select
        i.*, coalesce(u.symbol, u.name_en) as symbol,
        case when u.symbol is null then '' else u.name_en end as unit_name,
        coalesce(l.labels, '') as labels
    from dim_indicator as i
    join dim_unit as u using (unit_code)
    left join (
        select
            indicator_code,
            string_agg(distinct label || ' ' || subgroup, ' ' order by label || ' ' || subgroup) as labels
        from bridge_indicator_match where match_grade != 'related' group by indicator_code
    ) as l using (indicator_code)
    order by i.indicator_code
"""

_POINT_COLUMNS = (
    *(
        "indicator_code",
        "region_code",
        "first_year",
        "year",
        "month",
        "origin",
        "value_role",
        "plan_id",
        "value_id",
        "printed",
    ),
    *("operator", "value", "is_yearly_average", "lower", "upper", "shown"),
    *("match_grade", "remark", "section", "char_start"),
    *("verdict", "verdict_reason", "is_achieved_early"),
)


def _points(connection: duckdb.DuckDBPyConnection, signs: dict[str, str]) -> list[dict[str, Any]]:
    """What plans say of every indicator, each promise with its verdict."""
    from minsheng.outputs import indicators as compare

    judged = {
        value_id: {"verdict": verdict, "verdict_reason": reason, "is_achieved_early": early}
        for value_id, verdict, reason, early in connection.sql(
            "select value_id, verdict, verdict_reason, is_achieved_early from mart_target_progress"
        ).fetchall()
    }
    no_verdict = {"verdict": None, "verdict_reason": None, "is_achieved_early": None}
    return [
        {
            **vars(point),
            "shown": written(
                point.operator,
                point.value,
                point.upper,
                sign=signs[point.operator],
                promised=point.value_role == "target",
            ),
            **judged.get(point.value_id, no_verdict),
        }
        for point in compare.points(connection)
    ]


def _trajectories(connection: duckdb.DuckDBPyConnection, points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of mart_indicator_trajectory where a place has two or more years, with interval and written form."""
    by_id = {point["value_id"]: point for point in points}
    series = pages.rows(
        connection,
        "select t.* exclude (name_zh, name_en, unit_code, recorded_value_base, target_value_base)"
        " from mart_indicator_trajectory as t join dim_indicator as i using (indicator_code)"
        " qualify count(*) over (partition by indicator_code, region_code) > 1"
        " order by i.plan_count desc, indicator_code, region_code, year",
    )
    for row in series:
        for role in ("recorded", "target", "first_target"):
            point = by_id.get(row[f"{role}_value_id"], {})
            for column in ("value", "is_yearly_average", "lower", "upper", "shown"):
                row[f"{role}_{column}"] = point.get(column)
    return series


_SHOWN_PROGRESS = """
    select
        p.*, f.label, f.section, f.char_start, f.match_grade,
        cast(round(p.value_base / u.to_base_factor, 6) as decimal(24, 6)) as shown,
        cast(round(f.upper_bound_base / u.to_base_factor, 6) as decimal(24, 6)) as shown_upper,
        cast(round(p.baseline_value_base / u.to_base_factor, 6) as decimal(24, 6)) as baseline,
        cast(round(p.outcome_value_base / u.to_base_factor, 6) as decimal(24, 6)) as outcome
    from mart_target_progress as p
    join fct_plan_value as f using (value_id)
    join dim_indicator as i on i.indicator_code = p.indicator_code
    join dim_unit as u on u.unit_code = i.unit_code
    order by
        p.verdict = 'not_assessable', p.verdict_reason in ('no_outcome_yet', 'project_amount'),
        p.plan_id, f.char_start, p.value_id
"""


def _progress(connection: duckdb.DuckDBPyConnection, signs: dict[str, str], verdicts: list[str]) -> str:
    """Every target with its verdict and all columns that stand behind it."""
    targets = pages.rows(connection, _SHOWN_PROGRESS)
    for target in targets:
        target["shown"] = written(
            target["operator"], target["shown"], target.pop("shown_upper"), sign=signs[target["operator"]]
        )
    audited = connection.execute(
        "select column_name, comment from duckdb_columns()"
        " where table_name = 'mart_target_progress' order by column_index"
    ).fetchall()
    return (
        _data("progress", _table(list(targets[0]) if targets else [], targets))
        + _data("progress_columns", audited)
        + _data("verdicts", verdicts)
    )


_PLANS = """
    select p.*, count(f.value_id) as value_count, count(case when f.value_role = 'target' then 1 end) as target_count
    from dim_plan as p left join fct_plan_value as f using (plan_id)
    group by all order by p.first_year, p.plan_id
"""


def _sections(
    connection: duckdb.DuckDBPyConnection, plan_id: str, signs: dict[str, str]
) -> list[tuple[str, list[dict[str, Any]]]]:
    """The values of a plan by section, in reading order."""
    relation = connection.execute(
        """
        select f.*, i.name_zh, coalesce(u.symbol, '') as symbol
        from fct_plan_value as f
        left join dim_indicator as i using (indicator_code)
        left join dim_unit as u on u.unit_code = f.unit_code
        left join mart_plan_coverage as c on c.plan_id = f.plan_id and c.section = f.section
        where f.plan_id = ?
        order by f.origin = 'plan' desc, coalesce(c.first_char_start, 0), f.section, f.char_start, f.value_id
        """,
        [plan_id],
    )
    columns = [column[0] for column in relation.description]
    values = [dict(zip(columns, row, strict=True)) for row in relation.fetchall()]
    for value in values:
        promised = value["value_role"] == "target"
        value["shown"] = written(
            value["operator"],
            value["value"],
            value["value_upper"],
            sign=signs[value["operator"]],
            promised=promised,
        )
    return [(section, list(own)) for section, own in groupby(values, key=lambda value: value["section"])]


_COUNTED = (
    *("value_count", "target_count", "observation_count", "blank_count"),
    *("number_count", "captured_number_count", "excluded_number_count"),
)


def _coverage(connection: duckdb.DuckDBPyConnection, plan_id: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The ledger of a plan as a whole and by section, in reading order."""
    rows = connection.execute(
        f"select section, {', '.join(_COUNTED)} from mart_plan_coverage where plan_id = ?"
        " order by first_char_start, section",
        [plan_id],
    ).fetchall()
    reasons: dict[str, Counter[str]] = {section: Counter() for section, *_ in rows}
    total: Counter[str] = Counter()
    for section, reason, number in connection.execute(
        "select e.section, e.exclusion_reason, count(*) from fct_exclusion as e"
        " join dim_code as c on c.code_list = 'exclusion_reason' and c.code = e.exclusion_reason"
        " where e.plan_id = ? group by all order by min(c.sort_order)",
        [plan_id],
    ).fetchall():
        reasons[section][reason] += number
        total[reason] += number
    entries = [
        {"section": section, "numbers": numbers, "reasons": list(reasons[section].items())}
        for section, *numbers in rows
    ]
    sums = [sum(numbers) for numbers in zip(*(entry["numbers"] for entry in entries), strict=True)]
    return {"section": "", "numbers": sums, "reasons": list(total.items())}, entries
