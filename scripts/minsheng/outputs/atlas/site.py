"""The atlas: a static site from the published warehouse, in English and Chinese, that asks for nothing outside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minsheng import durable
from minsheng.messages import Language
from minsheng.outputs import html as pages
from minsheng.outputs import search
from minsheng.outputs.atlas import chart, content, places
from minsheng.outputs.translations import LANGUAGES
from minsheng.text import hinted

if TYPE_CHECKING:
    import duckdb
    import jinja2

MARK = "assets/atlas.css"
"""The file by which a folder is known to hold an atlas, and may be replaced."""

NAVIGATION = (
    ("overview", "Overview", "总览"),
    ("promises", "Promises", "承诺"),
    ("compare", "Indicators", "指标"),
    ("trajectories", "Trajectories", "轨迹"),
    ("progress", "Progress", "进展"),
    ("ambition", "Ambition", "力度"),
    ("findings", "Findings", "发现"),
    ("places", "Places", "地区"),
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
        "三地承诺的人均体育场地面积是多少（2012 至 2027 年）？",
    ),
)

_CHART = ("assets/vega.js", "assets/charts.js", "assets/panel.js")
_FILTER = ("data/traditional.js", "assets/filter.js")
_TARGETS = ("data/indicators-{lang}.js", "data/progress-{lang}.js", "data/traditional.js", "assets/targets.js")

SCRIPTS = {
    "compare": (
        *_CHART,
        "data/indicators-{lang}.js",
        "data/points-{lang}.js",
        "data/bodies-{lang}.js",
        "data/findings-{lang}.js",
        "data/traditional.js",
        "assets/search.js",
        "assets/compare.js",
    ),
    "trajectories": (*_CHART, "data/indicators-{lang}.js", "data/trajectories-{lang}.js", "assets/trajectories.js"),
    "promises": (*_TARGETS, "data/bodies-{lang}.js", "assets/promises.js"),
    "progress": (*_TARGETS, "assets/progress.js"),
    "ambition": _FILTER,
    "findings": _FILTER,
    "plan": _FILTER,
}
"""What a kind of page needs besides what all need; `{lang}` stands for the language."""


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
    shown = content.read(connection)
    made = {
        "assets/vega.js": chart.library(),
        "assets/charts.js": _data("charts", {"panel": chart.compiled()}),
        "data/names.js": _data("names", shown.names) + _data("build", shown.found["run"].run_id),
        "data/traditional.js": traditional(),
    }
    ours = {file for files in SCRIPTS.values() for file in files if file.startswith("assets/")} - made.keys()
    for file in ("assets/atlas.css", "assets/page.js", *sorted(ours)):
        made[file] = pages.static(file.removeprefix("assets/"))
    for language in Language:
        made |= _in_language(language, shown)
    start = pages.environment("en", shown.known).get_template("atlas/index.html")
    return {**made, "index.html": start.render(languages=LANGUAGES)}


def _in_language(language: Language, shown: content.Content) -> dict[str, str]:
    """Render the pages of a language, and the data that has names in it."""

    def of(en: str, zh: str) -> str:
        return zh if language is Language.zh else en

    environment = pages.environment(language, shown.known)
    navigation = [(page, of(en, zh)) for page, en, zh in NAVIGATION]
    environment.globals.update(languages=LANGUAGES, names=shown.names, navigation=navigation)
    points, bodies = shown.points[language], shown.bodies[language]
    context = _context(language, shown, environment)
    made = {
        f"assets/translations-{language}.js": _data("translations", environment.globals["dictionary"]),
        f"data/indicators-{language}.js": _data("indicators", _table(shown.indicators[language])),
        f"data/points-{language}.js": _data("points", _table(points)) + _data("headlines", shown.headlines[language]),
        f"data/trajectories-{language}.js": _data("trajectories", _table(shown.trajectories[language])),
        f"data/progress-{language}.js": _data("progress", _table(shown.targets[language]))
        + _data("progress_columns", shown.audited[language])
        + _data("verdicts", list(shown.known["verdict"])),
        f"data/bodies-{language}.js": _data("bodies", bodies.names) + _data("responsible", _table(bodies.promises)),
        f"data/findings-{language}.js": _data("findings", _table(_findings(language, shown))),
    }
    for page, heading in navigation:
        made[f"{language}/{page}.html"] = _page(environment, page, page, heading, context)
    for plan in shown.found["plans"]:
        identity = plan["plan_id"]
        own = {"plan": plan, "ledger": shown.coverage[identity], "sections": shown.sections[identity]}
        made[f"{language}/plan-{identity}.html"] = _page(
            environment, "plans", f"plan-{identity}", plan[f"plan_title_{language}"], context | own
        )
    for code, place in shown.places.by_code.items():
        own = places.page(place, shown.found, shown.counts, points, shown.names["domains"])
        made[f"{language}/place-{code}.html"] = _page(
            environment, "places", f"place-{code}", of(place.name_en, place.name_zh), context | own
        )
    return made


def _context(language: Language, shown: content.Content, environment: jinja2.Environment) -> dict[str, Any]:
    """Return what the templates of every page find."""
    side = list(LANGUAGES).index(language)
    named: Any = environment.globals["c"]
    domains = [(code, names[1 - side]) for code, names in shown.names["domains"].items()]
    drawn = {row["domain_code"] for row in shown.trajectories[language]}
    present = {row["indicator_code"] for row in shown.points[language]}
    return {
        **shown.found,
        "links": True,
        "domains": domains,
        "drawn_domains": [pair for pair in domains if pair[0] in drawn],
        "regions": [(code, shown.names["regions"][code][1 - side]) for code in shown.places.by_code],
        "years": shown.years,
        "places": shown.places,
        "place": None,
        "matrix": places.matrix(shown.counts, shown.names["domains"]),
        "overview": shown.overview[language],
        "verdicts": [(code, named("verdict", code)) for code in shown.known["verdict"]],
        "bodies": [(body, name) for body, name, _ in shown.bodies[language].names],
        "indicator_names": {one["indicator_code"]: one["indicator"] for one in shown.indicators[language]},
        "questions": [(code, texts[side]) for code, *texts in QUESTIONS if code in present],
    }


def _findings(language: Language, shown: content.Content) -> list[dict[str, Any]]:
    """Return what the page of an indicator says of its findings, the gravest first."""
    return [
        {"explanation": one[f"explanation_{language}"]}
        | {name: one[name] for name in ("finding_key", "indicator_code", "severity", "status", "left_value_id")}
        for one in shown.found["findings"]
        if one["indicator_code"]
    ]


def _page(environment: jinja2.Environment, section: str, page: str, heading: str, context: dict[str, Any]) -> str:
    """Render one page; `page` is its file, `section` its place in the navigation."""
    kind = page.partition("-")[0]
    language = environment.globals["lang"]
    own = (file.format(lang=language) for file in SCRIPTS.get(kind, ()))
    scripts = (f"assets/translations-{language}.js", "data/names.js", "assets/page.js", *own)
    template = environment.get_template(f"atlas/{kind}.html")
    return template.render(context, section=section, page=page, heading=heading, scripts=scripts)


def traditional() -> str:
    """Return the script with the traditional characters that a search folds."""
    return _data("traditional", search.traditional_forms())


def _data(name: str, value: Any) -> str:
    """A script that gives the pages data under a name; a file that is opened from a disk cannot fetch any."""
    return f"window.atlas = window.atlas || {{}};\natlas.{name} = {pages.script(value)};\n"


def _table(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Rows, with their column names once."""
    columns = list(rows[0]) if rows else []
    return {"columns": columns, "rows": [[row[column] for column in columns] for row in rows]}
