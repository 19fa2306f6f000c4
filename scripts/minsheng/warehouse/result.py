"""What a refresh is asked for, what it did, and how it ends when it does not publish."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from minsheng.messages import Message, joined
from minsheng.text import hinted

if TYPE_CHECKING:
    from minsheng.inputs.violations import Violation
    from minsheng.warehouse.derived import Output
    from minsheng.warehouse.gate import Outcome
    from minsheng.warehouse.losses import Loss

Progress = Callable[[str, int, int], None]
"""Called with what is going on, steps done, steps in all (0 while unknown)."""

AS_IT_WAS = Message("the published warehouse is as it was")


class BuildError(Exception):
    """A refresh that ended before publication; the base class covers what no other class names."""

    exit_code = 4
    status = "error"
    lines: Sequence[str] = ()
    """What is wrong, one thing a line."""
    warnings: Sequence[str] = ()
    """Warnings before it ended."""

    @property
    def closing(self) -> str:
        """The closing message; a hint has a line of its own."""
        return joined("", ["minsheng: ", joined("; ", [self, AS_IT_WAS])])


class BadInput(BuildError):
    """Input files do not keep their contract."""

    exit_code = 2
    status = "bad_input"

    def __init__(self, violations: list[Violation]) -> None:
        self.lines = [str(violation) for violation in violations]
        super().__init__("\n".join(self.lines))

    @property
    def closing(self) -> str:
        """The closing message; a hint has a line of its own."""
        return Message(
            "{count} violation in the input files; nothing was built",
            "{count} violations in the input files; nothing was built",
            count=len(self.lines),
        )


class RowsMissing(BuildError):
    """Rows that are published would be gone, and nobody has asked for it."""

    exit_code = 2
    status = "rows_missing"

    def __init__(self, build_id: str, losses: list[Loss]) -> None:
        self.lines = [str(loss) for loss in losses]
        self.build_id = build_id
        super().__init__("\n".join(self.lines))

    @property
    def closing(self) -> str:
        """The closing message; a hint has a line of its own."""
        return hinted(
            Message("rows of build {build} are missing in the input files; nothing was built", build=self.build_id),
            Message("put the files back, or publish without the rows: `minsheng refresh --accept-loss`"),
        )


class BuildFailed(BuildError):
    """A model, a data test or the gate failed."""

    exit_code = 1
    status = "failed"

    def __init__(self, messages: list[str], kept: Path, hint: str = "") -> None:
        self.lines = messages
        self.kept = kept
        self.hint = hint
        super().__init__("\n".join(messages))

    @property
    def closing(self) -> str:
        """The closing message; a hint has a line of its own."""
        message = joined("; ", [AS_IT_WAS, Message("failed build: {path}", path=self.kept)])
        return hinted(message, self.hint) if self.hint else message


class Refused(BuildError):
    """A warehouse that somebody else built is not proved to be of today's inputs and code, with its tests passed."""

    exit_code = 1
    status = "refused"

    def __init__(self, file: Path, messages: list[str]) -> None:
        self.file = file
        self.lines = messages
        super().__init__("\n".join(messages))

    @property
    def closing(self) -> str:
        """The closing message; a hint has a line of its own."""
        message = joined("; ", [Message("{path} is not published", path=self.file), AS_IT_WAS])
        hint = Message("`minsheng check-inputs`, then `dbt build` into that file, makes one that can be published")
        return hinted(message, hint)


class FailedBefore(BuildError):
    """The inputs are those of a build that failed; nothing was built."""

    exit_code = 1
    status = "failed"

    def __init__(self, build_id: str, messages: list[str], kept: Path | None) -> None:
        self.build_id = build_id
        self.lines = messages
        self.kept = kept
        super().__init__(
            Message(
                "the inputs are those of build {build}, which failed: {message}",
                build=build_id,
                message=messages[0] if messages else "",
            )
        )

    @property
    def closing(self) -> str:
        """The closing message; a hint has a line of its own."""
        message = Message("the inputs have not changed since build {build} failed", build=self.build_id)
        kept = Message("the failed build is no longer kept")
        if self.kept:
            kept = Message("failed build: {path}", path=self.kept)
        hint = Message("`minsheng refresh --force` builds anyway")
        return hinted(joined("; ", [message, AS_IT_WAS, kept]), hint)


class Published(BuildError):
    """The build is published, but something that belongs to it could not be put in its place."""

    status = "incomplete"

    @property
    def closing(self) -> str:
        """The closing message; a hint has a line of its own."""
        return joined("", ["minsheng: ", self])


class Differed(Published):
    """The build is published; the one before it, which had kept facts of its predecessor, was not right."""

    status = "differed"

    def __init__(self, build_id: str, before: str, differences: list[str]) -> None:
        self.lines = differences
        super().__init__(
            Message(
                "build {build}, made from scratch, is published; build {before}, which kept facts of unchanged files,"
                " differed from it: keep both and report it",
                build=build_id,
                before=before,
            )
        )


@dataclass
class Result:
    """What a refresh did."""

    build_id: str
    warehouse: Path
    status: str = "published"
    """published; unchanged; restored, where what had been published was put right."""
    message: str = ""
    reasons: list[str] = field(default_factory=list)
    """What of the inputs has changed since the last build."""
    seconds: dict[str, float] = field(default_factory=dict)
    """Time per phase."""
    rows: dict[str, int] = field(default_factory=dict)
    """Rows per mart."""
    changes: int = 0
    """Rows added to meta_change."""
    tests: int = 0
    """Data tests passed in dbt."""
    warnings: list[str] = field(default_factory=list)
    """What a reader of the log should know, one thing a line."""
    outcomes: list[Outcome] = field(default_factory=list)
    """Outcomes of the gate."""

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Add the time of a block to the phase."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0) + time.perf_counter() - start


@dataclass(frozen=True)
class Options:
    """How to refresh."""

    force: bool = False
    """Build also when nothing has changed, or when the same inputs have failed."""
    wait: float = 0
    """Seconds to wait for another process that builds."""
    keep: int = 5
    """Builds that are kept besides the published one."""
    exports: bool = True
    """Write data/exports/parquet."""
    outputs: tuple[Output, ...] = ()
    """Outputs to renew after publication ."""
    accept_loss: bool = False
    """Publish also when rows have gone that were published before."""
    file: Path | None = None
    """A warehouse that plain dbt has built, to be published in the place of a build of our own."""
    full: bool = False
    """Build from scratch, also when nothing has changed, and compare with what the last build kept."""
    full_every: int = 20
    """Builds from one that was made from scratch to the next; with 1 each is."""
