"""The course: four levels and the order of the lessons in them, from course.yaml."""

from __future__ import annotations

from kiosk.content.lessons.model import Course, Entry, Level
from kiosk.content.policy.cards_reader import Fault, Reader, Skip
from kiosk.content.policy.cards_tree import NotATree, Tree, read_tree

COURSE = "course.yaml"
_LEVEL = ("id", "title", "picture", "lessons")
_ENTRY = ("id", "title", "picture")


def read_course(file: str, raw: bytes) -> tuple[Course | None, tuple[Fault, ...]]:
    """The course, None where it cannot be read, and what is wrong."""
    reader = Reader(file)
    course = None
    try:
        given = reader.table(read_tree(raw), ("title", "levels"), ("title", "levels"))
        levels: list[Level] = []
        for item in reader.rows(given["levels"], "levels"):
            levels.append(_level(reader, item, sum(len(level.lessons) for level in levels)))
        course = Course(reader.text(given["title"]), tuple(levels), file)
        _once(reader, course)
    except NotATree as error:
        reader.wrong(error.line, error.what, error.mend)
    except Skip:
        pass
    return (None if reader.faults else course), tuple(reader.faults)


def _level(reader: Reader, tree: Tree, before: int) -> Level:
    given = reader.table(tree, _LEVEL, _LEVEL)
    id_ = reader.name(given["id"])
    rows = reader.rows(given["lessons"], "lessons")
    entries = [_entry(reader, item, id_, before + place) for place, item in enumerate(rows, 1)]
    return Level(id_, reader.text(given["title"]), reader.name(given["picture"]), tuple(entries))


def _entry(reader: Reader, tree: Tree, level: str, number: int) -> Entry:
    given = reader.table(tree, _ENTRY, _ENTRY)
    return Entry(reader.name(given["id"]), reader.text(given["title"]), reader.name(given["picture"]), number, level,
                 tree.line)  # fmt: skip


def _once(reader: Reader, course: Course) -> None:
    lines: dict[str, int] = {}
    for entry in course.lessons:
        if entry.id in lines:
            reader.wrong(entry.line, f"{entry.id} a second time", f"the first is in line {lines[entry.id]}; keep one")
        lines.setdefault(entry.id, entry.line)
