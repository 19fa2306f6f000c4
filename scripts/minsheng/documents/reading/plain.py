"""Reading txt in UTF-8 or GB 18030: the text as it is, tabs and empty lines too, a paragraph a line."""

from __future__ import annotations

import re

from minsheng.documents.reading.blocks import Content, Paragraph, UnreadableFile, bounded
from minsheng.messages import Message

_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f]")


def decode(content: bytes) -> str:
    """Return the text of a file.

    Raises:
        UnreadableFile: it is neither UTF-8 nor GB 18030, nor UTF-16 with its mark.
    """
    is_marked = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ["utf-16"] if is_marked else ["utf-8-sig", "gb18030"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _FORBIDDEN.search(text):
            raise UnreadableFile(Message("holds control characters; it is no text"))
        return text
    raise UnreadableFile(Message("is neither UTF-8 nor GB 18030 text"))


def read(content: bytes) -> Content:
    """Read a text file.

    Raises:
        UnreadableFile: it is no text.
    """
    lines = re.split(r"\r\n|\r|\n", decode(content).removesuffix("\n").removesuffix("\r"))
    bounded(map(Paragraph, lines))
    return Content(tuple(map(Paragraph, lines)), "text")
