"""What the first bytes of a file say it is: the files of an office that are called .csv and are none."""

from __future__ import annotations

import re
from typing import NamedTuple

from minsheng.messages import Message


class Cause(NamedTuple):
    """Why a file cannot be read, and how to mend it."""

    found: str
    expected: str


UTF8_BOM = b"\xef\xbb\xbf"
_SAVE = Message('a CSV file in UTF-8: in Excel, save as "CSV UTF-8 (comma delimited)"')
_MAGIC = [
    (b"PK\x03\x04", Message("an Excel workbook (.xlsx) or another zip archive"), _SAVE),
    (b"PK\x05\x06", Message("an empty zip archive"), _SAVE),
    (b"\xd0\xcf\x11\xe0", Message("an old Excel workbook (.xls)"), _SAVE),
    (b"\x1f\x8b", Message("a gzip archive"), Message("the file unpacked (gunzip)")),
    (b"BZh", Message("a bzip2 archive"), Message("the file unpacked (bunzip2)")),
    (b"\xfd7zXZ", Message("an xz archive"), Message("the file unpacked (unxz)")),
    (b"\x28\xb5\x2f\xfd", Message("a zstd archive"), Message("the file unpacked (unzstd)")),
    (b"7z\xbc\xaf", Message("a 7z archive"), Message("the file unpacked")),
    (b"Rar!", Message("a rar archive"), Message("the file unpacked")),
    (b"PAR1", Message("a Parquet file"), Message("a name that ends in .parquet")),
    (b"SQLite format 3", Message("an SQLite database"), Message("the table exported as CSV")),
    (b"%PDF", Message("a PDF document"), _SAVE),
    (b"{\\rtf", Message("a rich text document"), _SAVE),
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
        return Cause(Message("an empty file"), Message("a line of column names, and rows"))
    for magic, found, expected in _MAGIC:
        if head.startswith(magic):
            return Cause(found, expected)
    for mark, encoding in _ENCODINGS:
        if head.startswith(mark):
            return Cause(Message("a file saved as {encoding}", encoding=encoding), _SAVE)
    if head.lstrip()[:9].lower().startswith(_HTML):
        return Cause(Message("a web page or XML, as some programs call .csv or .xls"), _SAVE)
    if wide := _wide(head[:4096]):
        return Cause(Message("a file saved as {encoding} without a byte order mark", encoding=wide), _SAVE)
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
        return Cause(Message('a file saved as GBK or GB18030 (Excel\'s plain "CSV")'), _SAVE)
    found = Message("byte {byte}, which is not UTF-8", byte=f"0x{after[0]:02x}")
    return Cause(found, Message("a text saved as UTF-8 throughout"))


def _is_chinese(text: bytes) -> bool:
    return re.search(r"[\u4e00-\u9fff]{2}", text.decode("gb18030", "replace")) is not None
