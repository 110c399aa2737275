"""What a draft changes, file by file: in words, and for lessons the steps that are to be drawn as they were and are."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from kiosk.content.lessons.course import COURSE
from kiosk.content.lessons.read import SUFFIX, read_lesson
from kiosk.content.package.manifest import FILE
from kiosk.errors import ContentError
from kiosk.hub.studio.lesson_form import lesson_title
from kiosk.hub.studio.publishing import Look, before
from kiosk.hub.studio.workspace import Workspace

TEXTS = (".yaml", ".txt", ".md", ".json")
LONGEST = 200_000
MOST_LINES, MOST_STEPS = 60, 6
_LINE = re.compile(r"line=\d+")


@dataclass(frozen=True)
class Line:
    """`sign` is + for a new line and - for one that goes."""

    sign: str
    text: str


@dataclass(frozen=True)
class File:
    """`how`: added, changed or removed. `steps` are numbers of a lesson's steps that look different now; `was`: they
    can be drawn as they were. `picture`: the file is one itself. `title`: what residents call this lesson."""

    path: str
    how: str
    old_size: int
    new_size: int
    lines: tuple[Line, ...] = ()
    more: int = 0
    steps: tuple[int, ...] = ()
    was: bool = False
    picture: bool = False
    title: str = ""


def compared(workspace: Workspace, package: str, look: Look) -> tuple[File, ...]:
    """Every file that differs. Raises ContentError, OSError."""
    groups = (("added", look.diff.added), ("changed", look.diff.changed), ("removed", look.diff.removed))
    return tuple(_file(workspace, package, look, how, path) for how, paths in groups for path in paths)


def _file(workspace: Workspace, package: str, look: Look, how: str, path: str) -> File:
    old_size, new_size = look.sizes(path)
    found = File(
        path, how, old_size, new_size, picture=path.endswith(".svg"), title=_title(workspace, package, look, how, path)
    )
    if PurePath(path).suffix not in TEXTS or max(old_size, new_size) > LONGEST:
        return found
    old = before(workspace.content, look.old, path)
    new = b"" if how == "removed" else workspace.read(package, path)[0]
    if how == "added" and look.old is None:  # the first version of all: every line is new, nobody reads them here
        return found
    lines = tuple(_lines(old, new))
    steps = _steps(path, old, new) if look.new.manifest.kind == "lessons" else ()
    shown = lines[:MOST_LINES]
    return replace(found, lines=shown, more=len(lines) - len(shown), steps=steps[:MOST_STEPS], was=how == "changed")


def _title(workspace: Workspace, package: str, look: Look, how: str, path: str) -> str:
    """Of a lesson; "" of any other file, and of one that cannot be read."""
    if look.new.manifest.kind != "lessons" or path in (COURSE, FILE) or not path.endswith(SUFFIX):
        return ""
    try:
        return lesson_title(
            before(workspace.content, look.old, path) if how == "removed" else workspace.read(package, path)[0]
        )
    except ContentError:
        return ""


def _lines(old: bytes, new: bytes) -> Iterator[Line]:
    was, now = (raw.decode("utf-8", "replace").splitlines() for raw in (old, new))
    for line in difflib.unified_diff(was, now, lineterm="", n=0):
        if line[:1] in "+-" and not line.startswith(("+++", "---")) and line[1:].strip():
            yield Line(line[0], line[1:].strip())


def _steps(path: str, old: bytes, new: bytes) -> tuple[int, ...]:
    """Numbers, from 1, of steps that are drawn or said differently; a step is compared with the one of its number."""
    was, now = read_lesson(path, old)[0], read_lesson(path, new)[0]
    if now is None:
        return ()
    screens = was is not None and _bare(was.screens) != _bare(now.screens)
    earlier = [_bare(step) for step in was.steps] if was else []
    later = [_bare(step) for step in now.steps]
    return tuple(
        number
        for number, step in enumerate(later, 1)
        if screens or number > len(earlier) or earlier[number - 1] != step
    )


def _bare(value: object) -> str:
    """Without line numbers, which move when a line is added above."""
    return _LINE.sub("", repr(value))
