"""The one way to the published warehouse: check the inputs, run dbt or take over its file, pass the gate, publish.

The warehouse is built beside the published one, in `builds/<build_id>/`, and takes its place in one step when
everything has passed, so that a failure leaves the published file as it was.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

from minsheng import durable, paths
from minsheng.messages import Message, joined
from minsheng.warehouse import (
    adoption,
    attempts,
    derived,
    fingerprint,
    history,
    increments,
    layout,
    lock,
    losses,
    mend,
    profile,
    published,
    register,
    releases,
)
from minsheng.warehouse import dbt as dbt_run
from minsheng.warehouse import gate as gates
from minsheng.warehouse.ending import first_line, in_one_line, user_facing
from minsheng.warehouse.gate import Gate
from minsheng.warehouse.increments import Common, Files
from minsheng.warehouse.releases import Release
from minsheng.warehouse.result import (
    BadInput,
    BuildError,
    BuildFailed,
    Differed,
    FailedBefore,
    Options,
    Progress,
    Published,
    Result,
    RowsMissing,
)


def refresh(options: Options = Options(), progress: Progress = lambda *_: None) -> Result:
    """Build and publish the warehouse, unless it is of today's inputs already.

    Args:
        options: how.
        progress: called at each step.

    Raises:
        BadInput: input files do not keep their contract; nothing was built.
        BuildFailed: a model, a test or the gate failed; the published warehouse is as it was.
        Refused: a file that somebody else has built is not proved to be of today's inputs and code.
        FailedBefore: the same inputs have failed before; nothing was built.
        Published: the new build is published, but not everything that belongs to it is in its place.
        Differed: the new build is published; what the one before had kept of its predecessor was not right.
        BuildError: something else went wrong; the published warehouse is as it was.
        lock.Locked: another process is building.
    """
    result = Result("", paths.warehouse())
    try:
        with lock.hold(options.wait, lambda who: progress(Message("waiting: {who}", who=who), 0, 0)):
            _refresh(result, options, progress)
    except lock.Locked:
        attempts.record_outcome("locked", lock.owner())
        raise
    except Exception as error:
        ended = user_facing(error)
        ended.warnings = result.warnings
        message = first_line(ended)
        attempts.record_outcome(ended.status, message, result.build_id or None, result.warnings)
        if ended is error:
            raise
        raise ended from error
    attempts.record_outcome(result.status, result.message, result.build_id, result.warnings)
    return result


def _refresh(result: Result, options: Options, progress: Progress) -> None:
    digests = fingerprint.digests()
    today = fingerprint.combined(digests)
    release = _settle(result)
    if not (options.force or options.full):
        if release and today in (release.fingerprint, release.withheld):
            _leave(result, release, today, options)
            _renew(result, options, progress)
            return
        if not options.accept_loss and not options.file and (failure := attempts.failure_of(today)):
            raise _failed_before(failure)
    result.status = "published"
    published_before = release or releases.recorded()
    past, warnings = history.find_past(published_before)
    result.warnings += warnings
    result.build_id = layout.next_build_id([*layout.kept(), *_journal_ids(), *history.build_ids(past)])
    known = history.inputs_of(past) if past else None
    result.reasons = fingerprint.changes(known, digests) if known else []
    attempt = {
        "build_id": result.build_id,
        "started_at": layout.now(),
        "status": "running",
        "fingerprint": today,
        "code_version": f"{version('minsheng')}+{fingerprint.code(digests)}",
    }
    folder = layout.folder(result.build_id)
    try:
        attempts.append(attempt)
        folder.mkdir()
        attempts.record_outcome("running", Message("building"), result.build_id)
        is_sound = past is not None and history.is_verified(past, published_before)
        _build(result, {**attempt, "inputs": digests}, past, is_sound, options, progress)
    except BaseException as error:
        _end_badly(error, result, attempt)
        with suppress(OSError):
            releases.prune(options.keep)
        raise


def _end_badly(error: BaseException, result: Result, attempt: dict[str, Any]) -> None:
    """Write down how a build ended, and leave nothing behind that nobody would look into."""
    import duckdb

    folder = layout.folder(result.build_id)
    ended = user_facing(error) if isinstance(error, Exception) else None
    release = releases.current()
    if release and release.build_id == result.build_id:
        status = "published"
    else:
        status = ended.status if ended else "interrupted"
    with suppress(OSError):  # what cannot be cleared away now, the next refresh takes for interrupted
        if status not in ("failed", "published"):
            durable.remove(folder)
        if type(ended) is BuildError and not isinstance(error, BuildError | OSError | duckdb.IOException):
            folder.mkdir()
            (folder / "error.txt").write_text("".join(traceback.format_exception(error)), "utf-8")
        attempts.append({**attempt, "status": status, **_end(result, str(ended or ""))})


def _end(result: Result, message: str = "") -> dict[str, Any]:
    """Return what the journal says of a build that has ended."""
    seconds = {name: round(spent, 3) for name, spent in result.seconds.items()}
    return {"finished_at": layout.now(), "message": message, "phase_seconds": seconds, "row_counts": result.rows}


def _journal_ids() -> list[str]:
    return [attempt["build_id"] for attempt in attempts.journal()]


# What is there


def _settle(result: Result) -> Release | None:
    """Clear away what an interrupted process left, put right what is published, and return it.

    Returns:
        What is published, whole; None where there is nothing, or nothing that can be put right.
    """
    release = releases.current()
    for attempt in attempts.journal():
        if attempt["status"] == "running":
            is_published = release is not None and attempt["build_id"] == release.build_id
            if not is_published:
                releases.remove(attempt["build_id"])
            attempts.append({**attempt, "status": "published" if is_published else "interrupted"})
    if release is None:
        releases.clear_staged()
        if paths.warehouse().exists():
            result.warnings.append(Message("nothing is known of {path}: it is built anew", path=paths.warehouse()))
        return None
    was_interrupted = release != releases.recorded()
    damage = releases.damage(release)
    if not damage and not was_interrupted:
        with suppress(OSError):
            releases.renew_marks(release)
        releases.clear_staged()
        return release
    found = mend.describe(damage)
    if was_interrupted:
        found = Message("the publication of build {build} was not complete", build=release.build_id)
    try:
        mend.mend(release)
    except mend.NoCopy as error:
        result.warnings.append(joined("; ", [found, error]))
        return None
    result.status = "restored"
    whole = Message("build {build} is whole again", build=release.build_id)
    result.warnings.append(joined("; ", [found, whole]))
    return releases.current()


def _leave(result: Result, release: Release, today: str, options: Options) -> None:
    """End a refresh that has nothing to build."""
    result.build_id = release.build_id
    if options.exports and not release.has_exports:
        with result.phase("exports"):
            mend.write_exports(release.build_id)
            releases.seal(release.build_id, release.fingerprint)
            releases.publish(release.build_id, release.withheld, release.warnings)
    if result.status == "published":
        result.status = "unchanged"
    result.message = releases.unchanged_message(release, today)


def _renew(result: Result, options: Options, progress: Progress) -> None:
    """Write the outputs that are asked for, where they do not show the published build yet."""
    shown = derived.written()
    wanted = [output for output in options.outputs if shown.get(output.name) != result.build_id]
    if not wanted:
        return
    with published.connect(paths.warehouse()) as connection:
        for output in wanted:
            with result.phase(output.name):
                progress(Message("writing {what}", what=output.place), 0, 0)
                try:
                    derived.write(output, connection)
                except Exception as error:
                    what = {"place": output.place, "name": output.name, "error": in_one_line(error)}
                    raise Published(
                        Message(
                            "build {build} is published, but exports/{place} could not be written: {error};"
                            " `minsheng refresh --with {name}` tries again",
                            build=result.build_id,
                            **what,
                        )
                    ) from error


def _failed_before(failure: dict[str, Any]) -> FailedBefore:
    folder = layout.folder(failure["build_id"])
    kept = layout.warehouse(failure["build_id"])
    return FailedBefore(
        failure["build_id"], str(failure.get("message", "")).splitlines()[:20], kept if folder.is_dir() else None
    )


# What is built


def _build(
    result: Result, record: dict[str, Any], past: Path | None, is_sound: bool, options: Options, progress: Progress
) -> None:
    """Build, and publish what has passed; of a past that is sound facts may be kept."""
    folder = layout.folder(result.build_id)
    common = increments.find(past, record["inputs"]) if past and is_sound else None
    is_from_scratch = common is None or options.full or bool(options.file)
    is_from_scratch |= common is not None and common.in_a_row + 1 >= options.full_every
    _check_inputs(result, increments.accepted(common) if common and not is_from_scratch else {}, progress)
    with result.phase("compare rows"):
        counted = losses.counts(folder / "inputs")
        _look_for_losses(result, past, options)
    next_build = _constant_path(folder)
    built = next_build / paths.warehouse().name
    files = increments.kept(common, folder / "inputs") if common else {}
    kept_exports: Mapping[str, Path] = {}
    with Gate() as gate:
        if options.file:
            adoption.take(options.file, built, next_build / "inputs", result, progress)
        else:
            if common and not is_from_scratch and any(files.values()):
                kept_exports = _begin_with_facts(result, common, files, built)
            dbt_run.build(built, next_build / "inputs", result, progress)
        _pass_the_gate(result, gate, built, past, options, progress)
    with result.phase("history"):
        progress(Message("writing the history"), 0, 0)
        done = {**record, "status": "published", **_end(result)}
        done["increments"] = 0 if common is None or is_from_scratch else common.in_a_row + 1
        result.changes = history.store(
            layout.warehouse(result.build_id), past, done, attempts.journal(), losses.by_input(counted)
        )
    if options.exports:
        with result.phase("exports"):
            progress(Message("writing the exports"), 0, 0)
            mend.write_exports(result.build_id, kept_exports)
    differences = _differences(result, common, files, progress) if common and is_from_scratch else []
    with result.phase("publish"):
        progress(Message("publishing"), 0, 0)
        next_build.unlink()
        _publish(result, record, options)
    _renew(result, options, progress)
    if common and differences:
        raise Differed(result.build_id, common.build_id, differences)


def _check_inputs(result: Result, known: Mapping[str, Path], progress: Progress) -> None:
    """Write the rows of the input files into the build's folder, those of known files as they were accepted before."""
    from minsheng.inputs import check as inputs

    with result.phase("check inputs"):
        progress(Message("checking the inputs"), 0, 0)
        checked = inputs.check(layout.folder(result.build_id) / "inputs", known=known)
    if checked.violations:
        raise BadInput(checked.violations)
    result.warnings += checked.notices


