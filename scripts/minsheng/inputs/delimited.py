"""The structure of CSV text: where its rows begin and end, by RFC 4180.

Fields are separated by commas. A field that holds a comma, a quote or a line break is quoted, and a quote in it is
doubled. Lines end in LF, CRLF or CR, in any mix. Nothing is guessed: a quote anywhere else is misplaced. A few passes
of NumPy over the bytes find all of it, so that ten million rows cost seconds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

QUOTE, COMMA, LF, CR = b'",\n\r'
Offsets = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Structure:
    """The whole rows at the beginning of a text."""

    starts: Offsets
    """Offset of each row."""
    stops: Offsets
    """Offset behind each row, before its line end."""
    fields: Offsets
    """Number of fields of each row."""
    line_ends: Offsets
    """Offsets of the last bytes of all line ends of the text, those in quoted fields too."""
    end: int
    """Offset behind the line end of the last whole row."""
    misplaced: int | None
    """Offset of the first quote that is out of place, or that opens a field which does not end well; no row from there
    on is counted."""

    def line(self, offset: int) -> int:
        """Return the number of line ends before an offset."""
        return int(np.searchsorted(self.line_ends, offset))

    def next_line(self, offset: int) -> int | None:
        """Return the offset of the line after that of an offset, or None where the text ends first."""
        n = np.searchsorted(self.line_ends, offset)
        return int(self.line_ends[n]) + 1 if n < len(self.line_ends) else None


def scan(text: bytes, is_last: bool) -> Structure:
    """Find the rows of a text.

    Args:
        text: begins where a row begins.
        is_last: whether the file ends with it; else its last row may be cut.
    """
    octets = np.frombuffer(text, np.uint8)
    line_ends = _line_ends(octets, is_last)
    row_ends = line_ends
    commas = np.flatnonzero(octets == COMMA)
    quotes = np.flatnonzero(octets == QUOTE)
    misplaced = None
    if len(quotes):
        misplaced = _misplaced(octets, quotes, is_last)
        row_ends = row_ends[_is_unquoted(row_ends, quotes)]
        commas = commas[_is_unquoted(commas, quotes)]
    if misplaced is not None:
        row_ends = row_ends[row_ends < misplaced]
    elif is_last and len(octets) and (not len(row_ends) or row_ends[-1] < len(octets) - 1):
        row_ends = np.append(row_ends, len(octets))  # the last line lacks its end
    starts = np.concatenate([np.zeros(min(1, len(row_ends)), np.int64), row_ends[:-1] + 1])
    before = octets[np.maximum(row_ends - 1, 0)] if len(row_ends) else octets[:0]
    is_crlf = (before == CR) & (row_ends > starts)
    is_crlf &= np.append(octets, LF)[row_ends] == LF if len(row_ends) else is_crlf
    return Structure(
        starts=starts,
        stops=row_ends - is_crlf,
        fields=np.diff(np.searchsorted(commas, row_ends), prepend=0) + 1,
        line_ends=line_ends,
        end=min(int(row_ends[-1]) + 1, len(octets)) if len(row_ends) else 0,
        misplaced=misplaced,
    )


def _line_ends(octets: npt.NDArray[np.uint8], is_last: bool) -> Offsets:
    """Return the offsets of all LF, and of each CR that no LF follows."""
    returns = np.flatnonzero(octets == CR)
    feeds = np.flatnonzero(octets == LF)
    if not len(returns):
        return feeds
    if not is_last and returns[-1] == len(octets) - 1:
        returns = returns[:-1]  # an LF may follow
    alone = returns[np.append(octets, 0)[returns + 1] != LF]
    return np.sort(np.concatenate([feeds, alone])) if len(alone) else feeds


def _is_unquoted(offsets: Offsets, quotes: Offsets) -> Marks:
    is_unquoted: Marks = np.searchsorted(quotes, offsets) % 2 == 0
    return is_unquoted


def _misplaced(octets: npt.NDArray[np.uint8], quotes: Offsets, is_last: bool) -> int | None:
    """Return where the first quote is that does not open, close or double, if there is one.

    Quotes open and close in turn; a doubled one closes and opens at once. Before one that opens there is a separator,
    or the one that it doubles; behind one that closes likewise.
    """
    around = np.concatenate([[LF], octets, [LF]])
    opening, closing = quotes[0::2], quotes[1::2]
    allowed = np.zeros(256, np.bool_)
    allowed[[QUOTE, COMMA, LF, CR]] = True
    stray = opening[~allowed[around[opening]]]
    unclosed = closing[~allowed[around[closing + 2]]]
    if is_last and len(quotes) % 2:
        unclosed = np.append(unclosed, len(octets))
    firsts = [int(found[0]) for found in (stray, unclosed) if len(found)]
    if not firsts:
        return None
    first = min(firsts)
    if len(stray) and first == stray[0]:
        return first
    begins = opening[(around[opening] != QUOTE) & (opening < first)]
    return int(begins[-1])
