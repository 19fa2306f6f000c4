"""A refresh that is ended, or fails, at each of its file operations in turn.

    python interruptions.py FOLDER KIND SCOPE [STRIDE]

Kinds: `kill` ends the process; `no-room` fails this and every later operation that needs room; `no-permission` fails
this one. Scopes: `refresh` is all of it; `publication` begins where a build has passed everything. Each step starts
from the same folder, with the build of old inputs published, and publishes that of new ones; then the state is looked
at, then a refresh without hindrance has to put everything right. Prints what was found as JSON. dbt, the gate and the
check of the inputs are stand-ins; each step runs in a process of its own.
"""

from __future__ import annotations

import errno
import json
import os
import pickle
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import pandas  # noqa: F401 - DuckDB imports it where it first meets a parameter: once here, not in each process

import standin
from minsheng import paths as project
from minsheng.warehouse import attempts, build, layout, releases
from minsheng.warehouse import status as statuses
from minsheng.warehouse.result import AS_IT_WAS, BuildError, Options, Result
from standin import StandIn

OLD, NEW = "old inputs", "new inputs"
EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.utime", "os.symlink", "os.truncate"}
EVENTS |= {"os.link", "shutil.rmtree"}
ROOM = {"os.mkdir", "os.symlink", "os.link", "fsync", "copy", "connect"}


class Hindrance:
    """Counts the file operations in a folder, and hinders one."""

    def __init__(self, folder: Path, kind: str, step: int) -> None:
        self.folder, self.kind, self.step = str(folder), kind, step
        self.count = 0

    def install(self) -> None:
        """Look at every operation from here on; there is no way back."""
        really_sync, really_copy, really_connect = os.fsync, shutil.copyfileobj, duckdb.connect

        def fsync(handle: int) -> None:
            self.meet("fsync", os.readlink(f"/proc/self/fd/{handle}"))
            really_sync(handle)

        def copyfileobj(source: Any, target: Any, length: int = 0) -> None:
            target.write(source.read(4096))  # a part of it
            self.meet("copy", target.name)
            really_copy(source, target, length)

        def connect(path: str = ":memory:", **options: Any) -> Any:
            if path.startswith(self.folder) and not options.get("read_only"):
                try:
                    self.meet("connect", path)
                except OSError as error:
                    raise duckdb.IOException(f"IO Error: Could not write {path}: {error.strerror}") from None
            return really_connect(path, **options)

        def audit(event: str, arguments: tuple[Any, ...]) -> None:
            if event in EVENTS:
                paths = [str(one) for one in arguments[:2] if isinstance(one, str | Path)]
                if any(path.startswith(self.folder) for path in paths):
                    writes = event == "open" and bool((arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR))
                    self.meet("write" if writes else event, paths[0])

        replacements: dict[tuple[Any, str], object] = {
            (os, "fsync"): fsync,
            (shutil, "copyfileobj"): copyfileobj,
            (duckdb, "connect"): connect,
        }
        for (module, name), function in replacements.items():
            setattr(module, name, function)
        sys.addaudithook(audit)

    def meet(self, what: str, path: str) -> None:
        """Hinder an operation, if it is its turn."""
        if self.kind == "no-room" and what not in ROOM | {"write"}:
            return
        self.count += 1
        if self.count < self.step or (self.count > self.step and self.kind != "no-room"):
            return
        if self.kind == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        code = errno.ENOSPC if self.kind == "no-room" else errno.EACCES
        raise OSError(code, os.strerror(code), path)


def in_child(do: Callable[[], Any]) -> Any:
    """Do something in a process of its own; return what it returned, None where it was killed."""
    receiver, sender = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(receiver)
        try:
            answer = ("returned", do())
        except BaseException:
            answer = ("raised", traceback.format_exc())
        with os.fdopen(sender, "wb") as pipe:
            pickle.dump(answer, pipe)
        os._exit(0)
    os.close(sender)
    with os.fdopen(receiver, "rb") as pipe:
        content = pipe.read()
    os.waitpid(child, 0)
    if not content:
        return None
    how, answer = pickle.loads(content)
    if how == "raised":
        raise AssertionError(answer)
    return answer


def refresh(text: str, hindrance: Hindrance | None = None) -> dict[str, Any]:
    """Refresh from inputs; return how it ended and how many operations there were."""
    StandIn(text).install()
    if hindrance:
        hindrance.install()
    try:
        result = build.refresh(Options(keep=5))
        ended = {"status": result.status, "message": result.message, "warnings": result.warnings}
    except BuildError as error:
        ended = {"status": error.status, "message": error.closing, "warnings": list(error.warnings)}
    return {**ended, "count": hindrance.count if hindrance else 0}


class Passed(BaseException):
    """A build has passed everything: the end of what is prepared once."""


def prepare(text: str) -> str:
    """Build without publishing, as far as a process comes that is killed right before; return the build."""
    StandIn(text).install()

    def stop(*_: object) -> None:
        raise Passed

    with mock.patch.object(releases, "seal", stop), mock.patch.object(build, "_end_badly"), suppress(Passed):
        build.refresh()
        raise AssertionError("it has published")
    return next(str(one["build_id"]) for one in attempts.journal() if one["status"] == "running")


