"""Which files are lessons: of a folder, or named one by one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kiosk.content.lessons.errors import LessonError
from kiosk.content.lessons.read import SUFFIX

PACKAGE = "package.yaml"
"""What says whose package this is; no lesson."""


def lesson_files(paths: Iterable[Path]) -> dict[str, bytes]:
    """The lessons' files in these places (files, or folders of *.yaml), by path. Raises LessonError."""
    found: dict[str, bytes] = {}
    paths = tuple(paths)
    for path in paths:
        inside = sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path]
        for file in inside:
            if file.name == PACKAGE:
                continue
            try:
                found[str(file)] = file.read_bytes()
            except OSError as error:
                raise LessonError(f"{file}: {error.strerror or error}") from error
    if not found:
        raise LessonError(f"no lesson (*{SUFFIX}) in {', '.join(map(str, paths))}")
    return found
