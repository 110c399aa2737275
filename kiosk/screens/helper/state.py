"""What a helper sees at the kiosk."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.badge import PIN_DIGITS
from kiosk.text import Message, msg

DIGITS = PIN_DIGITS


class Page(StrEnum):
    """LOOK: size, colours, language for the resident. HEALTH: how the kiosk is. SHIFT: 交班 is asked for first."""

    BADGE = "badge"
    PIN = "pin"
    MENU = "menu"
    LOOK = "look"
    HEALTH = "health"
    SHIFT = "shift"


class Well(StrEnum):
    """How a part of the kiosk is; WARN: it works, but less well."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Part:
    """A part of the kiosk, by the name that ends `helper.part_*`."""

    name: str
    well: Well

    @property
    def words(self) -> Message:
        return msg(f"helper.part_{self.name}_{self.well}")


@dataclass(frozen=True)
class State:
    """`typed` are the PIN's digits so far: never shown, never spoken. `told` is what came of the last act.
    `has_stick`: one with content for this kiosk is plugged in."""

    page: Page = Page.BADGE
    name: str = ""
    typed: str = field(default="", repr=False)
    busy: bool = False
    problem: Message | None = None
    told: Message | None = None
    can_vouch: bool = False
    has_stick: bool = False
    can_register: bool = False
    can_issue: bool = False
    parts: tuple[Part, ...] = ()

    @property
    def title(self) -> Message:
        if self.page is Page.MENU:
            return self.problem or self.told or msg("helper.title_menu", name=self.name)
        return msg(f"helper.title_{self.page}")

    @property
    def lead(self) -> Message:
        """The sentence of the page: what to do, or what went wrong."""
        if self.problem is not None:
            return self.problem
        if self.busy:
            return msg(f"helper.busy_{self.page}")
        if self.page is Page.HEALTH:
            return msg("helper.not_well", count=len(self.unwell)) if self.unwell else msg("helper.all_well")
        if self.page is Page.MENU:
            return self.told or msg("helper.lead_menu")
        return msg(f"helper.lead_{self.page}")

    @property
    def unwell(self) -> tuple[Part, ...]:
        """What is to be looked at, the worst first."""
        return tuple(p for well in (Well.BAD, Well.WARN) for p in self.parts if p.well is well)

    @property
    def lines(self) -> tuple[Message, ...]:
        """What explains it."""
        if self.page is Page.HEALTH and not self.busy:
            return tuple(part.words for part in (self.unwell or self.parts))
        return (msg(f"helper.how_{self.page}"),) if self.page in (Page.BADGE, Page.SHIFT) else ()

    @property
    def keys(self) -> tuple[tuple[str, Message], ...]:
        names: dict[Page, tuple[str, ...]] = {
            Page.BADGE: ("leave",),
            Page.PIN: (),
            Page.MENU: (
                "step",
                *self._for_resident,
                *(("content",) if self.has_stick else ()),
                "look",
                "health",
                "shift",
                "lock",
            ),
            Page.LOOK: ("larger", "colours", "language", "menu"),
            Page.HEALTH: ("menu",),
            Page.SHIFT: ("hand_over", "menu"),
        }
        return tuple((name, msg(f"helper.{name}")) for name in names[self.page])

    @property
    def _for_resident(self) -> tuple[str, ...]:
        may = {"vouch": self.can_vouch, "register": self.can_register, "issue": self.can_issue}
        return tuple(name for name, can in may.items() if can)

    @property
    def say(self) -> tuple[Message, ...]:
        return (self.lead,)

    @property
    def aloud(self) -> tuple[Message, ...]:
        head = (self.title,) if self.page is Page.MENU else (self.title, self.lead)
        return (*head, *self.lines, *(words for _, words in self.keys))
