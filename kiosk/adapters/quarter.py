"""Where a quarter's notices and directory lie."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kiosk.content.package.directory import FILE as CONTACTS
from kiosk.content.package.notices import FILE as NOTICES
from kiosk.content.package.quarter import Quarter, read_contacts, read_notices
from kiosk.errors import ContentError


def load_quarter(notices: Iterable[Path], directories: Iterable[Path]) -> Quarter:
    """All packages of both kinds together. Raises ContentError: with one fault none of them is used."""
    told = [one for folder in notices for one in read_notices(*_read(folder / NOTICES))]
    known = [one for folder in directories for one in read_contacts(*_read(folder / CONTACTS))]
    return Quarter(tuple(told), tuple(known))


def _read(file: Path) -> tuple[str, bytes]:
    try:
        return str(file), file.read_bytes()
    except OSError as error:
        raise ContentError(f"{file}: {error.strerror or error}") from error
