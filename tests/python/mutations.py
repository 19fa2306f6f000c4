"""Input files as they go wrong in an office: each kind of damage, at random places, with what has to come of it."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import lzma
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

Rows = list[dict[str, str]]
Changes = dict[str, Callable[[str], str]]
"""Changes of a line, by name."""

HIDDEN = "\x01\x07\x1b\x7f\x85\xad\u061c\u180e\u200b\u200e\u200f\u2028\u202e\u2060\u2063\u2066\u2069\u3164\ufeff\ufffd"
"""Characters that cannot be seen."""


@dataclass
class Case:
    """A file and its outcome."""

    name: str
    content: bytes
    rows: Rows | None = None
    """The rows that it is to be read as; None where it is to be refused."""
    line: int | None = None
    """The line to be named where it is refused; None for any."""
    either: bool = False
    """May be refused as well: damage that nobody can tell from a text."""
    suffix: str = ".csv"
    places: list[str] = field(default_factory=list)
    """Columns one of which the message has to name."""


class Source:
    """Rows of a kind of file, as many as wanted, no two of one identity."""

    def __init__(self, rows: Rows, renew: Callable[[dict[str, str], str], None], chance: random.Random) -> None:
        """Take rows as samples.

        Args:
            rows: rows of a sound file.
            renew: gives a row an identity of its own, made from the digits that it is handed.
            chance: where damage falls.
        """
        self.chance = chance
        self.columns = list(rows[0])
        self._rows = rows
        self._renew = renew
        self._count = 0

    def rows(self, most: int = 12) -> Rows:
        """Return some rows, at least three."""
        taken = [
            dict(row) for row in self.chance.sample(self._rows, self.chance.randint(3, min(most, len(self._rows))))
        ]
        for row in taken:
            self._count += 1
            self._renew(row, f"{self._count:06}")
        return taken

    def text(self, rows: Rows, **options: Any) -> str:
        """Return rows as CSV."""
        out = io.StringIO()
        options = {"lineterminator": "\n", **options}
        writer = csv.writer(out, **options)
        writer.writerows([self.columns, *([row[column] for column in self.columns] for row in rows)])
        return out.getvalue()

    def bytes(self, rows: Rows) -> bytes:
        return self.text(rows).encode()


def of_form(source: Source) -> Iterator[Case]:
    """Yield every kind of damage to the form of a CSV file, once."""
    yield from _encodings(source)
    yield from _other_files(source)
    yield from _separators_and_quotes(source)
    yield from _line_ends(source)
    yield from _headers(source)
    yield from _fields(source)
    yield from _random(source)


def _encodings(source: Source) -> Iterator[Case]:
    rows = source.rows()
    yield Case("a byte order mark", b"\xef\xbb\xbf" + source.bytes(rows), rows)
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"):
        yield Case(encoding, source.text(source.rows()).encode(encoding), line=1)
    for encoding in ("gbk", "gb18030"):
        text = source.text(source.rows())
        line = next(n for n, row in enumerate(text.split("\n"), 1) if not row.isascii())
        yield Case(encoding, text.encode(encoding, "replace"), line=line)
    rows = source.rows()
    row = source.chance.randrange(len(rows))
    content = source.text(rows).encode().split(b"\n")
    content[row + 1] = content[row + 1] + b"\xe9"
    yield Case("a byte of another encoding", b"\n".join(content), line=row + 2)
    content[row + 1] = content[row + 1][:-1] + b"\0"
    yield Case("a NUL byte", b"\n".join(content), line=row + 2)


def _other_files(source: Source) -> Iterator[Case]:
    plain = source.bytes(source.rows())
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("xl/workbook.xml", plain)
    parquet = io.BytesIO()
    pq.write_table(pa.table({"a": ["b"]}), parquet)
    for name, content in {
        "a workbook": archive.getvalue(),
        "gzip": gzip.compress(plain),
        "bzip2": bz2.compress(plain),
        "xz": lzma.compress(plain),
        "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
        "Parquet": parquet.getvalue(),
        "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
        "HTML": b"<html><body><table><tr><td>value_id</td></tr></table></body></html>",
        "nothing": b"",
        "blanks": b" \r\n\r\n ",
        "a byte order mark alone": b"\xef\xbb\xbf",
        "JSON": b'[{"value_id": "wenling-2023@1"}]\n',
        "another text": b"root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1::/:/usr/sbin/nologin\n",
    }.items():
        yield Case(f"{name} named .csv", content, line=1)
    yield Case("CSV named .parquet", plain, line=1, suffix=".parquet")


def _separators_and_quotes(source: Source) -> Iterator[Case]:
    for sign in ";\t|":
        yield Case(f"separated by {sign!r}", source.text(source.rows(), delimiter=sign).encode(), line=1)
        quoted = source.text(source.rows(), delimiter=sign, quoting=csv.QUOTE_ALL)
        yield Case(f"separated by {sign!r}, all quoted", quoted.encode(), line=1)
    yield Case("separated by full-width commas", source.text(source.rows()).replace(",", "，").encode(), line=1)
    rows = source.rows()
    yield Case("all quoted", source.text(rows, quoting=csv.QUOTE_ALL).encode(), rows)
    rows = source.rows()
    header = ",".join(f'"{column}"' for column in source.columns)
    yield Case("a quoted header", (header + "\n" + source.text(rows).split("\n", 1)[1]).encode(), rows)
    yield Case("single quotes", source.text(source.rows(), quotechar="'", quoting=csv.QUOTE_ALL).encode(), line=1)
    stray: Changes = {
        "a quote at the end of a line": lambda line: line + '"',
        "a quote within a field": lambda line: line[:3] + '"' + line[3:],
        "a quote at the beginning of a line": lambda line: '"' + line,
        "a quoted end of a field": lambda line: line.replace(",", '"x",', 1),
        "a quoted end of a note": lambda line: line + 'x"y"',
        "a quoted beginning of a field": lambda line: f'"{line[:3]}"{line[3:]}',
        "an escaped quote": lambda line: '"a\\"b",' + line,
    }
    for name, change in stray.items():
        rows = source.rows()
        lines = source.text(rows).split("\n")
        row = source.chance.randrange(1, len(lines) - 1)
        lines[row] = change(lines[row])
        yield Case(name, "\n".join(lines).encode(), line=row + 1)


def _line_ends(source: Source) -> Iterator[Case]:
    for end in ("\r\n", "\r"):
        rows = source.rows()
        yield Case(f"lines that end in {end!r}", source.text(rows, lineterminator=end).encode(), rows)
    rows = source.rows()
    mixed = "".join(line + source.chance.choice(["\n", "\r\n", "\r"]) for line in source.text(rows).splitlines())
    yield Case("line ends of all kinds", mixed.encode(), rows)
    rows = source.rows()
    yield Case("no end to the last line", source.bytes(rows)[:-1], rows)
    for tail in ("\n", "\r\n\r\n", "," * (len(source.columns) - 1) + "\n", ",,\r\n,,,\n\n"):
        rows = source.rows()
        yield Case(f"empty rows at the end {tail[:6]!r}", source.bytes(rows) + tail.encode(), rows)
    rows = source.rows()
    lines = source.text(rows).split("\n")
    row = source.chance.randrange(1, len(rows))
    lines[row:row] = ["", ""]
    yield Case("empty lines in the middle", "\n".join(lines).encode(), line=row + 1)


def _headers(source: Source) -> Iterator[Case]:
    columns = source.columns
    column = source.chance.choice(columns)

    def named(names: list[str]) -> bytes:
        return ",".join(names).encode() + b"\n" + source.bytes(source.rows()).split(b"\n", 1)[1]

    for name, names in {
        "a column renamed": [f"{c}x" if c == column else c for c in columns],
        "a column in capitals": [c.upper() if c == column else c for c in columns],
        "a column without a name": ["" if c == column else c for c in columns],
        "a blank before a name": [f" {c}" if c == column else c for c in columns],
        "a column named twice": [*columns, column],
        "a column more": [*columns, "remarks"],
        "a column less": [c for c in columns if c != column],
        "twenty thousand columns": [*columns, *(f"c{n}" for n in range(20_000))],
    }.items():
        yield Case(name, named(names), line=1)
    yield Case("no header", source.bytes(source.rows()).split(b"\n", 1)[1], line=1)
    yield Case("a remark before the header", b"# from the bureau\n" + source.bytes(source.rows()), line=1)
    rows = source.rows()
    lines = source.text(rows).split("\n")
    row = source.chance.randrange(1, len(rows))
    lines.insert(row, lines[0])
    yield Case("the header again", "\n".join(lines).encode(), line=row + 1)
    rows = source.rows()
    order = source.chance.sample(columns, len(columns))
    text = io.StringIO()
    writer = csv.DictWriter(text, order, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    yield Case("columns in another order", text.getvalue().encode(), rows)
    yield Case("a header and no rows", source.bytes([]), [])


def _fields(source: Source) -> Iterator[Case]:
    cut: Changes = {
        "a comma more": lambda line: "," + line,
        "a comma less": lambda line: line.replace(",", "", 1),
        "half a line": lambda line: line[: line.index(",") + 1],
    }
    for name, change in cut.items():
        lines = source.text(source.rows()).split("\n")
        row = source.chance.randrange(1, len(lines) - 1)
        lines[row] = change(lines[row])
        yield Case(name, "\n".join(lines).encode(), line=row + 1)
    rows = source.rows()
    row = source.chance.randrange(len(rows))
    rows[row][source.columns[-1]] = "长" * 3_500_000
    yield Case("a field of ten million bytes", source.bytes(rows), line=row + 2)


def _random(source: Source) -> Iterator[Case]:
    """Damage that may leave a sound file: what is read of it has to be what the csv module reads."""
    content = source.bytes(source.rows())
    cut = source.chance.randrange(1, len(content))
    yield _as_read(source, f"cut at byte {cut}", content[:cut])
    for _ in range(3):
        damaged = bytearray(source.bytes(source.rows()))
        at = source.chance.randrange(len(damaged))
        damaged[at] ^= 1 << source.chance.randrange(8)
        yield _as_read(source, f"a bit flipped at byte {at}", bytes(damaged))
    damaged = bytearray(source.bytes(source.rows()))
    at = source.chance.randrange(len(damaged))
    del damaged[at : at + source.chance.randint(1, 40)]
    yield _as_read(source, f"bytes lost at {at}", bytes(damaged))
    at = source.chance.randrange(len(damaged))
    damaged[at:at] = bytes(source.chance.randrange(256) for _ in range(source.chance.randint(1, 8)))
    yield _as_read(source, f"bytes put in at {at}", bytes(damaged))


def _as_read(source: Source, name: str, content: bytes) -> Case:
    """Return a case whose rows are those that the csv module finds, if it finds any."""
    try:
        text = content.decode("utf-8-sig")
        header, *lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    except (UnicodeDecodeError, csv.Error, ValueError):
        return Case(name, content)
    while lines and not any(lines[-1]):
        lines.pop()
    if sorted(header) != sorted(source.columns) or any(len(line) != len(header) for line in lines):
        return Case(name, content)
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    for row in rows:
        row.update(is_core=row["is_core"].lower())  # fAlse is false
    return Case(name, content, rows, either=True)


def of_values(
    source: Source, columns: dict[str, list[str]], read: Callable[[str], str] | None = None
) -> Iterator[Case]:
    """Yield a case for each text of a column.

    Args:
        source: of the other rows.
        columns: the texts to try, by column.
        read: what an accepted text is read as; without it they are all to be refused.
    """
    for column, texts in columns.items():
        for text in texts:
            rows = source.rows()
            row = source.chance.randrange(len(rows))
            rows[row][column] = text
            content = source.bytes(rows)
            name = f"{column} = {text!r}"
            if read is None:
                yield Case(name, content, line=row + 2, places=[column, column.removesuffix("_text")])
            else:
                rows[row][column] = read(text)
                yield Case(name, content, rows)


def of_letters(source: Source, names: list[str], free_texts: list[str]) -> Iterator[Case]:
    """Yield a case for each character that cannot be seen: refused in names, taken out of free text."""
    for sign in HIDDEN:
        for column in [source.chance.choice(names), *free_texts]:
            rows = source.rows()
            row = source.chance.randrange(len(rows))
            before = rows[row][column] or "甲乙"
            at = source.chance.randint(0, len(before))
            rows[row][column] = before[:at] + sign + before[at:]
            content = source.bytes(rows)
            rows[row][column] = before
            if column in free_texts:
                yield Case(f"U+{ord(sign):04X} in {column}", content, rows)
            else:
                yield Case(f"U+{ord(sign):04X} in {column}", content, line=row + 2, places=[column])
    for column in names:
        for blank in (" ", "\t", "\n", "\u00a0", "\u3000"):
            rows = source.rows()
            row = source.chance.randrange(len(rows))
            rows[row][column] = (rows[row][column] or "甲") + blank
            yield Case(f"{blank!r} behind {column}", source.bytes(rows), line=row + 2, places=[column])


def of_parquet(source: Source, integer: str, boolean: str) -> Iterator[Case]:
    """Yield Parquet files: of all types, with columns that they must not have, and damaged."""

    def written(table: pa.Table, **options: Any) -> bytes:
        out = io.BytesIO()
        pq.write_table(table, out, **options)
        return out.getvalue()

    def table(rows: Rows) -> pa.Table:
        return pa.table({column: [row[column] or None for row in rows] for column in source.columns})

    def case(name: str, content: bytes, rows: Rows | None = None, **others: Any) -> Case:
        return Case(f"Parquet, {name}", content, rows, suffix=".parquet", **others)

    for name, kind in {"large_string": pa.large_string(), "dictionary": pa.dictionary(pa.int8(), pa.string())}.items():
        rows = source.rows()
        typed = table(rows)
        yield case(name, written(typed.cast(pa.schema([(c, kind) for c in source.columns]))), rows)
    for kind in (pa.int16(), pa.int32(), pa.uint64(), pa.int64(), pa.decimal128(19, 0), pa.float64()):
        rows = source.rows()
        for row in rows:
            row[integer] = str(source.chance.randrange(1, 9999))
        column = pa.array([int(row[integer]) for row in rows]).cast(kind)
        yield case(str(kind), written(_with(table(rows), integer, column)), rows)
    rows = source.rows()
    column = pa.array([row[boolean] == "true" for row in rows])
    yield case("bool", written(_with(table(rows), boolean, column)), rows)
    rows = source.rows()
    yield case("no compression", written(table(rows), compression="none"), rows)
    yield case("no rows", written(table(rows).slice(0, 0)), [])

    rows = source.rows()
    column = pa.array([2**63 + 1] * len(rows), pa.uint64())
    yield case("a number beyond", written(_with(table(rows), integer, column)), line=1, places=[integer])
    for odd in (
        pa.array([["a"]] * len(rows)),
        pa.array([{"a": 1}] * len(rows)),
        pa.array([b"a"] * len(rows)),
        pa.array([0] * len(rows), pa.timestamp("us")),
        pa.array([0] * len(rows), pa.duration("us")),
        pa.array([0] * len(rows), pa.time64("us")),
    ):
        yield case(str(odd.type), written(_with(table(source.rows(3)), source.columns[-1], odd.slice(0, 3))), line=1)
    for extra in ("file_row_number", "file", "line", "filename", "__index_level_0__", source.columns[0].upper()):
        more = table(source.rows(3)).append_column(extra, pa.array(["1"] * 3))
        yield case(f"with {extra}", written(more), line=1)
    invalid = pa.Array.from_buffers(pa.string(), 3, pa.array([b"\xff", b"a", b"b"]).buffers())
    yield case("text that is not UTF-8", written(_with(table(source.rows(3)), source.columns[-1], invalid)), line=1)
    yield case("a column less", written(table(source.rows()).drop_columns([source.columns[1]])), line=1)
    yield case("a column twice", written(table(source.rows(3)).append_column(source.columns[0], pa.array(["a"] * 3))))

    whole = written(table(source.rows()))
    yield case("cut", whole[: source.chance.randrange(4, len(whole))], line=1)
    yield case("without its head", whole[4:], line=1)
    yield case("without its foot", whole[:-12], line=1)
    yield case("a page overwritten", whole[:40] + bytes(30) + whole[70:], either=True)
    for _ in range(6):
        rows = source.rows()
        damaged = bytearray(written(table(rows), write_page_checksum=True, compression="zstd"))
        at = source.chance.randrange(len(damaged))
        damaged[at] ^= 1 << source.chance.randrange(8)
        yield case(f"a bit flipped at byte {at}", bytes(damaged), rows, either=True)


def _with(table: pa.Table, name: str, column: pa.Array) -> pa.Table:
    return table.set_column(table.column_names.index(name), name, column)
