"""The atlas: a static site from the published warehouse, in English and Chinese, that asks for nothing outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minsheng import durable
from minsheng.messages import Language
from minsheng.outputs import code_lists as codes
from minsheng.outputs import html as pages
from minsheng.outputs import names, queries, search
from minsheng.outputs.atlas import overview, plans
from minsheng.outputs.translations import LANGUAGES, written
from minsheng.text import hinted
from minsheng.warehouse import catalog

if TYPE_CHECKING:
    import duckdb
    import jinja2

MARK = "assets/atlas.css"
"""The file by which a folder is known to hold an atlas, and may be replaced."""

NAVIGATION = (
    ("overview", "Overview", "总览"),
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
        "温州与温岭承诺的持证护理员如何比较？",
    ),
    ("elder_nursing_bed_share", "Did Wenzhou meet its nursing-bed target?", "温州是否实现护理型床位目标？"),
    (
        "cult_sports_area_per_person",
        "How much sports area per person do three cities promise, 2012 to 2027?",
        "三地承诺的人均体育场地面积是多少（2012 至 2027 年）?",
    ),
)

SCRIPTS = {
    "compare": (
        "assets/vega.js",
        "assets/charts.js",
        "data/indicators.js",
        "data/points-{lang}.js",
        "data/traditional.js",
        "assets/panel.js",
        "assets/search.js",
    ),
    "trajectories": (
        "assets/vega.js",
        "assets/charts.js",
        "data/indicators.js",
        "data/trajectories.js",
        "assets/panel.js",
    ),
    "progress": ("data/indicators.js", "data/progress.js", "data/traditional.js"),
    "findings": ("data/traditional.js",),
}
"""What the pages with a script of their own name need before it; `{lang}` stands for the language."""


class NotAnAtlas(Exception):
    """The folder to write to holds something else."""


def write(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    """Write the site; an atlas there is replaced as a whole.

    Args:
        connection: the warehouse.
        folder: where to; made when it is missing.

    Returns:
        The written files.

    Raises:
        NotAnAtlas: the folder holds other things than an atlas.
    """
    if folder.exists() and not (folder / MARK).exists() and any(folder.iterdir()):
        hint = "name an empty folder, or one that `minsheng atlas` wrote"
        raise NotAnAtlas(hinted(f"{folder} holds other files", hint))
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

    content = _read(connection)
    indicators, trajectories = content.indicators, content.trajectories
    made = {
        "assets/vega.js": _vega(),
        "assets/charts.js": _data("charts", {"panel": chart.panel()}),
        "data/names.js": _data("names", content.names) + _data("build", content.found["run"].run_id),
        "data/traditional.js": traditional(),
        "data/indicators.js": _data("indicators", _table(list(indicators[0]) if indicators else [], indicators)),
        "data/trajectories.js": _data(
            "trajectories", _table(list(trajectories[0]), trajectories) if trajectories else {}
        ),
        "data/progress.js": _progress(connection, content.signs, list(content.known["verdict"])),
    }
    for file in ("atlas.css", "page.js", "panel.js", "search.js", *(f"{page}.js" for page in SCRIPTS)):
        made[f"assets/{file}"] = pages.static(file)
    for language in Language:
        points = content.points[language]
        made[f"data/points-{language}.js"] = _data("points", _table(list(points[0]) if points else [], points))
        made |= _in_language(language, content)
    start = pages.environment("en", content.known).get_template("atlas/index.html")
    return {**made, "index.html": start.render(languages=LANGUAGES)}


@dataclass
class _Content:
    """What the pages of both languages show."""

    known: codes.Codes
    signs: dict[str, str]
    """How an operator is written before a figure."""
    names: dict[str, Any]
    indicators: list[dict[str, Any]]
    points: dict[Language, list[dict[str, Any]]]
    trajectories: list[dict[str, Any]]
    found: dict[str, Any]
    """Findings, rules, plans and the gate's run."""
    coverage: dict[str, plans.Ledger]
    sections: dict[str, list[tuple[str, list[dict[str, Any]]]]]
    years: list[int]
    """In which promises end."""
    overview: dict[Language, dict[str, Any]]


