"""Where the lessons lie: the project's own, or an administrator's folder."""

from __future__ import annotations

from pathlib import Path

from kiosk.content.files import lesson_files as lesson_files
from kiosk.content.lessons.check import Lessons, read_lessons

LESSONS = Path(__file__).resolve().parent.parent.parent / "assets" / "content" / "lessons"


def load_lessons(*folders: Path) -> Lessons:
    """The course and its lessons, together in these folders; without one the project's own. Of two files of a name
    the later counts: a package may renew single lessons. Raises LessonError: with one fault none of them is used."""
    found = lesson_files(folders or (LESSONS,))
    return read_lessons({Path(file).name: raw for file, raw in found.items()} if len(folders) > 1 else found)
