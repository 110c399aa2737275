"""What the screen shows that asks for a card."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.resident import Zodiac
from kiosk.text import Message, msg, verbatim

DIGITS = 12


class Page(StrEnum):
    """CLOSED: the card is known, and what is personal stays shut."""

    CARD = "card"
    NUMBER = "number"
    ZODIAC = "zodiac"
    CLOSED = "closed"


class Shut(StrEnum):
    """Why it stays shut."""

    TRIES = "tries"
    NO_SIGN = "no_sign"
    OFFLINE = "offline"


@dataclass(frozen=True)
class State:
    """`typed` are the number's digits so far; `busy` while the hub is asked."""

    page: Page = Page.CARD
    typed: str = field(default="", repr=False)
    busy: bool = False
    problem: Message | None = None
    shut: Shut = Shut.NO_SIGN

    @property
    def title(self) -> Message:
        return msg(f"who.title_{self.page}")

    @property
    def lead(self) -> Message:
        """The sentence of the page: what to do, or what went wrong."""
        if self.busy:
            return msg("who.reading")
        if self.problem is not None:
            return self.problem
        return msg(f"who.shut_{self.shut}") if self.page is Page.CLOSED else msg(f"who.lead_{self.page}")

    @property
    def lines(self) -> tuple[Message, ...]:
        """What explains it."""
        if self.page is Page.CARD:
            return (msg("who.how"), msg("who.no_card_hint"))
        if self.page is Page.CLOSED:
            return (msg("who.shut_hint"),)
        return ()

    @property
    def keys(self) -> tuple[tuple[str, Message], ...]:
        if self.page is Page.CARD:
            return (("number", msg("who.number")), ("guest", msg("who.guest")))
        if self.page is Page.CLOSED:
            return (("volunteer", msg("who.volunteer")), ("leave", msg("who.leave")))
        return ()

    @property
    def signs(self) -> tuple[tuple[str, Message], ...]:
        """属相, in their order."""
        return tuple((sign.value, msg(f"who.sign_{sign}")) for sign in Zodiac)

    @property
    def typed_words(self) -> Message:
        """The digits as they stand on the card; only ever spoken when asked for (U11)."""
        groups = [self.typed[at : at + 4] for at in range(0, len(self.typed), 4)]
        return verbatim(" ".join(groups), personal=True)

    @property
    def say(self) -> tuple[Message, ...]:
        if self.busy or self.problem is not None:
            return (self.lead,)
        hint = self.lines[:1]
        return (self.lead, *hint)

    @property
    def aloud(self) -> tuple[Message, ...]:
        page: tuple[Message, ...] = self.lines
        if self.page is Page.NUMBER and self.typed:
            page = (self.typed_words,)
        if self.page is Page.ZODIAC:
            page = tuple(words for _, words in self.signs)
        return (self.title, self.lead, *page, *(words for _, words in self.keys))
