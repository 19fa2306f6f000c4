"""The same models built by SQLMesh: `python -m bench.mesh` in its own environment (`make bench-peer`).

Each compiled model becomes a model of SQLMesh of the same name, unchanged but for the catalog of the steps; tables are
FULL, views VIEW. Tests, contracts and comments are left out.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from bench.sql import relocated

CONFIG = """
gateways:
  own:
    connection: {{type: duckdb, database: '{database}'}}
default_gateway: own
model_defaults: {{dialect: duckdb, start: '2020-01-01'}}
disable_anonymized_analytics: true
"""
MODEL = "MODEL (name {schema}.{name}, kind {kind});\n\n{sql}\n"


def main(project: str, database: str, inputs: str) -> None:
    """Build all models and print how many there are.

    Args:
        project: a checkout whose dbt has compiled them.
        database: the file to make.
        inputs: folder of the accepted rows.
    """
    from sqlmesh import Context

    target = Path(project) / "target/release"
    nodes = json.loads((target / "manifest.json").read_text("utf-8"))["nodes"]
    models = [node for node in nodes.values() if node["resource_type"] == "model"]
    with tempfile.TemporaryDirectory(prefix="bench-mesh-") as name:
        folder = Path(name)
        (folder / "models").mkdir()
        (folder / "config.yaml").write_text(CONFIG.format(database=database), "utf-8")
        for node in models:
            sql = (target / "compiled/minsheng" / node["original_file_path"]).read_text("utf-8")
            sql = relocated(sql, inputs).replace('"steps".', "")
            kind = "VIEW" if node["config"]["materialized"] == "view" else "FULL"
            text = MODEL.format(schema=node["schema"], name=node["name"], kind=kind, sql=sql.strip().rstrip(";"))
            (folder / "models" / f"{node['name']}.sql").write_text(text, "utf-8")
        Context(paths=str(folder)).plan(auto_apply=True, no_prompts=True)
    print(json.dumps({"models": len(models)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
