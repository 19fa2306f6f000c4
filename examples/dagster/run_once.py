"""Run the example in a folder of its own, and see that all assets and checks pass and the warehouse is published."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory


def main() -> None:
    """Materialize everything once.

    Raises:
        SystemExit: an asset or a check failed, or nothing was published.
    """
    with TemporaryDirectory(prefix="minsheng-dagster-") as name:
        folder = Path(name)
        places = {"DATABASE": "minsheng.duckdb", "DEV_DATABASE": "dev.duckdb", "INPUTS": "inputs"}
        os.environ |= {f"MINSHENG_{what}": str(folder / place) for what, place in places.items()}
        os.environ |= {"DAGSTER_IS_DEV_CLI": "1", "DO_NOT_TRACK": "1"}
        import dagster as dg

        from definitions import accepted_rows, defs, models, published_warehouse

        with dg.DagsterInstance.local_temp(name) as instance:
            assets: Sequence[dg.AssetsDefinition] = [accepted_rows, models, published_warehouse]
            result = dg.materialize(assets, instance=instance, resources=defs.resources, raise_on_error=False)
        checks = result.get_asset_check_evaluations()
        made = result.get_asset_materialization_events()
        failed = [check.check_name for check in checks if not check.passed]
        is_published = (folder / "published.json").is_file()
        print(f"{len(made)} assets, {len(checks)} asset checks, {len(failed)} failed; published: {is_published}")
        if failed or not result.success or not is_published or not checks:
            raise SystemExit(1)


if __name__ == "__main__":
    main()
