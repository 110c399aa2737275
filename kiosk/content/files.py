"""Which files are lessons, which first-aid cards: of a folder, or named one by one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kiosk.content.lessons.errors import LessonError
from kiosk.errors import ContentError, KioskError

SUFFIX = ".yaml"
PACKAGE = "package.yaml"
"""What says whose package this is; no lesson and no card."""


def lesson_files(paths: Iterable[Path]) -> dict[str, bytes]:
    """The lessons' files in these places (files, or folders of *.yaml), by path. Raises LessonError."""
    return _files(tuple(paths), "lesson", LessonError)


def aid_files(paths: Iterable[Path]) -> dict[str, bytes]:
    """The cards' files in these places (files, or folders of *.yaml), by path. Raises ContentError."""
    return _files(tuple(paths), "first-aid card", ContentError)


def _files(paths: tuple[Path, ...], what: str, wrong: type[KioskError]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for path in paths:
        inside = sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path]
        for file in inside:
            if file.name == PACKAGE:
                continue
            try:
                found[str(file)] = file.read_bytes()
            except OSError as error:
                raise wrong(f"{file}: {error.strerror or error}") from error
    if not found:
        raise wrong(f"no {what} (*{SUFFIX}) in {', '.join(map(str, paths))}")
    return found
