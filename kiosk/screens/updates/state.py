"""What a helper sees of new content on a stick."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.text import Message, msg


class Page(StrEnum):
    """OFFERED waits for a yes. NOTHING: the stick has what is here already."""

    LOOKING = "looking"
    OFFERED = "offered"
    NOTHING = "nothing"
    INSTALLING = "installing"
    DONE = "done"
    FAILED = "failed"
    GONE = "gone"


@dataclass(frozen=True)
class Line:
    """One package: its kind as the end of `updates.kind_*`; 0 before: it is new here. Counts are of files."""

    kind: str
    before: int
    after: int
    added: int
    changed: int
    removed: int

    @property
    def words(self) -> Message:
        kind = msg(f"updates.kind_{self.kind}")
        if not self.before:
            return msg("updates.line_new", kind=kind, count=self.added)
        return msg("updates.line", kind=kind, added=self.added, changed=self.changed, removed=self.removed)


@dataclass(frozen=True)
class State:
    """`until` is the last day on which it may be put in. `percent` and `left` (minutes, None: unknown) while it is."""

    page: Page = Page.LOOKING
    stick: str = ""
    lines: tuple[Line, ...] = ()
    megabytes: int = 0
    until: Message | None = None
    percent: int = 0
    left: int | None = None
    problem: Message | None = None

    @property
    def title(self) -> Message:
        return msg("updates.title")

    @property
    def lead(self) -> Message:
        if self.page is Page.FAILED and self.problem is not None:
            return self.problem
        if self.page is Page.INSTALLING:
            return msg("updates.installing", percent=self.percent)
        return msg(f"updates.{self.page}")

    @property
    def details(self) -> tuple[Message, ...]:
        """What it would change and until when; how long it takes."""
        if self.page is Page.OFFERED:
            until = (msg("updates.until", day=self.until),) if self.until is not None else ()
            return (*(line.words for line in self.lines), msg("updates.size", megabytes=self.megabytes), *until)
        if self.page is Page.INSTALLING:
            return (msg("updates.left", minutes=self.left),) if self.left else (msg("updates.stays"),)
        return {Page.DONE: (msg("updates.pull"),), Page.FAILED: (msg("updates.safe"),)}.get(self.page, ())

    @property
    def keys(self) -> tuple[tuple[str, Message], ...]:
        names: dict[Page, tuple[str, ...]] = {
            Page.OFFERED: ("install", "leave"),
            Page.INSTALLING: ("stop",),
            Page.FAILED: ("again", "leave"),
            Page.LOOKING: ("leave",),
        }
        return tuple((name, msg(f"updates.key_{name}")) for name in names.get(self.page, ("done",)))

    @property
    def say(self) -> tuple[Message, ...]:
        return (self.lead,)

    @property
    def aloud(self) -> tuple[Message, ...]:
        return (self.title, self.lead, *self.details, *(words for _, words in self.keys))
