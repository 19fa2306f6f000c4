"""What is looked at before an Office file is opened: it is a zip archive of XML that may be built to do harm."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from minsheng.documents.reading.blocks import UnreadableFile
from minsheng.messages import Message

_MAX_PARTS = 5_000
_MAX_BYTES = 300_000_000
_MAX_XML_BYTES = 100_000_000
_MAX_RATIO = 300
_SMALL = 1_000_000
_ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_EXTERNAL = re.compile(rb'<Relationship\b[^>]*TargetMode\s*=\s*["\']External["\'][^>]*>', re.IGNORECASE)
_LINK = re.compile(rb'Type\s*=\s*["\'][^"\']*/hyperlink["\']')


def check(content: bytes) -> None:
    """Look at the parts of an Office file.

    Raises:
        UnreadableFile: it is no such file, or unpacks to too much, declares entities, or refers to contents elsewhere.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_sizes(archive.infolist())
            for name, part in _xml_parts(archive):
                if _ENTITY.search(part):
                    raise UnreadableFile(Message("{name} declares entities, which no Office file does", name=name))
                if name.endswith(".rels") and any(not _LINK.search(found) for found in _EXTERNAL.findall(part)):
                    raise UnreadableFile(
                        Message("{name} refers to contents outside the file; save it with them inside", name=name)
                    )
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise UnreadableFile(Message("is no whole Office file: {error}", error=str(error).lower())) from None


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > _MAX_PARTS:
        raise UnreadableFile(Message("holds more than {most} parts", most=_MAX_PARTS))
    if sum(part.file_size for part in parts) > _MAX_BYTES:
        raise UnreadableFile(Message("unpacks to more than {most} bytes", most=_MAX_BYTES))
    for part in parts:
        if part.file_size > _SMALL and part.file_size > _MAX_RATIO * max(part.compress_size, 1):
            raise UnreadableFile(
                Message(
                    "{filename} unpacks to more than {most} times its size", filename=part.filename, most=_MAX_RATIO
                )
            )


def _xml_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for part in archive.infolist():
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as file:
                content = file.read(_MAX_XML_BYTES + 1)
            if len(content) > _MAX_XML_BYTES:
                raise UnreadableFile(
                    Message("{filename} unpacks to more than {most} bytes", filename=part.filename, most=_MAX_XML_BYTES)
                )
            yield part.filename, content.replace(b"\0", b"") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else content
