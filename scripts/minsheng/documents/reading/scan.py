"""Pictures of text, recognised by tesseract with its Chinese data where that is installed."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from minsheng.documents.reading.blocks import Content, Paragraph, UnreadableFile, bounded, joined
from minsheng.messages import Message

_LANGUAGE = "chi_sim"
_SCALE = 300 / 72
_MAX_PAGES = 200
_MAX_PIXELS = 60_000_000
_MISSING = Message(
    "is a scan; install tesseract with its Chinese data (Debian: tesseract-ocr, tesseract-ocr-chi-sim) to read it"
)


def read_pdf(content: bytes) -> Content:
    """Recognise the pages of a pdf file without text.

    Raises:
        UnreadableFile: tesseract or its Chinese data is missing, or it fails.
    """
    import pypdfium2

    program = _tesseract()
    document = pypdfium2.PdfDocument(content)
    if len(document) > _MAX_PAGES:
        raise UnreadableFile(Message("is a scan of more than {most} pages", most=_MAX_PAGES))
    pictures = []
    for page in document:
        width, height = page.get_size()
        scale = min(_SCALE, (_MAX_PIXELS / max(width * height, 1)) ** 0.5)
        pictures.append(_recognised(program, page.render(scale=scale).to_pil()))
    return _content(program, pictures)


def read_picture(content: bytes) -> Content:
    """Recognise one picture.

    Raises:
        UnreadableFile: tesseract or its Chinese data is missing, it is no picture, or tesseract fails.
    """
    from PIL import Image

    program = _tesseract()
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > _MAX_PIXELS:
                raise UnreadableFile(Message("has more than {most} pixels", most=_MAX_PIXELS))
            text = _recognised(program, picture.convert("RGB"))
    except (OSError, Image.DecompressionBombError) as error:
        raise UnreadableFile(Message("is no picture that can be read: {error}", error=error)) from None
    return _content(program, [text])


def _tesseract() -> str:
    program = shutil.which("tesseract")
    if program is None or _LANGUAGE not in _run([program, "--list-langs"]).split():
        raise UnreadableFile(_MISSING)
    return program


def _recognised(program: str, picture: Any) -> str:
    with tempfile.TemporaryDirectory(prefix="minsheng-") as folder:
        path = Path(folder) / "page.png"
        picture.save(path)
        return _run([program, str(path), "-", "-l", _LANGUAGE, "--psm", "6"])


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        *_, last = done.stderr.decode("utf-8", "replace").strip().splitlines() or [Message("no reason given")]
        raise UnreadableFile(Message("could not be recognised: tesseract says {error}", error=last))
    return done.stdout.decode("utf-8", "replace")


def _content(program: str, texts: list[str]) -> Content:
    paragraphs = []
    for text in texts:
        paragraphs += [Paragraph(_joined_words(part)) for part in re.split(r"\n\s*\n", text)]
    version = (_run([program, "--version"]).splitlines() or ["tesseract"])[0]
    warning = Message("recognised from pictures (OCR): compare each figure with them; tables are not rebuilt")
    return Content(bounded(paragraphs), version, is_ocr=True, warnings=(warning,))


def _joined_words(text: str) -> str:
    """Join lines, and the characters that tesseract sets apart."""
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])", "", joined(text.splitlines()))
