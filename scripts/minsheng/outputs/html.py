"""What the pages for readers share: rows of the warehouse, templates, and text that is safe inside a script."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from minsheng.outputs import code_lists
from minsheng.outputs.figures import plain
from minsheng.outputs.translations import dictionary
from minsheng.warehouse import gate

if TYPE_CHECKING:
    import duckdb

SEVERITIES = ("critical", "warning", "info")

_FINDINGS = """
    select
        finding_key, check_id, check_title_zh, check_title_en, severity, status, plan_id, explanation_zh,
        explanation_en, known_class, known_explanation_zh, known_explanation_en, indicator_code, indicator_zh,
        indicator_en, domain_code, domain_zh, domain_en, region_code, left_value_id, left_section, right_value_id,
        right_section, coalesce(right_plan_id, plan_id) as right_plan_id
    from bi.finding
    order by
        status = 'not_applicable', position(severity[1] in 'cwi'), plan_first_year, plan_id, check_id, left_value_id,
        finding_key
"""
_CHECKS = """
    select
        check_id, check_title_zh, check_title_en, description_zh, description_en, severity, subject_count,
        pass_count, fail_count, explained_count, not_applicable_count
    from bi.check_run
    order by position(severity[1] in 'cwi'), check_id
"""


def rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    """Return the rows of a query, each by column name."""
    relation = connection.sql(sql)
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def findings(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return what templates/findings.html shows."""
    plans = rows(connection, "from bi.plan order by first_year, plan_id")
    found = rows(connection, _FINDINGS)
    checks = rows(connection, _CHECKS)
    counts = {
        (plan["plan_id"], severity): sum(
            f["plan_id"] == plan["plan_id"] and f["severity"] == severity and f["status"] != "not_applicable"
            for f in found
        )
        for plan in plans
        for severity in SEVERITIES
    }
    return {
        "plans": plans,
        "findings": found,
        "counts": counts,
        "severities": SEVERITIES,
        "checks": checks,
        "run": gate.run_of(connection),
    }


def script(value: Any) -> Markup:
    """Write a value as JSON that no text in it can break out of, be it in an HTML page or a script file.

    Decimals become texts without trailing zeros, so that no figure passes through a binary fraction on its way to the
    reader; dates become ISO 8601.
    """

    def other(value: Any) -> str:
        if isinstance(value, Decimal):
            return plain(value)
        if isinstance(value, date):
            return value.isoformat()
        raise TypeError(f"cannot write {type(value).__name__} as JSON")

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=other)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def static(file: str) -> Markup:
    """Return a style sheet or a script of ours."""
    return Markup((files("minsheng.outputs") / "static" / file).read_text("utf-8"))


def environment(language: str, known: code_lists.Codes) -> jinja2.Environment:
    """Return the templates for one language, all text escaped.

    Templates find `t` (the text in the page's language), `w` (a text of the pages, by its key), `c` (the name of a
    code of a list), `codes` (the lists), `static` and the filter `script`.
    """
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("minsheng.outputs"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    texts = dictionary(language, known)
    made.filters["script"] = script
    made.globals.update(
        lang=language,
        t=lambda en, zh: zh if language == "zh" else en,
        w=lambda key: texts[key],
        c=lambda code_list, code: texts.get(f"{code_list}.{code}", code),
        codes=known,
        static=static,
        plain=plain,
        dictionary=texts,
    )
    return made
