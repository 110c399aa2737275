"""What a resident sees of what is kept of them, and may end (S1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.text import Message, msg


class Page(StrEnum):
    """ASKING: whether everything is to be deleted (U16). GONE: it has been."""

    KEPT = "kept"
    ASKING = "asking"
    GONE = "gone"


@dataclass(frozen=True)
class State:
    """`health`: the doctor, appointments that are over and answers about policies may be kept. `note` is what became
    of the last tap. `busy` while the hub is asked."""

    page: Page = Page.KEPT
    health: bool = False
    busy: bool = False
    note: Message | None = None

    @property
    def title(self) -> Message:
        return msg("kept.title")

    @property
    def lead(self) -> Message:
        if self.busy:
            return msg("kept.busy")
        return self.note or msg(f"kept.lead_{self.page}")

    @property
    def lines(self) -> tuple[Message, ...]:
        if self.busy:
            return ()
        if self.page is Page.KEPT:
            health = msg("kept.health") if self.health else msg("kept.no_health")
            return (msg("kept.habits"), health, *((msg("kept.why"),) if not self.health else ()))
        return (msg(f"kept.how_{self.page}"),)

    @property
    def keys(self) -> tuple[tuple[str, Message], ...]:
        """By what they do; the first is what most will want."""
        names: dict[Page, tuple[str, ...]] = {
            Page.KEPT: ("back", "withdraw" if self.health else "agree", "forget"),
            Page.ASKING: ("stay", "forget_yes"),
            Page.GONE: ("home",),
        }
        return () if self.busy else tuple((name, msg(f"kept.key_{name}")) for name in names[self.page])

    @property
    def say(self) -> tuple[Message, ...]:
        return (self.lead,) if self.busy or self.note else (self.lead, *self.lines)

    @property
    def aloud(self) -> tuple[Message, ...]:
        return (self.title, self.lead, *self.lines, *(words for _, words in self.keys))
