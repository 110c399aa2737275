"""What helper and resident see while somebody is registered: one question a page, read out by the helper."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.domain.other_card import OtherKind
from kiosk.domain.phone import grouped
from kiosk.domain.resident import Zodiac
from kiosk.text import Message, msg, verbatim

PHONE_DIGITS = 15
AGREED = ("kept", "seen", "end", "free")


class Page(StrEnum):
    """SIGN: whether one is left at all. REISSUE: a new card for who is here. KIND, TIE: another card is read, twice."""

    AGREE = "agree"
    HEALTH = "health"
    PHONE = "phone"
    SIGN = "sign"
    ZODIAC = "zodiac"
    CHECK = "check"
    REISSUE = "reissue"
    CARD = "card"
    KIND = "kind"
    TIE = "tie"


KEYS: dict[Page, tuple[str, ...]] = {
    Page.AGREE: ("agree", "leave"),
    Page.HEALTH: ("health_no", "health_yes"),
    Page.PHONE: (),
    Page.SIGN: ("sign_no", "sign_yes"),
    Page.ZODIAC: (),
    Page.CHECK: ("make", "leave"),
    Page.REISSUE: ("issue", "leave"),
    Page.CARD: ("slip", "tie", "finish"),
    Page.KIND: (*(f"kind_{kind}" for kind in OtherKind), "card"),
    Page.TIE: ("card",),
}


@dataclass(frozen=True)
class Row:
    """A line of the read-back."""

    icon: str
    label: Message
    value: Message


@dataclass(frozen=True)
class State:
    """`id` is the new resident's, made once; `code` and `number` the new card's, told once. `months`: how long a card
    that nobody uses is kept. `read` is the fingerprint of the first reading of another card."""

    page: Page = Page.AGREE
    id: str = field(default="", repr=False)
    months: int = 24
    health: bool = False
    phone: str = field(default="", repr=False)
    zodiac: Zodiac | None = None
    code: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    kind: OtherKind = OtherKind.OTHER
    read: str = field(default="", repr=False)
    busy: bool = False
    problem: Message | None = None
    told: Message | None = None

    @property
    def title(self) -> Message:
        return msg(f"register.title_{self.page}")

    @property
    def lead(self) -> Message:
        """The sentence of the page: what to do, or what went wrong."""
        if self.problem is not None:
            return self.problem
        if self.busy:
            return msg("register.busy")
        if self.page is Page.TIE and self.read:
            return msg("register.once_more")
        return self.told or msg(f"register.lead_{self.page}")

    @property
    def lines(self) -> tuple[Message, ...]:
        """What explains it; on AGREE what the resident agrees to."""
        match self.page:
            case Page.AGREE:
                return tuple(msg(f"register.{name}", months=self.months) for name in AGREED)
            case Page.CARD:
                return (verbatim(_four(self.number), personal=True), msg("register.card_how"))
            case Page.HEALTH | Page.SIGN | Page.REISSUE | Page.TIE:
                return (msg(f"register.how_{self.page}"),)
        return ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is about to be kept; a number is shown and not said (U11)."""
        phone = verbatim(grouped(self.phone), personal=True) if self.phone else msg("register.none")
        sign = msg(f"who.sign_{self.zodiac}") if self.zodiac else msg("register.none")
        health = msg("register.health_yes" if self.health else "register.health_no")
        return (
            Row("phone", msg("register.row_phone"), phone),
            Row("star", msg("register.row_zodiac"), sign),
            Row("heart", msg("register.row_health"), health),
        )

    @property
    def signs(self) -> tuple[tuple[str, Message], ...]:
        return tuple((sign.value, msg(f"who.sign_{sign}")) for sign in Zodiac)

    @property
    def typed_words(self) -> Message:
        return verbatim(grouped(self.phone), personal=True) if self.phone else msg("register.no_phone")

    @property
    def keys(self) -> tuple[tuple[str, Message], ...]:
        return tuple((name, msg(f"register.{name}")) for name in KEYS[self.page])

    @property
    def say(self) -> tuple[Message, ...]:
        """What the resident agrees to is said as well: the kiosk reads it out if the helper does not."""
        more = self.lines if self.page is Page.AGREE else ()
        return (self.lead,) if self.problem is not None or self.busy else (self.lead, *more)

    @property
    def aloud(self) -> tuple[Message, ...]:
        page = self.lines
        if self.page is Page.CHECK:
            page = tuple(words for row in self.rows for words in (row.label, row.value))
        if self.page is Page.ZODIAC:
            page = tuple(words for _, words in self.signs)
        if self.page is Page.PHONE:
            page = (self.typed_words,)
        return (self.title, self.lead, *page, *(words for _, words in self.keys))


def _four(number: str) -> str:
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))
