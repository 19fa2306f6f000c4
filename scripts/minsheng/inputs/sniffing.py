"""What the first bytes of a file say it is: the files of an office that are called .csv and are none."""

from __future__ import annotations

import re
from typing import NamedTuple


class Cause(NamedTuple):
    """Why a file cannot be read, and how to mend it."""

    found: str
    expected: str


UTF8_BOM = b"\xef\xbb\xbf"
_SAVE = 'a CSV file in UTF-8: in Excel, save as "CSV UTF-8 (comma delimited)"'
_MAGIC = [
    (b"PK\x03\x04", "an Excel workbook (.xlsx) or another zip archive", _SAVE),
    (b"PK\x05\x06", "an empty zip archive", _SAVE),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls)", _SAVE),
    (b"\x1f\x8b", "a gzip archive", "the file unpacked (gunzip)"),
    (b"BZh", "a bzip2 archive", "the file unpacked (bunzip2)"),
    (b"\xfd7zXZ", "an xz archive", "the file unpacked (unxz)"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "the file unpacked (unzstd)"),
    (b"7z\xbc\xaf", "a 7z archive", "the file unpacked"),
    (b"Rar!", "a rar archive", "the file unpacked"),
    (b"PAR1", "a Parquet file", "a name that ends in .parquet"),
    (b"SQLite format 3", "an SQLite database", "the table exported as CSV"),
    (b"%PDF", "a PDF document", _SAVE),
    (b"{\\rtf", "a rich text document", _SAVE),
]
_ENCODINGS = [
    # UTF-32 first: its mark begins like that of UTF-16
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", 'UTF-16 (Excel\'s "Unicode text")'),
    (b"\xfe\xff", "UTF-16"),
]
_HTML = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta")


def not_csv(head: bytes) -> Cause | None:
    """Return what a file is whose first bytes are not those of a text in UTF-8.

    Args:
        head: the first bytes, some thousands of them if there are as many.
    """
    if not head.removeprefix(UTF8_BOM).strip():
        return Cause("an empty file", "a line of column names, and rows")
    for magic, found, expected in _MAGIC:
        if head.startswith(magic):
            return Cause(found, expected)
    for mark, encoding in _ENCODINGS:
        if head.startswith(mark):
            return Cause(f"a file saved as {encoding}", _SAVE)
    if head.lstrip()[:9].lower().startswith(_HTML):
        return Cause("a web page or XML, as some programs call .csv or .xls", _SAVE)
    if wide := _wide(head[:4096]):
        return Cause(f"a file saved as {wide} without a byte order mark", _SAVE)
    return None


def _wide(head: bytes) -> str | None:
    """Name the encoding of a text of two or four bytes a character, most of them with NULs in the same places."""
    whole = head[: len(head) // 4 * 4]
    nuls = [whole[n::4].count(0) for n in range(4)]
    quarter = len(whole) // 4
    if not quarter or sum(nuls) < 0.1 * len(whole):
        return None
    if min(nuls[2:]) > 0.9 * quarter or min(nuls[:2]) > 0.9 * quarter:
        return "UTF-32"
    even, odd = nuls[0] + nuls[2], nuls[1] + nuls[3]
    return "UTF-16" if max(even, odd) > 10 * min(even, odd) else None


def not_utf8(before: bytes, after: bytes) -> Cause:
    """Return what a text is that ceases to be UTF-8.

    Args:
        before: the text up to the first byte that is not UTF-8.
        after: the text from that byte on, some hundreds of bytes if there are as many.
    """
    if not re.search(r"[\u4e00-\u9fff]", before.decode()) and _is_chinese(after):
        return Cause('a file saved as GBK or GB18030 (Excel\'s plain "CSV")', _SAVE)
    return Cause(f"byte 0x{after[0]:02x}, which is not UTF-8", "a text saved as UTF-8 throughout")


def _is_chinese(text: bytes) -> bool:
    return re.search(r"[\u4e00-\u9fff]{2}", text.decode("gb18030", "replace")) is not None
