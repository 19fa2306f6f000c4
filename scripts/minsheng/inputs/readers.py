"""Reading input files, CSV and Parquet alike, as text: every row with its line.

What a file holds comes out in tables of some thousands of rows: the columns of its contract, in order, all text,
blanks null, and `line`. What is wrong with its form is reported with one line for each cause; rows that are not of the
right form are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from minsheng.inputs import delimited, sniffing
from minsheng.inputs.contract import Contract
from minsheng.inputs.violations import Violation, name, short
from minsheng.messages import Message, joined

BLOCK = 1 << 24
"""Bytes that are read at a time."""
LONGEST_ROW = 1 << 26
LONGEST_FIELD = 100_000
"""Bytes of a field; a longer one is a file gone wrong, not a text."""
MOST_STRAY_QUOTES = 3
MOST_CAUSES = 5
"""Causes that are listed of one file; of the others the first."""
UNREADABLE = (pa.ArrowException, OSError, ValueError, MemoryError, OverflowError, KeyError)
"""What Arrow raises over a spoilt file."""


class Form:
    """What is wrong with the form of a file: a line for each cause, where it is first met, and how often."""

    def __init__(self, path: Path) -> None:
        self._file = name(path)
        self._first: dict[str, tuple[int, str, str, str]] = {}
        self._rows: dict[str, int] = {}

    def add(self, line: int, found: str, expected: str, rows: int = 1, cause: str = "", column: str = "") -> None:
        """Add something wrong at a line, in as many rows; `cause` names what is reported once."""
        cause = cause or f"{line}:{found}"
        self._first.setdefault(cause, (line, column, found, expected))
        self._rows[cause] = self._rows.get(cause, 0) + rows

    def __bool__(self) -> bool:
        return bool(self._first)

    def violations(self) -> list[Violation]:
        """Return what was added, the first causes of many."""
        listed = []
        for cause, (line, column, found, expected) in list(self._first.items())[:MOST_CAUSES]:
            rows = self._rows[cause]
            found = Message("{found} ({count} rows)", found=found, count=rows) if rows > 1 else found
            listed.append(Violation(self._file, line, column, found, expected))
        if rest := list(self._first.items())[MOST_CAUSES:]:
            line, _, found, expected = rest[0][1]
            found = Message(
                "{found}, and {count} more such violation",
                "{found}, and {count} more such violations",
                found=found,
                count=len(rest),
            )
            listed.append(Violation(self._file, line, "", found, expected))
        return listed


def read(path: Path, rules: Contract, form: Form) -> Iterator[pa.Table]:
    """Read a file.

    Args:
        path: a CSV or a Parquet file.
        rules: its contract.
        form: what is wrong with the file's form is added here.

    Yields:
        Its rows of the right form, in order.
    """
    tables = _parquet(path, rules, form) if path.suffix.lower() == ".parquet" else _Csv(path, rules, form).tables()
    try:
        for table in tables:
            yield _without_long_fields(table, form)
    except OSError as error:
        found = Message("no way to read the file ({error})", error=error.strerror or error)
        form.add(1, found, Message("a file that this user may read"))


class _Csv:
    """A CSV file, read block by block."""

    def __init__(self, path: Path, rules: Contract, form: Form) -> None:
        self._path = path
        self._rules = rules
        self._form = form
        self._header: list[str] = []
        self._header_row = b""
        self._line = 1
        """Line with which the text at hand begins."""
        self._rest = b""
        """What follows the rows that have been read."""
        self._empty: tuple[int, int] | None = None
        """Line and number of empty rows that a file may end with."""
        self._is_over = False
        self._stray_quotes = 0

    def tables(self) -> Iterator[pa.Table]:
        with self._path.open("rb") as file:
            text = file.read(BLOCK)
            if cause := sniffing.not_csv(text):
                self._form.add(1, *cause)
                return
            text = text.removeprefix(sniffing.UTF8_BOM)
            following = text
            while following and not self._is_over:
                following = file.read(BLOCK)
                yield from self._rows(text, not following)
                text = self._rest + following
                if len(text) > LONGEST_ROW:
                    found = Message("a row of more than {size} bytes", size=len(self._rest))
                    self._form.add(self._line, found, Message("a line end after each row (is a quote never closed?)"))
                    return

    def _rows(self, text: bytes, is_last: bool) -> Iterator[pa.Table]:
        """Read the whole rows of a text, and leave what follows them in `_rest`."""
        while True:
            found = delimited.scan(text, is_last)
            resumed = found.end if found.misplaced is None else found.next_line(found.misplaced)
            if not self._is_readable(text, found, found.end if resumed is None else resumed):
                return
            if table := self._table(text, found):
                yield table
            if self._is_over:
                return
            if found.misplaced is not None:
                self._report_quote(text, found, found.misplaced)
            if resumed is None or self._is_over:
                self._is_over = True
                return
            self._line += found.line(resumed)
            self._rest = text = text[resumed:]
            if found.misplaced is None:
                return

    def _is_readable(self, text: bytes, found: delimited.Structure, end: int) -> bool:
        """Report the first byte that belongs in no text."""
        text = text[:end]
        at = text.find(0)
        cause = sniffing.Cause(Message("a NUL byte"), Message("a text file without NUL bytes"))
        try:
            text.decode()
        except UnicodeDecodeError as error:
            if not 0 <= at < error.start:
                at = error.start
                cause = sniffing.not_utf8(text[:at], text[at : at + 400])
        if at >= 0:
            self._form.add(self._line + found.line(at), *cause)
            self._is_over = True
        return at < 0

    def _table(self, text: bytes, found: delimited.Structure) -> pa.Table | None:
        first = 0
        if not self._header and len(found.starts):
            first = 1
            self._read_header(text[: found.stops[0]], int(found.fields[0]))
            if self._is_over:
                return None
        starts, stops, fields = found.starts[first:], found.stops[first:], found.fields[first:]
        is_empty = stops - starts == fields - 1
        self._report_empty(found, starts, is_empty)
        is_sound = fields == len(self._header)
        for number in np.unique(fields[~is_empty & ~is_sound]):
            (rows,) = np.nonzero(~is_empty & (fields == number))
            row = text[starts[rows[0]] : stops[rows[0]]].decode()
            expected = Message("{count} field", "{count} fields", count=len(self._header))
            line = self._line + found.line(starts[rows[0]])
            text_of = Message(
                "{count} field in {row}", "{count} fields in {row}", count=int(number), row=repr(short(row))
            )
            self._form.add(line, text_of, expected, len(rows), f"{number} fields")
        is_sound &= ~is_empty
        is_sound &= ~self._is_header(text, starts, stops, found)
        if not is_sound.any():
            return None
        if is_sound.all():
            payload = text[starts[0] : found.end]
        else:
            payload = b"\n".join(text[a:b] for a, b in zip(starts[is_sound], stops[is_sound], strict=True))
        lines = self._line + np.searchsorted(found.line_ends, starts[is_sound])
        table = _values(payload, self._header)
        return _of_contract(table, self._rules).append_column("line", pa.array(lines, pa.int64()))

    def _is_header(
        self, text: bytes, starts: delimited.Offsets, stops: delimited.Offsets, found: delimited.Structure
    ) -> delimited.Marks:
        """Return which rows are the header once more, as where files were put one behind the other."""
        is_header: delimited.Marks = stops - starts == len(self._header_row)
        for row in np.flatnonzero(is_header):
            is_header[row] = text[starts[row] : stops[row]] == self._header_row
            if is_header[row]:
                line = self._line + found.line(starts[row])
                self._form.add(line, Message("the header again"), Message("a row"), cause="header")
        return is_header

    def _read_header(self, row: bytes, fields: int) -> None:
        (named,) = _values(row, [str(n) for n in range(fields)]).to_pylist() or [{}]
        self._header = [column or "" for column in named.values()]
        self._header_row = row
        cause = _foreign_separator(row, self._rules) or _wrong_header(self._header, row.decode(), self._rules)
        if cause:
            self._form.add(1, *cause)
            self._is_over = True

    def _report_empty(self, found: delimited.Structure, starts: delimited.Offsets, is_empty: delimited.Marks) -> None:
        """Report empty rows that others follow; keep count of those that may be the last."""
        (full,) = np.nonzero(~is_empty)
        last = int(full[-1]) + 1 if len(full) else 0
        if len(full) and self._empty:
            self._add_empty(*self._empty)
            self._empty = None
        (inner,) = np.nonzero(is_empty[:last])
        if len(inner):
            self._add_empty(self._line + found.line(starts[inner[0]]), len(inner))
        if last < len(is_empty):
            line, rows = self._empty or (self._line + found.line(starts[last]), 0)
            self._empty = line, rows + len(is_empty) - last

    def _add_empty(self, line: int, rows: int) -> None:
        self._form.add(line, Message("an empty line"), Message("a row"), rows, "empty")

    def _report_quote(self, text: bytes, found: delimited.Structure, at: int) -> None:
        if not self._header:
            self._is_over = True
            if cause := _foreign_separator(text[: found.next_line(0)], self._rules):
                self._form.add(1, *cause)
                return
        begin = max(at - 20, int(found.line_ends[found.line(at) - 1]) + 1 if found.line(at) else 0)
        row = text[begin : at + 60].decode("utf-8", "ignore").splitlines()[0]
        expected = Message('fields with commas, quotes or line breaks inside "…", quotes in them doubled')
        stray = Message("a stray quote in {row}", row=repr(short(row, 40)))
        self._form.add(self._line + found.line(at), stray, expected)
        self._stray_quotes += 1
        self._is_over |= self._stray_quotes == MOST_STRAY_QUOTES


def _values(rows: bytes, header: list[str]) -> pa.Table:
    """Read rows that are known to be of the right form."""
    return pyarrow.csv.read_csv(
        pa.BufferReader(rows),
        read_options=pyarrow.csv.ReadOptions(column_names=header, block_size=len(rows) + 1),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(header, pa.string()),
            check_utf8=False,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    )


def _of_contract(table: pa.Table, rules: Contract) -> pa.Table:
    """Return the columns of a contract in order, those that a file leaves out blank."""
    for column in rules.optional.difference(table.column_names):
        table = table.append_column(column, pa.nulls(table.num_rows, pa.string()))
    return table.select(rules.names)


def _foreign_separator(line: bytes, rules: Contract) -> sniffing.Cause | None:
    """Return what separates the fields of a header that commas do not."""
    text = line.decode("utf-8", "replace").strip().replace('"', "")
    for sign, separators in (
        (";", Message("semicolons")),
        ("\t", Message("tabs")),
        ("|", Message("vertical bars")),
        ("，", Message("full-width commas")),
    ):
        if len(set(text.split(sign)) & set(rules.names)) > 1:
            found = Message("fields separated by {separators}", separators=separators)
            return sniffing.Cause(found, Message("commas between the fields"))
    return None


def _wrong_header(header: list[str], text: str, rules: Contract) -> sniffing.Cause | None:
    """Return what is wrong with the names of the columns."""
    known = rules.names
    left_out = rules.optional.difference(header)
    if sorted(header) == sorted(column for column in known if column not in left_out):
        return None
    listed = ", ".join(column for column in known if column not in left_out)
    columns = Message("the columns {columns}, each once", columns=listed)
    if not set(header) & set(known):
        found = Message("no header, but {text}", text=repr(short(text)))
        return sniffing.Cause(found, Message("a first line that names {columns}", columns=columns))
    missing = [column for column in known if column not in header and column not in rules.optional]
    extra = [column for column in header if column not in known]
    repeated = [column for column in known if header.count(column) > 1]
    near = _listed([_near(column, [*missing, *left_out]) for column in extra])
    faults = [
        *([Message("it lacks {columns}", columns=_listed(missing))] if missing else []),
        *([Message("it has {columns}", columns=near)] if extra else []),
        *([Message("it repeats {columns}", columns=_listed(repeated))] if repeated else []),
    ]
    return sniffing.Cause(Message("another header: {faults}", faults=joined(", ", faults)), columns)


def _near(column: str, missing: list[str]) -> str:
    near = get_close_matches(column.strip().lower(), missing, 1)
    return f"{short(column)!r}" + (f" ({near[0]}?)" if near else "")


def _listed(names: list[str], most: int = 6) -> str:
    rest = len(names) - most
    listed = ", ".join(names[:most])
    return Message("{names} and {count} more", names=listed, count=rest) if rest > 0 else listed


def _parquet(path: Path, rules: Contract, form: Form) -> Iterator[pa.Table]:
    try:
        with path.open("rb") as file:
            if file.read(4) != b"PAR1":
                found = Message("a file that is not Parquet")
                form.add(1, found, Message("a Parquet file, or a name that ends in .csv"))
                return
        parquet = pq.ParquetFile(path, page_checksum_verification=True)
        schema = parquet.schema_arrow
        if cause := _wrong_header(schema.names, ", ".join(schema.names), rules):
            form.add(1, *cause)
            return
        for column in schema:
            if not _is_plain(column.type):
                form.add(1, Message("a column of {type}", type=column.type), Message("text"), column=column.name)
        if form:
            return
        line = 1
        for batch in parquet.iter_batches(1 << 16):
            batch.validate(full=True)
            columns = [_text(column) for column in batch.columns]
            lines = pa.array(range(line, line + batch.num_rows), pa.int64())
            yield _of_contract(pa.table(columns, names=schema.names), rules).append_column("line", lines)
            line += batch.num_rows
        promised = parquet.metadata
        if {line - 1, sum(promised.row_group(n).num_rows for n in range(promised.num_row_groups))} != {
            promised.num_rows
        }:
            found = Message("{rows} rows where the file promises {promised}", rows=line - 1, promised=promised.num_rows)
            form.add(1, found, Message("a whole file: write it anew"))
    except UNREADABLE as error:
        reason = short(str(error).splitlines()[0] if str(error) else type(error).__name__)
        found = Message("a Parquet file that cannot be read ({error})", error=reason)
        form.add(1, found, Message("a whole file: write it anew"))


def _is_plain(kind: pa.DataType) -> bool:
    """Return whether values of a type have one form as text."""
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    tests = ("string", "large_string", "string_view", "integer", "floating", "decimal", "boolean", "date", "null")
    return any(getattr(pa.types, f"is_{test}")(kind) for test in tests)


def _text(column: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    text = pc.cast(column, pa.string())
    return pc.if_else(pc.equal(text, ""), None, text)


def _without_long_fields(table: pa.Table, form: Form) -> pa.Table:
    for column in table.column_names[:-1]:
        length = pc.binary_length(table.column(column))
        if (pc.max(length).as_py() or 0) > LONGEST_FIELD:
            is_long = pc.fill_null(pc.greater(length, LONGEST_FIELD), False)
            line = pc.min(table.filter(is_long).column("line")).as_py()
            found = Message("a field of {size} bytes", size=pc.max(length).as_py())
            expected = Message("at most {size} (is a quote missing?)", size=LONGEST_FIELD)
            form.add(line, found, expected, pc.sum(is_long).as_py(), column=column)
            table = table.filter(pc.invert(is_long))
    return table
