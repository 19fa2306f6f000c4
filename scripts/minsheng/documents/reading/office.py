"""Files of older office programs (doc, wps, rtf, odt), turned into docx by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from minsheng.documents.reading.blocks import UnreadableFile
from minsheng.messages import Message

_SECONDS = 120


def as_docx(content: bytes, suffix: str) -> bytes:
    """Return the file as docx.

    Raises:
        UnreadableFile: LibreOffice is missing, or cannot turn the file.
    """
    program = shutil.which("soffice")
    if program is None:
        raise UnreadableFile(Message("is of an older office program; install LibreOffice, or save it as docx"))
    with tempfile.TemporaryDirectory(prefix="minsheng-") as folder:
        source = Path(folder) / f"document{suffix or '.doc'}"
        source.write_bytes(content)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [program, profile, "--headless", "--convert-to", "docx", "--outdir", folder, str(source)]
        try:
            subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise UnreadableFile(Message("took LibreOffice more than {seconds} seconds", seconds=_SECONDS)) from None
        target = Path(folder) / "document.docx"
        if not target.is_file():
            raise UnreadableFile(Message("could not be turned into docx by LibreOffice"))
        return target.read_bytes()