def _read(connection: duckdb.DuckDBPyConnection) -> _Content:
    known = codes.read(connection)
    signs = {code: entry.sign_zh for code, entry in known["operator"].items()}
    indicators = pages.rows(connection, _INDICATORS)
    entries = {entry.code: entry for entry in names.entries(connection, "indicator")}
    for one in indicators:
        entry = entries[one["indicator_code"]]
        one |= {"search_names": entry.search_names, "search_words": entry.search_words}
    points = {language: _points(connection, language, signs) for language in Language}
    found = pages.findings(connection)
    plan_ids = [plan["plan_id"] for plan in found["plans"]]
    coverage = plans.ledgers(connection, plan_ids, list(known["exclusion_reason"]))
    return _Content(
        known,
        signs,
        _names(connection),
        indicators,
        points,
        _trajectories(connection, points[Language.en], indicators),
        found,
        coverage,
        plans.sections(connection, coverage, signs),
        [row["year"] for row in pages.rows(connection, "select distinct year from bi.promise order by year")],
        {language: overview.read(connection, language) for language in Language},
    )


def _in_language(language: Language, content: _Content) -> dict[str, str]:
    """Render the pages of a language."""

    def of(en: str, zh: str) -> str:
        return zh if language is Language.zh else en

    environment = pages.environment(language, content.known)
    navigation = [(page, of(en, zh)) for page, en, zh in NAVIGATION]
    environment.globals.update(languages=LANGUAGES, names=content.names, navigation=navigation)
    made = {f"assets/translations-{language}.js": _data("translations", environment.globals["dictionary"])}
    named: Any = environment.globals["c"]
    domains = [(code, of(en, zh)) for code, (zh, en) in content.names["domains"].items()]
    drawn = {row["domain_code"] for row in content.trajectories}
    shown = {row["indicator_code"] for row in content.points[language]}
    context = {
        **content.found,
        "links": True,
        "domains": domains,
        "regions": [(code, of(en, zh)) for code, (zh, en) in content.names["regions"].items()],
        "years": content.years,
        "overview": content.overview[language],
        "verdicts": [(code, named("verdict", code)) for code in content.known["verdict"]],
        "questions": [(code, of(en, zh)) for code, en, zh in QUESTIONS if code in shown],
    }
    for page, heading in navigation:
        own = context
        if page == "trajectories":
            own = {**context, "domains": [pair for pair in domains if pair[0] in drawn]}
        made[f"{language}/{page}.html"] = _page(environment, page, page, heading, own)
    for plan in content.found["plans"]:
        identity = plan["plan_id"]
        ledger = content.coverage[identity]
        own = {**context, "plan": plan, "coverage": ledger.sections, "total": ledger.total}
        own["sections"] = content.sections[identity]
        made[f"{language}/plan-{identity}.html"] = _page(
            environment, "plans", f"plan-{identity}", plan[f"plan_title_{language}"], own
        )
    return made


@cache
def _vega() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script; its constants would meet ours in a classic script."""
    import vl_convert

    bundle: Any = vl_convert.javascript_bundle  # its stub asks for an argument
    return f"(() => {{{bundle()}}})();"


def _page(environment: jinja2.Environment, section: str, page: str, heading: str, context: dict[str, Any]) -> str:
    """Render one page; `page` is its file, `section` its place in the navigation."""
    scripts: tuple[str, ...] = ("assets/page.js",)
    if page in SCRIPTS:
        translations = f"assets/translations-{environment.globals['lang']}.js"
        own = (file.format(lang=environment.globals["lang"]) for file in SCRIPTS[page])
        scripts = ("assets/page.js", translations, "data/names.js", *own, f"assets/{page}.js")
    template = environment.get_template(f"atlas/{'plan' if page.startswith('plan-') else page}.html")
    return template.render(context, section=section, page=page, heading=heading, scripts=scripts)


def traditional() -> str:
    """Return the script with the traditional characters that a search folds."""
    return _data("traditional", search.traditional_forms())


def _data(name: str, value: Any) -> str:
    """A script that gives the pages data under a name; a file that is opened from a disk cannot fetch any."""
    return f"window.atlas = window.atlas || {{}};\natlas.{name} = {pages.script(value)};\n"


def _table(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Rows, with their column names once."""
    return {"columns": columns, "rows": [[row[column] for column in columns] for row in rows]}