def _pass_the_gate(
    result: Result, gate: Gate, built: Path, past: Path | None, options: Options, progress: Progress
) -> None:
    with result.phase("gate"):
        progress(Message("running the gate"), 0, 0)
        profile.store(built, past)
        outcomes = gate.check(built)
        result.outcomes = gates.accept_drift(outcomes) if options.accept_loss else outcomes
        gates.store(built, result.build_id, result.outcomes)
    if failed := gates.failed(result.outcomes):
        raise BuildFailed([str(outcome) for outcome in failed], built.resolve(), gates.hint(failed))
    result.warnings += [*gates.warnings(result.outcomes), *register.solved(built)]


def _begin_with_facts(result: Result, common: Common, files: Files, built: Path) -> Mapping[str, Path]:
    """Make a file with the facts that are kept, where the build would make it with blocks of the same size.

    Returns:
        The exports of those facts, by name.
    """
    if not increments.is_continued(common, built.with_name("inputs")):
        return {}
    with result.phase("copy"):
        increments.start(common, files, built)
        return increments.exported(common, files)


def _differences(result: Result, common: Common, files: Files, progress: Progress) -> list[str]:
    """Return what is not the same in a build from scratch and in the one before, where that one was not."""
    if common.in_a_row == 0:
        return []
    with result.phase("compare builds"):
        progress(Message("comparing with the build before"), 0, 0)
        return increments.differences(common, files, layout.warehouse(result.build_id))


