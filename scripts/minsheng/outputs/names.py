"""Codes by what people call them: an option takes a code, a Chinese or English name, or a part of one."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from minsheng.messages import _
from minsheng.outputs import queries, search
from minsheng.outputs.search import Entry, normal
from minsheng.text import did_you_mean, hinted

if TYPE_CHECKING:
    import duckdb

LISTED = 8
"""So many names are listed whole where nothing is near."""


class UnknownName(ValueError):
    """Nothing is called that; the message names the nearest there is."""


def entries(connection: duckdb.DuckDBPyConnection, kind: str) -> list[Entry]:
    """Return what there is of a kind: indicator, domain, region, plan, rule, severity, finding_status."""
    return [Entry(*row) for row in connection.execute(queries.entries(kind)).fetchall()]


def short(name: str) -> str:
    """Return the name of a place without what kind of place it is: 温州市 is 温州, too, and Wenling City is Wenling."""
    return name.rpartition(" ")[0] or name if name.isascii() else name.rstrip("省市县区")


def codes(connection: duckdb.DuckDBPyConnection, kind: str, given: str | None) -> list[str]:
    """Return the codes that a name stands for; a part of a name may stand for several, none is given for all.

    Raises:
        UnknownName: nothing is called that.
    """
    return resolve(entries(connection, _KINDS.get(kind, kind)), kind, given) if given else []


NO_SUCH = {
    "domain": "there is no domain {given}",
    "plan": "there is no plan {given}",
    "region": "there is no region {given}",
    "rule": "there is no rule {given}",
    "severity": "there is no severity {given}",
    "status": "there is no status {given}",
}
"""What is said of a name that nothing has, by the option that it was given to."""

_KINDS = {"status": "finding_status"}
"""Kinds of entries that have another name than the option."""

_COLUMNS = {"plan": "plan_id", "region": "region_code", "domain": "domain_code", "rule": "check_id"}
"""Columns of the views that are not named like the kind of code that they hold."""


def where(connection: duckdb.DuckDBPyConnection, *, year: int | None = None, **given: str | None) -> queries.Where:
    """Return the condition of a query from names.

    Args:
        connection: the warehouse.
        year: None allows all.
        given: a name by its kind; None allows all.

    Raises:
        UnknownName: nothing is called that.
    """
    found = {_COLUMNS.get(kind, kind): codes(connection, kind, name) for kind, name in given.items()}
    return {**found, "year": [] if year is None else [year]}


def indicators(connection: duckdb.DuckDBPyConnection, words: str) -> tuple[list[Entry], list[str]]:
    """Return the indicators that words find, the best first; where there are none, the words that are near."""
    known = entries(connection, "indicator")
    places = (place.search_names for place in entries(connection, "region"))
    found = search.search(known, places, words) if search.split(words) else []
    return found, [] if found else search.suggest(known, words)


def no_indicator(words: str, near: Sequence[str]) -> str:
    """Return the message that words find nothing, with those that are near."""
    hint = did_you_mean(near) if near else _("`minsheng indicators --all` lists them")
    return hinted(_("no indicator has {words}").format(words=repr(words)), hint)


def no_value(connection: duckdb.DuckDBPyConnection, value_id: str) -> str:
    """Return the message that there is no such value, with the nearest there are."""
    from minsheng.warehouse import catalog

    near = catalog.nearest(value_id, [one for (one,) in connection.execute(queries.value_ids()).fetchall()])
    hint = did_you_mean(near) if near else _("`minsheng promises` lists values")
    return hinted(_("there is no value {value_id}").format(value_id=value_id), hint)


def resolve(known: Sequence[Entry], kind: str, given: str) -> list[str]:
    """Return the codes of the entries that fit best: a whole name before its beginning, that before a part.

    Args:
        known: what there is.
        kind: the option that takes it.
        given: a code or name, or a part; letter case, width and traditional forms aside.

    Raises:
        UnknownName: none fits; the message names the nearest.
    """
    wanted = normal(given).strip()
    for fits in (str.__eq__, str.startswith, str.__contains__):
        if wanted and (found := [one.code for one in known if any(fits(name, wanted) for name in called(one))]):
            return found
    near = nearest(known, wanted)
    if near:
        hint = did_you_mean(near)
    else:
        shown = ", ".join(_shown(one) for one in known[:LISTED])
        rest = len(known) - LISTED
        hint = (_("there are {names} and {count} more") if rest > 0 else _("there are {names}")).format(
            names=shown, count=rest
        )
    raise UnknownName(hinted(_(NO_SUCH[kind]).format(given=repr(given)), hint))


def nearest(known: Sequence[Entry], wanted: str, most: int = 2) -> list[str]:
    """Return the entries that look most like a text, as `code (name)`, and none that looks much less like it."""
    scores = {_shown(one): max(_likeness(wanted, name) for name in called(one)) for one in known}
    least = max(0.5, max(scores.values(), default=0) - 0.05)
    return sorted((name for name in scores if scores[name] >= least), key=lambda name: (-scores[name], name))[:most]


def called(entry: Entry) -> list[str]:
    """Return what an entry is called, folded: its code and its names."""
    return [entry.code.lower(), *entry.names]


def _shown(entry: Entry) -> str:
    return f"{entry.code} ({entry.name_zh})"


def _likeness(wanted: str, name: str) -> float:
    """Say how alike two texts are, 0 to 1: Chinese by the characters that they share, else word by word by edits."""
    if not wanted.isascii():
        return len(set(wanted) & set(name)) / len(set(wanted)) if wanted else 0
    words = {name, *name.replace("_", " ").replace("-", " ").split()}
    return max(SequenceMatcher(None, wanted, word).ratio() for word in words)
