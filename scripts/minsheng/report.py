"""The consistency report: one self-contained HTML page from the published warehouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jinja2

if TYPE_CHECKING:
    import duckdb

SEVERITIES = ("critical", "warning", "info")

_FINDINGS = """
    select
        f.finding_key, f.check_id, f.severity, f.status, f.plan_id, f.explanation, f.known_class, f.known_explanation,
        i.name_zh as indicator_zh, i.name_en as indicator_en, d.name_zh as domain_zh, d.name_en as domain_en,
        f.left_value_id, f.left_section, f.right_value_id, f.right_section,
        coalesce(f.right_plan_id, f.plan_id) as right_plan_id
    from fct_finding as f
    left join dim_indicator as i using (indicator_code)
    left join dim_domain as d using (domain_code)
    order by f.plan_id, position(f.severity[1] in 'cwi'), f.check_id, f.left_value_id, f.finding_key
"""


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    relation = connection.sql(sql)
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]


def render(connection: duckdb.DuckDBPyConnection) -> str:
    """Render the report.

    Args:
        connection: the warehouse.

    Returns:
        HTML with its styles and script inside; nothing is fetched when it is opened.
    """
    plans = _rows(connection, "from dim_plan order by first_year, plan_id")
    findings = _rows(connection, _FINDINGS)
    counts = {
        (plan["plan_id"], severity): sum(
            f["plan_id"] == plan["plan_id"] and f["severity"] == severity and f["status"] != "not_applicable"
            for f in findings
        )
        for plan in plans
        for severity in SEVERITIES
    }
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("minsheng"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template("report.html").render(
        plans=plans,
        findings=findings,
        counts=counts,
        severities=SEVERITIES,
        checks=_rows(connection, "from fct_check_run order by position(severity[1] in 'cwi'), check_id"),
        run=_rows(connection, "from ge_run order by ran_at desc limit 1")[0],
        results=_rows(connection, "from ge_result order by result_no"),
    )
