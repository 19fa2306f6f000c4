"""Write the columns of each Superset dataset from its view, with the view's comments (`make docs-output`)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    import duckdb

FOLDER = Path(__file__).parent / "datasets" / "minsheng"


def described(connection: duckdb.DuckDBPyConnection, view: str) -> dict[str, Any]:
    """Return what a dataset says of its view: `description` and `columns`, in the form that Superset imports.

    Args:
        connection: the warehouse.
        view: name of a view of schema bi.
    """
    (comment,) = connection.execute(
        "select trim(comment, e' \\n') from duckdb_views() where schema_name = 'bi' and view_name = ?", [view]
    ).fetchone() or ("",)
    columns = connection.execute(
        "select column_name, data_type, comment from duckdb_columns()"
        " where schema_name = 'bi' and table_name = ? order by column_index",
        [view],
    ).fetchall()
    return {
        "description": comment,
        "columns": [
            {"column_name": name, "type": data_type, "description": holds, "is_dttm": data_type == "DATE"}
            for name, data_type, holds in columns
        ],
    }


def main() -> None:
    """Rewrite the datasets from the published warehouse."""
    from minsheng import paths
    from minsheng.warehouse import published

    with published.connect(paths.warehouse()) as connection:
        for path in sorted(FOLDER.glob("*.yaml")):
            dataset = yaml.safe_load(path.read_text("utf-8"))
            dataset |= described(connection, dataset["table_name"])
            text = yaml.safe_dump(dataset, allow_unicode=True, sort_keys=False, width=110)
            path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