def _look_for_losses(result: Result, past: Path | None, options: Options) -> None:
    """Stop where rows have gone that are published, and nobody has asked for it."""
    build = history.build_of(past) if past else None
    if past is None or build is None:
        return
    counted = losses.by_file(history.rows_of(past))
    found = losses.find(layout.folder(build.build_id) / "inputs", layout.folder(result.build_id) / "inputs", counted)
    if any(loss.is_grave for loss in found) and not options.accept_loss:
        raise RowsMissing(build.build_id, [loss for loss in found if loss.is_grave])
    result.warnings += map(str, found)


def _publish(result: Result, record: dict[str, Any], options: Options) -> None:
    """Publish a build that has passed; from the replacement on a failure is one of what belongs to it."""
    releases.seal(result.build_id, record["fingerprint"])
    releases.publish(result.build_id, warnings=result.warnings)
    result.status, result.message = "published", Message("published build {build}", build=result.build_id)
    try:
        attempt = {key: value for key, value in record.items() if key != "inputs"}
        attempts.append({**attempt, "status": "published", **_end(result)})
        releases.prune(options.keep)
    except OSError as error:
        raise Published(
            Message(
                "build {build} is published, but its end could not be noted in builds/attempts.jsonl: {error};"
                " the next refresh mends it",
                build=result.build_id,
                error=in_one_line(error),
            )
        ) from error


def _constant_path(folder: Path) -> Path:
    """Return a link to a build's folder with a path that is the same in every build.

    dbt parses the whole project anew when the path in its profile changes.
    """
    link = folder.parent / "next"
    link.unlink(missing_ok=True)
    link.symlink_to(folder.name)
    return link
