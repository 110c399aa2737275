"""Which form of a lesson mends a fault: the check knows lines, an administrator knows steps."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from kiosk.content.policy.cards_reader import Fault
from kiosk.content.policy.cards_tree import NotATree, Row, Table, Tree, read_tree
from kiosk.hub.studio.lesson_form import ABOUT, CARD, OWN

PHONE = "phone"
"""The drawn telephone: it is written in the file and has no form."""
_OF_PART = re.compile(r"\d+ steps in a part|about \d+ seconds")
_OF_QUIZ = re.compile(r"\d+ questions")
_OF_FILE = re.compile(r"\d+ parts|title or picture differ .*|.+ is not in the course|\S+ is missing|unknown key .*")
_FORMS = {"goal": ABOUT, "own": OWN, "card": CARD, "screens": PHONE}


def place_of(raw: bytes, fault: Fault) -> str:
    """The form's place, as lesson_form names it; PHONE for the telephone; "" for what only the file shows."""
    try:
        tree = read_tree(raw)
    except NotATree:
        return ""
    if _OF_QUIZ.fullmatch(fault.what):
        return "quiz-1"
    marks = sorted(_marks(tree))
    if not marks:
        return ""
    at = bisect_right([line for line, _ in marks], fault.line) - 1
    place = marks[at][1] if at >= 0 else ""
    if place == ABOUT and _OF_PART.fullmatch(fault.what) and at + 1 < len(marks):
        return marks[at + 1][1]  # the part's first step: there steps are added, taken out and moved
    if fault.line == 1:
        return "" if _OF_FILE.fullmatch(fault.what) else ABOUT
    return place


def _marks(tree: Tree) -> Iterator[tuple[int, str]]:
    """The line where each place begins; what has no form is there too, so that it is nobody else's."""
    if not isinstance(tree, Table):
        return
    for key, line in tree.lines.items():
        yield line, _FORMS.get(key, "")
    number = 0
    for part in _rows(tree.entries.get("parts")):
        yield part.line, ABOUT
        for step in _rows(part.entries.get("steps")) if isinstance(part, Table) else ():
            number += 1
            yield step.line, f"step-{number}"
    for n, question in enumerate(_rows(tree.entries.get("quiz")), 1):
        yield question.line, f"quiz-{n}"


def _rows(tree: Tree | None) -> tuple[Tree, ...]:
    return tree.items if isinstance(tree, Row) else ()