def publish(build_id: str, hindrance: Hindrance) -> dict[str, Any]:
    """Publish what was prepared; return how it ended and how many operations there were."""
    (attempt,) = [one for one in attempts.journal() if one["build_id"] == build_id]
    result = Result(build_id, project.warehouse())

    def rest(*_: object) -> None:
        try:
            build._publish(result, attempt, Options())
        except BaseException as error:
            build._end_badly(error, result, attempt)
            raise

    hindrance.install()
    try:
        with mock.patch.object(build, "_refresh", rest):
            ended = {"status": result.status, "message": build.refresh().message or result.message}
    except BuildError as error:
        ended = {"status": error.status, "message": error.closing}
    return {**ended, "count": hindrance.count}


def look() -> dict[str, Any]:
    """Look at what is published as readers do."""
    status = statuses.status()
    return {
        "published": standin.published_text(),
        "exports": standin.exported_text(),
        "mode": project.warehouse().stat().st_mode & 0o777,
        "last": status["last_attempt"] and status["last_attempt"]["status"],
    }


def look_whole() -> dict[str, Any]:
    """Look at everything after a refresh without hindrance."""
    release = releases.recorded()
    assert release
    with duckdb.connect(str(project.warehouse()), read_only=True) as connection:
        builds = connection.execute("select count(*) from meta.meta_build where status = 'published'").fetchone()
        changes = connection.execute("select count(*) from meta.meta_change where subject = 'value'").fetchone()
    hidden = [p for p in layout.home().rglob("*") if p.name.startswith(".") or p.name.endswith(".unfinished")]
    return {
        **look(),
        "inputs": standin.input_text(),
        "gate": json.loads((layout.home() / "gate.json").read_text())["run_id"] == release.build_id,
        "untouched": releases.is_untouched(release),
        "builds": builds,
        "changes": changes,
        "hidden": sorted(str(path.relative_to(layout.home())) for path in hidden),
        # What an unforeseen error left is a page for whoever looks into it.
        "kept": sum(not (layout.folder(build_id) / "error.txt").exists() for build_id in layout.kept()),
        "running": [one["build_id"] for one in attempts.journal() if one["status"] == "running"],
    }


def whole(text: str) -> dict[str, Any]:
    """Return what `look_whole` should find where the build of a text is published."""
    number = 1 if text == OLD else 2
    return {
        "published": text,
        "exports": text,
        "mode": 0o444,
        "inputs": text,
        "gate": True,
        "untouched": True,
        "builds": (number,),
        "changes": (standin.ROWS * (number - 1),),
        "hidden": [".lock"],
        "kept": number,
        "running": [],
    }


def problems_of(kind: str, ended: dict[str, Any] | None, found: dict[str, Any]) -> list[str]:
    """Return what is wrong with a state right after a hindered refresh."""
    problems = []
    if found["mode"] != 0o444:
        problems.append(f"mode {found['mode']:o}")
    is_new = found["published"] == NEW
    if found["last"] not in (("published", "incomplete") if is_new else ("error", "interrupted", "published")):
        problems.append(f"the last attempt is recorded as {found['last']}")
    if ended is None:
        return problems if kind == "kill" else [*problems, "killed"]
    says_new = "is published, but" in ended["message"] or ended["message"].startswith("published build")
    if is_new != says_new or is_new == (AS_IT_WAS in ended["message"]):
        problems.append(f"{found['published']} is published, and its message is: {ended['message']}")
    return problems


def go(step: int, kind: str, scope: str, build_id: str) -> tuple[bool, str, list[str]]:
    """Do one step; return whether an operation was hindered, what was published then, and what is wrong."""
    hindrance = Hindrance(layout.home(), kind, step)
    if scope == "refresh":
        ended = in_child(lambda: refresh(NEW, hindrance))
    else:
        ended = in_child(lambda: publish(build_id, hindrance))
    if ended and ended["count"] < step:
        return False, "", []
    found = in_child(look)
    problems = problems_of(kind, ended, found)
    # Publishing anew what is published takes no build, so the shorter scope can afford more steps.
    text = NEW if scope == "refresh" else found["published"]
    after = in_child(lambda: refresh(text))
    if after["status"] not in ("published", "unchanged", "restored"):
        problems.append(f"the next refresh ends with {after}")
    state, expected = in_child(look_whole), whole(text)
    problems += [f"afterwards {key} is {state[key]}" for key in expected if state[key] != expected[key]]
    return True, found["published"], problems


def main() -> None:
    """Go through all steps."""
    folder, kind, scope = Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3]
    stride = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    home = folder / "home"
    os.environ["MINSHENG_DATABASE"] = str(home / "minsheng.duckdb")
    in_child(lambda: refresh(OLD))
    build_id = in_child(lambda: prepare(NEW)) if scope == "publication" else ""
    shutil.copytree(home, folder / "first", symlinks=True)
    seen: dict[str, Any] = {"problems": [], "published": []}
    for step in range(1, 2000, stride):
        shutil.rmtree(home)
        shutil.copytree(folder / "first", home, symlinks=True)
        try:
            is_hindered, published, problems = go(step, kind, scope, build_id)
        except AssertionError as error:
            is_hindered, published, problems = True, "?", [str(error)]
        if not is_hindered:
            break
        seen["published"].append(published)
        seen["problems"] += [f"step {step}: {problem}" for problem in problems]
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
