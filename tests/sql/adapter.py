"""dbt's `adapter` for sqlfluff, which renders models without dbt: the DuckDB form of a macro, else its default."""

from typing import Any

import jinja2
from jinja2.runtime import Context


@jinja2.pass_context
def dispatch(context: Context, name: str, package: str | None = None) -> Any:
    """Return the macro that dbt would call on DuckDB.

    Raises:
        KeyError: no macro has that name.
    """
    return context.get(f"duckdb__{name}") or context[f"default__{name}"]
