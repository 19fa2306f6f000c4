"""What the pages of the atlas show, read from the views of bi."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from minsheng.messages import Language
from minsheng.outputs import code_lists as codes
from minsheng.outputs import html as pages
from minsheng.outputs import names, queries
from minsheng.outputs.atlas import bodies, headlines, overview, places, plans
from minsheng.outputs.translations import heading, meaning, written
from minsheng.warehouse import catalog

if TYPE_CHECKING:
    import duckdb

    from minsheng.outputs.search import Entry

Rows = list[dict[str, Any]]


@dataclass
class Content:
    """What the pages of both languages show."""

    known: codes.Codes
    names: dict[str, Any]
    indicators: dict[Language, Rows]
    points: dict[Language, Rows]
    headlines: dict[Language, dict[str, str]]
    """What is most worth saying of each indicator, by its code."""
    trajectories: dict[Language, Rows]
    targets: dict[Language, Rows]
    """Promises with their verdicts."""
    audited: dict[Language, list[tuple[str, str, str]]]
    """The columns that a verdict follows from, their headings, and what they hold."""
    bodies: dict[Language, bodies.Bodies]
    found: dict[str, Any]
    """Findings, rules, plans and the gate's run."""
    coverage: dict[str, plans.Ledger]
    sections: dict[str, list[tuple[str, Rows]]]
    counts: list[places.Count]
    places: places.Places
    overview: dict[Language, dict[str, Any]]

    @property
    def years(self) -> list[int]:
        """In which promises end."""
        return sorted({one.year for one in self.counts})


def read(connection: duckdb.DuckDBPyConnection) -> Content:
    """Return what the pages show; the same warehouse gives the same."""
    known = codes.read(connection)
    signs = {
        Language.zh: {code: entry.sign_zh for code, entry in known["operator"].items()},
        Language.en: {code: entry.sign_en for code, entry in known["operator"].items()},
    }
    entries = {entry.code: entry for entry in names.entries(connection, "indicator")}
    indicators = {language: _indicators(connection, language, entries) for language in Language}
    points = {language: _points(connection, language, signs[language]) for language in Language}
    found = pages.findings(connection)
    coverage = plans.ledgers(connection, [plan["plan_id"] for plan in found["plans"]], list(known["exclusion_reason"]))
    targets, audited = _targets(connection)
    return Content(
        known=known,
        names=_names(connection, known),
        indicators=indicators,
        points=points,
        headlines={one: headlines.read(connection, one, points[one], indicators[one]) for one in Language},
        trajectories={one: _trajectories(connection, points[one], indicators[one]) for one in Language},
        targets={one: _written(targets, signs[one]) for one in Language},
        audited=audited,
        bodies={language: bodies.read(connection, language) for language in Language},
        found=found,
        coverage=coverage,
        sections=plans.sections(connection, coverage, signs),
        counts=places.counts(connection),
        places=places.read(connection),
        overview={language: overview.read(connection, language) for language in Language},
    )


def _names(connection: duckdb.DuckDBPyConnection, known: codes.Codes) -> dict[str, Any]:
    """Names by code, in the order in which they are shown, and what the codes that are explained to readers mean."""
    domains = connection.sql("select domain_code, domain_zh, domain_en from bi.domain order by sort_order").fetchall()
    regions = connection.sql(
        "select region_code, region_zh, region_en, value_count from bi.region order by 1"
    ).fetchall()
    titles = connection.sql(
        "select plan_id, plan_title_zh, plan_title_en from bi.plan order by first_year, plan_id"
    ).fetchall()
    sources = connection.sql("select source_id, coalesce(source_title, publisher) from bi.source order by 1").fetchall()
    return {
        "domains": {code: names for code, *names in domains},
        "regions": {code: names for code, *names, _ in regions},
        "plans": {code: names for code, *names in titles},
        "sources": dict(sources),
        "pages": [code for code, *_, value_count in regions if value_count],
        "meanings": {
            code_list: {code: [entry.meaning_zh, entry.meaning_en] for code, entry in known[code_list].items()}
            for code_list in ("match_grade", "aggregation")
        },
    }


def _indicators(connection: duckdb.DuckDBPyConnection, language: Language, entries: dict[str, Entry]) -> Rows:
    """Every indicator in the words of a language, with the texts that a search looks at."""
    indicators = pages.rows(
        connection,
        f"""
        select
            indicator_code, coalesce(indicator_{language}, indicator_zh) as indicator,
            coalesce(definition_{language}, definition_zh) as definition, domain_code, direction, shape, aggregation,
            plan_count, floor, ceiling, {queries.UNIT[language]} as symbol
        from bi.indicator
        order by indicator_code
    """,
    )
    for one in indicators:
        entry = entries[one["indicator_code"]]
        one |= {"search_names": entry.search_names, "search_words": entry.search_words}
    return indicators


def _points(connection: duckdb.DuckDBPyConnection, language: Language, signs: dict[str, str]) -> Rows:
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


def _trajectories(connection: duckdb.DuckDBPyConnection, points: Rows, indicators: Rows) -> Rows:
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


_TARGETS = """
    select * exclude (plan_first_year)
    from bi.progress
    order by
        not is_assessed, verdict != 'not_assessable',
        verdict_reason is not distinct from 'project_amount', plan_id, char_start, value_id
"""


def _targets(connection: duckdb.DuckDBPyConnection) -> tuple[Rows, dict[Language, list[tuple[str, str, str]]]]:
    """Every promise with its verdict and all columns that it follows from; names of codes, the pages know already."""
    targets = [
        {name: value for name, value in row.items() if not name.endswith(("_zh", "_en"))}
        for row in pages.rows(connection, _TARGETS)
    ]
    columns = list(targets[0]) if targets else []
    comments = connection.execute(catalog.columns_of("bi.progress")).fetchall()
    audited = {
        language: [
            (name, heading(name, language), meaning(name, comment, language))
            for name, _, comment in comments
            if name in columns
        ]
        for language in Language
    }
    return targets, audited


def _written(targets: Rows, signs: dict[str, str]) -> Rows:
    """Add to each promise how its number is written with its operator."""
    return [
        target
        | {
            "shown": written(
                target["operator"], target["target_value"], target["target_upper_bound"], sign=signs[target["operator"]]
            )
        }
        for target in targets
    ]
