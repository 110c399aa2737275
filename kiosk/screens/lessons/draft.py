"""Where a resident stands among the lessons. Kept in the session and nowhere else: its end takes all of it."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.content.lessons.check import Lessons
from kiosk.content.lessons.model import Entry, Lesson
from kiosk.content.lessons.run import Place, Run
from kiosk.text import Message


class Page(StrEnum):
    """INTRO: what a lesson is about. RUN: within it. PAUSED: 歇一歇. DONE: the card to take home."""

    START = "start"
    LEVEL = "level"
    INTRO = "intro"
    RUN = "run"
    PAUSED = "paused"
    DONE = "done"
    STAMPS = "stamps"


@dataclass(frozen=True)
class Around:
    """What the pages stand in: the lessons (None: not there yet), what was done, what is due, who pauses.

    `missing`: they cannot be read here. `known`: by a card, so progress is kept. `prints`: slips can be had.
    """

    lessons: Lessons | None = None
    done: AbstractSet[str] = frozenset()
    due: tuple[str, ...] = ()
    paused: Place | None = None
    missing: bool = False
    known: bool = False
    prints: bool = False

    def lesson(self, name: str) -> Lesson | None:
        return self.lessons.lessons.get(name) if self.lessons else None

    def entry(self, name: str) -> Entry | None:
        entries = self.lessons.course.lessons if self.lessons else ()
        return next((entry for entry in entries if entry.id == name), None)

    def offered(self, level: str = "") -> tuple[Entry, ...]:
        """Lessons that can be taken, of one level or of all, in their order."""
        if self.lessons is None:
            return ()
        entries = (entry for entry in self.lessons.course.lessons if entry.id in self.lessons.lessons)
        return tuple(entry for entry in entries if level in ("", entry.level))

    def next(self, after: str = "") -> Entry | None:
        """The first that was not done, behind `after` if there is one; when all are done, the one behind `after`."""
        entries = self.offered()
        behind = next((n for n, entry in enumerate(entries, 1) if entry.id == after), 0)
        turned = [*entries[behind:], *entries[:behind]]
        fresh = (entry for entry in turned if entry.id not in self.done and entry.id != after)
        return next(fresh, turned[0] if turned and turned[0].id != after else None)


@dataclass(frozen=True)
class Draft:
    """`watching` are the taps of 做给我看 that are still to come; `told` what was said about the last tap."""

    page: Page = Page.START
    level: str = ""
    lesson: str = ""
    run: Run | None = None
    review: bool = False
    watching: tuple[str, ...] = ()
    told: tuple[Message, ...] = ()
    problem: Message | None = None
    trail: tuple[Page, ...] = field(default=())
