"""Text: messages with a hint, what a terminal shows of a text, which of many is nearest to it."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import category

from minsheng.messages import Message, _

_ESCAPED = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Control, invisible and direction-changing characters, halves of characters, line and paragraph separators."""

_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
"""Letters that show nothing."""


def hinted(message: str, hint: str) -> str:
    """Return a message, and on a line of its own what to do next."""
    both = Message("{message}\nhint: {hint}", message=message, hint=hint)
    return both if isinstance(message, Message) else both.said()


def unhinted(error: Exception) -> str:
    """Return the message of an error without the hint that `hinted` has added to it."""
    message = str(error)
    if isinstance(message, Message) and message.fields.keys() == {"message", "hint"}:
        return str(message.fields["message"])
    return message.split("\n")[0]


def os_error(error: OSError) -> str:
    """Return what the system says of an error, in lower case; the system speaks its own language."""
    return str(error.strerror or error).lower()


def did_you_mean(names: Sequence[str]) -> str:
    """Return the hint that names what was probably meant."""
    return _("did you mean {names}?").format(names=_(" or ").join(names))


def visible(text: str, keep: str = "") -> str:
    r"""Write what a terminal would obey, or not show at all, as an escape: `\x1b`, `\n`, `\u202e`.

    Args:
        text: any text.
        keep: characters that stay as they are.
    """
    if text.isprintable() and _BLANK.isdisjoint(text):
        return text
    return "".join(
        character.encode("unicode_escape").decode() if _is_hidden(character) and character not in keep else character
        for character in text
    )


def _is_hidden(character: str) -> bool:
    return category(character) in _ESCAPED or character in _BLANK


def nearest(label: str, known: list[tuple[str, str]], most: int = 3) -> str:
    """List the indicators whose labels share most pairs of characters with a label, each with that label of its own.

    Args:
        label: the label.
        known: labels and the codes of their indicators.
        most: how many are listed.
    """
    pairs = {label[n : n + 2] for n in range(len(label) - 1)}
    scored: dict[str, tuple[float, str]] = {}
    for like, code in known:
        own = {like[n : n + 2] for n in range(len(like) - 1)}
        score = len(pairs & own) / max(1, len(pairs | own))
        scored[code] = max(scored.get(code, (-1.0, "")), (score, like))
    best = sorted(scored, key=lambda code: scored[code], reverse=True)[:most]
    return ", ".join(f"{code} ({scored[code][1]})" for code in best)
