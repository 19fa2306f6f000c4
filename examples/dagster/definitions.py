"""minsheng under Dagster: the input check, plain dbt with its tests as asset checks, then publication.

Dagster has an environment of its own (`make test-dagster` makes it); `minsheng` is called where `make build` put it.
"""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DbtCliResource, DbtProject, dbt_assets

ROOT = Path(__file__).parents[2]
FILE = os.environ.get("MINSHENG_DEV_DATABASE", "data/dev.duckdb")
POOL = "minsheng"
"""One at a time (dagster.yaml): a DuckDB file has one writer, and all that is here writes to one file."""

project = DbtProject(project_dir=ROOT, profiles_dir=ROOT / "profiles", target="dev")
project.prepare_if_dev()
MANIFEST = json.loads(project.manifest_path.read_text("utf-8"))
SOURCES = sorted(source["name"] for source in MANIFEST["sources"].values())


def minsheng(*arguments: str) -> str:
    """Run the command; return what it prints. Its messages go to the log of the run."""
    command = [str(ROOT / ".venv" / "bin" / "minsheng"), *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


@dg.multi_asset(specs=[dg.AssetSpec(["inputs", name]) for name in SOURCES], pool=POOL)
def accepted_rows() -> Iterator[dg.MaterializeResult]:
    """The rows of the input files, checked; a file that breaks its contract ends the run here."""
    minsheng("check-inputs")
    for name in SOURCES:
        yield dg.MaterializeResult(asset_key=["inputs", name])


@dbt_assets(manifest=MANIFEST, project=project, pool=POOL)
def models(context: dg.AssetExecutionContext, dbt: DbtCliResource) -> Iterator[Any]:
    """All models and their data tests, into a file that is not published."""
    yield from dbt.cli(["build", "--exclude-resource-type", "unit_test"], context=context).stream()


@dg.asset(deps=[models], pool=POOL)
def published_warehouse() -> dg.MaterializeResult:
    """The file behind the gate, with history and exports, in the place of the published one."""
    answer = json.loads(minsheng("publish", FILE, "--json"))
    return dg.MaterializeResult(metadata={key: answer[key] for key in ("status", "build_id", "message")})


refresh = dg.define_asset_job("refresh", selection="*")
defs = dg.Definitions(
    assets=[accepted_rows, models, published_warehouse],
    jobs=[refresh],
    schedules=[dg.ScheduleDefinition(job=refresh, cron_schedule="*/15 * * * *")],
    resources={"dbt": DbtCliResource(project_dir=project)},
)
