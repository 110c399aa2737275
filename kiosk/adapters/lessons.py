"""Where the lessons lie: the project's own, or an administrator's folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kiosk.content.lessons.check import Lessons, read_lessons
from kiosk.content.lessons.errors import LessonError
from kiosk.content.lessons.read import SUFFIX

LESSONS = Path(__file__).resolve().parent.parent.parent / "assets" / "content" / "lessons"
PACKAGE = "package.yaml"
"""What says whose package this is; no lesson."""


def load_lessons(*folders: Path) -> Lessons:
    """The course and its lessons, together in these folders; without one the project's own. Of two files of a name
    the later counts: a package may renew single lessons. Raises LessonError: with one fault none of them is used."""
    found = lesson_files(folders or (LESSONS,))
    return read_lessons({Path(file).name: raw for file, raw in found.items()} if len(folders) > 1 else found)


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
