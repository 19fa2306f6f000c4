"""Who is responsible for a promise: the bodies that its plan prints beside it, or for its whole paragraph."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from minsheng.messages import Language
from minsheng.outputs import html as pages

if TYPE_CHECKING:
    import duckdb

_RESPONSIBLE = """
    select
        promise_id, indicator_code, plan_id, region_code, year, organization_id,
        organization_{language} as organization, successor_organization_{language} as successor,
        min(organization_role) as organization_role
    from bi.responsibility
    where promise_id is not null
    group by all
    order by plan_id, indicator_code, region_code, year, promise_id, organization_id
"""
"""A body that leads in one statement of a promise and supports in another leads."""


@dataclass
class Bodies:
    """Bodies, and the promises that they are responsible for."""

    names: list[tuple[str, str, str | None]]
    """Identifier and name of each body, and the name of the one that took over its work; by place and function."""
    promises: list[dict[str, Any]]
    """Promises for which a plan names bodies: which of `names` lead, and which support, counted from 0."""


def read(connection: duckdb.DuckDBPyConnection, language: Language) -> Bodies:
    """Return who is responsible for what, names in a language."""
    rows = pages.rows(connection, _RESPONSIBLE.format(language=language))
    names = sorted({(row["organization_id"], row["organization"], row["successor"]) for row in rows})
    numbers = {organization_id: n for n, (organization_id, *_) in enumerate(names)}
    promises = []
    for _, group in groupby(rows, key=lambda row: row["promise_id"]):
        own = list(group)
        promise = {name: own[0][name] for name in ("promise_id", "indicator_code", "plan_id", "region_code", "year")}
        for role in ("lead", "support"):
            promise[role] = [numbers[row["organization_id"]] for row in own if row["organization_role"] == role]
        promises.append(promise)
    return Bodies(names, promises)
