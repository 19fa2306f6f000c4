"""Targets of dbt whose engines are tested, and the data that they are tested on."""

import os
import subprocess
import time
from dataclasses import dataclass, replace
from pathlib import Path

from helpers import HANG, ROOT

ENGINES = ROOT / ".venv-engines"
LANDED = {
    "postgres": int(os.environ.get("MINSHENG_ENGINES_LANDED", "100000")),
    "spark": int(os.environ.get("MINSHENG_ENGINES_LANDED_SPARK", "0")),
}
"""Landed values beside the real ones in the second round of each engine; 0: no such round."""


@dataclass(frozen=True)
class Data:
    """Rows that the input check has accepted, and the warehouse that DuckDB makes of them."""

    inputs: Path
    warehouse: Path


@dataclass(frozen=True)
class Target:
    """A target of dbt with what its engine needs to be found."""

    name: str
    variables: dict[str, str]
    folder: Path

    def run(self, program: str, *arguments: str, data: Data, codes: tuple[int, ...] = (0,)) -> str:
        """Run `dbt` or `minsheng` of the environment of the engines; return what it prints."""
        places = {"MINSHENG_INPUTS": str(data.inputs), "MINSHENG_DATABASE": str(data.warehouse)}
        command = [str(ENGINES / "bin" / program), *arguments, "--target", self.name]
        if program == "dbt":
            command += ["--target-path", str(self.folder / "target"), "--log-path", str(self.folder / "logs")]
        started = time.monotonic()
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **self.variables, **places},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=HANG,
        )
        print(f"{self.name}: {program} {' '.join(arguments[:4])}: {time.monotonic() - started:.0f} s")
        said = done.stdout + done.stderr
        assert done.returncode in codes, "\n".join(said.splitlines()[-60:])
        return done.stdout

    def apart(self, name: str) -> "Target":
        """Return the same engine with tables of its own."""
        raise NotImplementedError


@dataclass(frozen=True)
class Spark(Target):
    """Spark in dbt's process and executors of its own."""

    def apart(self, name: str) -> "Spark":
        folder = self.folder / name
        return Spark(self.name, {**self.variables, "MINSHENG_SPARK": str(folder / "data")}, folder)


@dataclass(frozen=True)
class Postgres(Target):
    """A server with its own client beside it."""

    programs: Path

    def apart(self, name: str) -> "Postgres":
        self.sql(f"create database {name} locale 'C' encoding 'UTF8' template template0")
        return replace(self, variables={**self.variables, "PGDATABASE": name}, folder=self.folder / name)

    def sql(self, statement: str, user: str = "minsheng", code: int = 0) -> str:
        """Run a statement as a role; return what it gives, or why it does not."""
        done = subprocess.run(
            [str(self.programs / "psql"), "-v", "ON_ERROR_STOP=1", "-At", "-c", statement],
            env={**os.environ, **self.variables, "PGUSER": user},
            capture_output=True,
            encoding="utf-8",
        )
        assert done.returncode == code, done.stdout + done.stderr
        return (done.stdout + done.stderr).strip()
