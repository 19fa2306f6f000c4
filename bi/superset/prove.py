"""Prove the bundle with a real Superset (`make bi-proof`): import it, run every chart, print the rows of each.

Runs in Superset's own environment. Superset keeps its own data in a temporary folder; the warehouse is copied there
too, so that the last step can put a new build in its place, as a refresh does. Fails where a chart has an error or no
rows, where the connection can write, or where a chart goes on showing the old build.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

import bundle

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

CONFIG = """
SECRET_KEY = {key!r}
SQLALCHEMY_DATABASE_URI = "sqlite:///{folder}/superset.db"
WTF_CSRF_ENABLED = False
LOG_LEVEL = "ERROR"
TALISMAN_ENABLED = False
"""
USER, PASSWORD = "admin", secrets.token_urlsafe()


def start(folder: Path) -> None:
    """Prepare a Superset with an empty metadata database in `folder`, and one user."""
    config = folder / "superset_config.py"
    config.write_text(CONFIG.format(key=secrets.token_urlsafe(42), folder=folder), "utf-8")
    os.environ |= {"SUPERSET_CONFIG_PATH": str(config), "SUPERSET_HOME": str(folder)}
    superset("db", "upgrade")
    superset("init")
    user = {"username": USER, "password": PASSWORD, "firstname": "a", "lastname": "b", "email": "a@example.org"}
    superset("fab", "create-admin", *(word for name, value in user.items() for word in (f"--{name}", value)))


def superset(*arguments: str) -> None:
    """Run a command of Superset.

    Raises:
        SystemExit: it failed.
    """
    program = str(Path(sys.executable).with_name("superset"))
    result = subprocess.run([program, *arguments], capture_output=True, text=True, encoding="utf-8")
    if result.returncode:
        raise SystemExit(f"superset {arguments[0]} failed\n{result.stderr[-4000:]}")


def log_in(app: Flask) -> tuple[FlaskClient, dict[str, str]]:
    """Return a client of Superset's API and the headers that name its user."""
    client = app.test_client()
    body = {"username": USER, "password": PASSWORD, "provider": "db"}
    token = client.post("/api/v1/security/login", json=body).get_json()["access_token"]
    return client, {"Authorization": f"Bearer {token}"}


def query_of(params: dict[str, Any]) -> dict[str, Any]:
    """Return the query of a chart, as Superset's pages send it."""
    filters = [{"col": f["subject"], "op": f["operator"], "val": f["comparator"]} for f in params["adhoc_filters"]]
    query = {"filters": filters, "row_limit": params["row_limit"]}
    if params.get("query_mode") == "raw":
        return query | {
            "columns": params["all_columns"],
            "orderby": [json.loads(order) for order in params["order_by_cols"]],
        }
    return query | {"columns": [params["x_axis"], *params["groupby"]], "metrics": params["metrics"]}


def run(client: FlaskClient, headers: dict[str, str], chart_id: int) -> dict[str, Any]:
    """Run a chart's query through the API that Superset's pages use, past its cache.

    Returns:
        `rowcount`, `data` (one dictionary a row), `query` (the SQL).

    Raises:
        SystemExit: Superset reports an error.
    """
    answer = client.get(f"/api/v1/chart/{chart_id}", headers=headers)
    if answer.status_code != 200:
        raise SystemExit(f"chart {chart_id}: {answer.get_data(as_text=True)}")
    chart = answer.get_json()["result"]
    params = json.loads(chart["params"])
    dataset = {"id": int(params["datasource"].split("__")[0]), "type": "table"}
    body = {"datasource": dataset, "queries": [query_of(params)], "form_data": params, "force": True}
    answer = client.post("/api/v1/chart/data", json=body, headers=headers)
    result = (answer.get_json().get("result") or [{}])[0]
    if answer.status_code != 200 or result.get("error"):
        raise SystemExit(f"{chart['slice_name']}: {result.get('error') or answer.get_data(as_text=True)}")
    return dict(result)


def refuse(client: FlaskClient, headers: dict[str, str], sql: str, reason: str) -> str:
    """Try what the imported connection has to refuse, with Superset's own ban on writing lifted.

    Args:
        client: of Superset's API.
        headers: name its user.
        sql: writes, or reads another file.
        reason: words of the refusal.

    Returns:
        Why it was refused.

    Raises:
        SystemExit: it was not.
    """
    (database,) = client.get("/api/v1/database/", headers=headers).get_json()["result"]
    client.put(f"/api/v1/database/{database['id']}", json={"allow_dml": True}, headers=headers)
    body = {"database_id": database["id"], "sql": sql, "runAsync": False}
    answer = client.post("/api/v1/sqllab/execute/", json=body, headers=headers)
    message = answer.get_json().get("errors", [{}])[0].get("message", "")
    if answer.status_code == 200 or reason not in message:
        raise SystemExit(f"{sql} was not refused: {answer.get_data(as_text=True)[:500]}")
    return str(message)


def publish_another(warehouse: Path) -> None:
    """Put a build with one finding less in the warehouse's place, in one step, as a refresh does."""
    import duckdb

    newer = warehouse.with_name("newer.duckdb")
    shutil.copy(warehouse, newer)
    with duckdb.connect(str(newer)) as connection:
        connection.execute(
            "delete from fct_finding where finding_key = (select max(finding_key) from bi.finding"
            " where status != 'not_applicable')"
        )
    os.replace(newer, warehouse)


def prove(published: Path, folder: Path) -> None:
    """Run the proof on a copy of the published warehouse in `folder`.

    Raises:
        SystemExit: something is not as it should be.
    """
    warehouse = folder / "published.duckdb"
    shutil.copyfile(published, warehouse)
    bundle.write(warehouse, folder / "bundle.zip")
    start(folder)
    superset("import-dashboards", "--path", str(folder / "bundle.zip"), "--username", USER)
    from superset.app import create_app

    client, headers = log_in(create_app())
    # Errors are in the answers.
    logging.disable()
    listed = client.get("/api/v1/chart/?q=(page_size:100)", headers=headers).get_json()["result"]
    charts = {chart["slice_name"]: chart["id"] for chart in listed}
    names = sorted(yaml.safe_load(path.read_text("utf-8"))["slice_name"] for path in bundle.FOLDER.glob("charts/*"))
    if sorted(charts) != names:
        raise SystemExit(f"Superset has the charts {sorted(charts)}, the bundle {names}")

    rows = {name: run(client, headers, charts[name])["rowcount"] for name in names}
    print("rows  chart")
    for name, count in rows.items():
        print(f"{count:>4}  {name}")
    if empty := [name for name, count in rows.items() if not count]:
        raise SystemExit(f"no rows: {', '.join(empty)}")
    writing = refuse(client, headers, "create table bi.nothing as select 1 as a", "read-only")
    print(f"writing is refused: {writing}")
    reading = refuse(client, headers, "select * from read_text('README.md')", "disabled by configuration")
    print(f"reading another file is refused: {reading}")

    publish_another(warehouse)
    (name,) = (name for name in names if name.startswith("5 "))
    after = run(client, headers, charts[name])["rowcount"]
    if after != rows[name] - 1:
        raise SystemExit(f"{name}: {after} rows after a build with one less than {rows[name]}; it reads the old build")
    print(f"after a build with one finding less: {after} rows in {name}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: prove.py WAREHOUSE")
    with tempfile.TemporaryDirectory(prefix="minsheng-superset-") as temporary:
        prove(Path(sys.argv[1]), Path(temporary))
