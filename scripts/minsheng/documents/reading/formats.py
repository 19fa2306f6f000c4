"""Which reader reads which file, by its first bytes and its name."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from minsheng.documents.reading.blocks import Content, UnreadableFile
from minsheng.messages import Message

_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
_PAGES, _TEXTS = (".html", ".htm", ".xhtml"), (".txt", ".text", ".md")
_PAGE_STARTS = ("<!doctype html", "<html")
KINDS = "docx, xlsx, pdf, html, txt, a picture, or doc and wps where LibreOffice is installed"


def kind(content: bytes, name: str) -> str:
    """Return docx, xlsx, office (a file of older programs), pdf, picture, html or txt.

    Raises:
        UnreadableFile: it is none of them.
    """
    suffix = Path(name).suffix.lower()
    if not content.strip():
        raise UnreadableFile(Message("is empty"))
    if content.startswith(_ZIP):
        return _zip_kind(content)
    if content.startswith(_OLE) or suffix in (".doc", ".wps", ".rtf"):
        return "office"
    if content[:1024].lstrip().startswith(_PDF):
        return "pdf"
    if content.startswith(_PICTURES):
        return "picture"
    start = content[:2000].decode("latin-1").lstrip("\xef\xbb\xbf \t\r\n").lower()
    if suffix in _PAGES or start.startswith(_PAGE_STARTS):
        return "html"
    if suffix in _TEXTS:
        return "txt"
    raise UnreadableFile(Message("is of no kind that can be read: {kinds}", kinds=KINDS))


def _zip_kind(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError) as error:
        raise UnreadableFile(Message("is no whole Office file: {error}", error=str(error).lower())) from None
    for kind, part in (("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml")):
        if part in names:
            return kind
    if "content.xml" in names:
        return "office"
    raise UnreadableFile(Message("is an archive of something else; expected {kinds}", kinds=KINDS))


def parse(content: bytes, name: str) -> Content:
    """Read a file in this process.

    Args:
        content: its bytes.
        name: its name, whose ending tells text from html.

    Raises:
        UnreadableFile: it cannot be read, or is refused.
    """
    found = kind(content, name)
    if found == "office":
        from minsheng.documents.reading import office

        content, found = office.as_docx(content, Path(name).suffix), "docx"
    if found == "docx":
        from minsheng.documents.reading.word import read
    elif found == "xlsx":
        from minsheng.documents.reading.sheet import read
    elif found == "pdf":
        from minsheng.documents.reading.pdf import read
    elif found == "picture":
        from minsheng.documents.reading.scan import read_picture as read
    elif found == "html":
        from minsheng.documents.reading.web import read
    else:
        from minsheng.documents.reading.plain import read
    return read(content)
