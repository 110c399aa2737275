"""What a draft changes, file by file: in words, and for lessons the steps that are to be drawn as they were and are."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath

from kiosk.content.lessons.read import read_lesson
from kiosk.content.package.edit import texts
from kiosk.content.package.manifest import FILE
from kiosk.hub.desk.studio.places import called, file_called
from kiosk.hub.studio.looking import Look
from kiosk.hub.studio.titles import title
from kiosk.hub.studio.workspace import Workspace
from kiosk.text import Message, msg

TEXTS = (".yaml", ".txt", ".md", ".json")
LONGEST = 200_000
MOST_LINES, MOST_STEPS = 60, 6
_LINE = re.compile(r"line=\d+")
_NAMED = re.compile(r"(?:- )?(say|note|hint|after|ask|why|goal|title|word|version|responsible): +(.+)")
"""Lines that have words of their own on a page."""


@dataclass(frozen=True)
class Line:
    """`sign` is + for a new line and - for one that goes; `what` says which text of the file it is."""

    sign: str
    text: str
    what: Message | None = None


@dataclass(frozen=True)
class Step:
    """A step that looks different now: its number in the lesson, and what it is called."""

    number: int
    called: Message


@dataclass(frozen=True)
class File:
    """`how`: added, changed or removed. `was`: its steps can be drawn as they were."""

    path: str
    called: Message
    how: str
    lines: tuple[Line, ...] = ()
    more: int = 0
    steps: tuple[Step, ...] = ()
    was: bool = False


def compared(workspace: Workspace, package: str, look: Look) -> tuple[File, ...]:
    """Every file that differs, but a manifest that only has another number. Raises ContentError, OSError."""
    groups = (("added", look.diff.added), ("changed", look.diff.changed), ("removed", look.diff.removed))
    found = [_file(workspace, package, look, how, path) for how, paths in groups for path in paths]
    return tuple(file for file in found if file.path != FILE or file.lines or file.how != "changed")


def unchanged(workspace: Workspace, package: str, look: Look) -> tuple[Message, ...]:
    """What the files are called that stay as they were."""
    kind = look.new.manifest.kind
    return tuple(
        file_called(path, title(kind, path, workspace.read(package, path)[0]))
        for path in look.unchanged
        if PurePath(path).suffix in TEXTS and path != FILE
    )


def _file(workspace: Workspace, package: str, look: Look, how: str, path: str) -> File:
    kind = look.new.manifest.kind
    if PurePath(path).suffix not in TEXTS or max(look.sizes(path)) > LONGEST:
        return File(path, file_called(path), how)
    old = look.before.read(path) if look.before else b""
    new = b"" if how == "removed" else workspace.read(package, path)[0]
    found = File(path, file_called(path, title(kind, path, new or old)), how)
    if look.before is None:  # there was nothing at all: every line is new, nobody reads them here
        return found
    lines = tuple(line for line in _lines(old, new) if path != FILE or not line.text.startswith("version:"))
    steps = _steps(path, old, new) if kind == "lessons" else ()
    shown = tuple(_worded(line) for line in lines[:MOST_LINES])
    return replace(found, lines=shown, more=len(lines) - len(shown), steps=steps[:MOST_STEPS], was=how == "changed")


def _lines(old: bytes, new: bytes) -> Iterator[Line]:
    was, now = (raw.decode("utf-8", "replace").splitlines() for raw in (old, new))
    for line in difflib.unified_diff(was, now, lineterm="", n=0):
        if line[:1] in "+-" and not line.startswith(("+++", "---")) and line[1:].strip():
            yield Line(line[0], line[1:].strip())


def _worded(line: Line) -> Line:
    """Without the marks of the file, where the text has words of its own."""
    if (found := _NAMED.fullmatch(line.text)) is None:
        return line
    return Line(line.sign, found[2].strip("\"'"), msg(f"desk.studio.text.{found[1]}"))


def _steps(path: str, old: bytes, new: bytes) -> tuple[Step, ...]:
    """Steps that are drawn or said differently; a step is compared with the one of its number."""
    was, now = read_lesson(path, old)[0], read_lesson(path, new)[0]
    if now is None:
        return ()
    whole = texts(new)
    screens = was is not None and _bare(was.screens) != _bare(now.screens)
    earlier = [_bare(step) for step in was.steps] if was else []
    later = [_bare(step) for step in now.steps]
    return tuple(
        Step(number, called(whole, f"step-{number}"))
        for number, step in enumerate(later, 1)
        if screens or number > len(earlier) or earlier[number - 1] != step
    )


def _bare(value: object) -> str:
    """Without line numbers, which move when a line is added above."""
    return _LINE.sub("", repr(value))