def _names(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Names by code, in the order in which they are shown."""
    domains = connection.sql("select domain_code, domain_zh, domain_en from bi.domain order by sort_order").fetchall()
    regions = connection.sql("select region_code, region_zh, region_en from bi.region order by region_code").fetchall()
    titles = connection.sql(
        "select plan_id, plan_title_zh, plan_title_en from bi.plan order by first_year, plan_id"
    ).fetchall()
    sources = connection.sql("select source_id, coalesce(source_title, publisher) from bi.source order by 1").fetchall()
    return {
        "domains": {code: names for code, *names in domains},
        "regions": {code: names for code, *names in regions},
        "plans": {code: names for code, *names in titles},
        "sources": dict(sources),
    }


_INDICATORS = """
    select
        indicator_code, indicator_zh, indicator_en, definition_zh, definition_en, domain_code, direction, plan_count,
        floor, ceiling, coalesce(unit_label_en, '') as symbol,
        case when unit_symbol is null then '' else unit_en end as unit_name, unit_zh
    from bi.indicator
    order by indicator_code
"""


def _points(connection: duckdb.DuckDBPyConnection, language: Language, signs: dict[str, str]) -> list[dict[str, Any]]:
    """What plans say of every indicator, each promise with its verdict."""
    points = pages.rows(connection, queries.points(language))
    for point in points:
        sign, promised = signs[point["operator"]], point["value_role"] == "target"
        point["shown"] = written(point["operator"], point["value"], point["upper"], sign=sign, promised=promised)
    return points


_TRAJECTORIES = """
    select
        indicator_code, region_code, year, sequence_no, domain_code,
        recorded_compared_value, recorded_operator, recorded_value_text, recorded_value_id,
        coalesce(recorded_plan_id, recorded_source_id) as recorded_plan_id,
        recorded_compared_grade, target_compared_value, target_operator, target_value_text, target_value_id,
        target_plan_id, target_compared_grade, target_plan_count, first_target_compared_value, first_target_value_id
    from bi.trajectory
    qualify count(*) over (partition by indicator_code, region_code) > 1
    order by indicator_code, region_code, year
"""


def _trajectories(
    connection: duckdb.DuckDBPyConnection, points: list[dict[str, Any]], indicators: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The series of a place with two or more years, those of most plans first, with interval and written form."""
    by_id = {point["value_id"]: point for point in points}
    plan_counts = {one["indicator_code"]: one["plan_count"] for one in indicators}
    series = pages.rows(connection, _TRAJECTORIES)
    for row in series:
        for role in ("recorded", "target", "first_target"):
            point = by_id.get(row[f"{role}_value_id"], {})
            for column in ("value", "is_yearly_average", "lower", "upper", "shown"):
                row[f"{role}_{column}"] = point.get(column)
    return sorted(series, key=lambda row: -plan_counts[row["indicator_code"]])


_PROGRESS = """
    select * exclude (plan_first_year)
    from bi.progress
    order by
        not is_assessed, verdict != 'not_assessable',
        verdict_reason is not distinct from 'project_amount', plan_id, char_start, value_id
"""


def _progress(connection: duckdb.DuckDBPyConnection, signs: dict[str, str], verdicts: list[str]) -> str:
    """Every promise with its verdict and all columns that it follows from; names of codes, the pages know already."""
    targets = [
        {name: value for name, value in row.items() if not name.endswith(("_zh", "_en"))}
        for row in pages.rows(connection, _PROGRESS)
    ]
    columns = list(targets[0]) if targets else []
    audited = [(name, holds) for name, holds in catalog.descriptions(connection, "bi.progress") if name in columns]
    for target in targets:
        target["shown"] = written(
            target["operator"], target["target_value"], target["target_upper_bound"], sign=signs[target["operator"]]
        )
    return (
        _data("progress", _table([*columns, "shown"], targets))
        + _data("progress_columns", audited)
        + _data("verdicts", verdicts)
    )
