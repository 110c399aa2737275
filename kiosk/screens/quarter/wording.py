"""The pages, in the resident's words. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk.content.package.quarter import Contact, Notice, Quarter, said
from kiosk.domain.offered import Choice, Key
from kiosk.domain.slip import Line, Slip
from kiosk.screens.quarter.state import Layout, Row, State
from kiosk.services.saytime import day_words
from kiosk.text import Message, msg, verbatim

TOPIC_PICTURES = {
    "health": "hospital", "care": "hand", "home": "house", "repair": "gear", "food": "market", "law": "speech",
    "money": "cash", "travel": "bus", "culture": "park", "safety": "warning",
}  # fmt: skip
FEW = 4
"""So many numbers stand beside the notices; more go by their topics."""
NOTICE, TOPIC, CONTACT = "notice-", "topic-", "contact-"
READ = Key("read", msg("quarter.read"), "listen", main=True)
PRINT = Key("print", msg("quarter.print"), "printer")
HELP = Key("help", msg("quarter.help"), "volunteer")
LEAVE = Key("leave", msg("quarter.leave"), "home", main=True)


class Page(StrEnum):
    START = "start"
    TOPIC = "topic"
    NOTICE = "notice"
    CONTACT = "contact"


@dataclass(frozen=True)
class Draft:
    """`trail` are the pages that 返回 leads through; `one` is the notice or contact that is open."""

    page: Page = Page.START
    trail: tuple[Page, ...] = ()
    topic: str = ""
    one: str = ""


@dataclass(frozen=True)
class Around:
    """`quarter`: what counts today."""

    quarter: Quarter
    language: str
    prints: bool = False

    def notice(self, name: str) -> Notice | None:
        return next((one for one in self.quarter.notices if one.id == name), None)

    def contact(self, name: str) -> Contact | None:
        return next((one for one in self.quarter.contacts if one.id == name), None)


def picture(draft: Draft, around: Around) -> State:
    """The page as it stands; what was open and is gone meanwhile gives way to the list."""
    notice, contact = around.notice(draft.one), around.contact(draft.one)
    if draft.page is Page.NOTICE and notice is not None:
        return _notice(notice, around)
    if draft.page is Page.CONTACT and contact is not None:
        return _contact(contact, around)
    if draft.page is Page.TOPIC and any(one.topic == draft.topic for one in around.quarter.contacts):
        return _topic(draft.topic, around)
    return _nothing() if around.quarter.empty else _start(around)


def contact_slip(contact: Contact, around: Around) -> Slip:
    """The number very large, and where it is written."""
    rows = _rows(contact, around)
    lines = [
        Line(verbatim(said(contact.name, around.language)), TOPIC_PICTURES.get(contact.topic, "place"), great=True)
    ]
    lines += [Line(row.words, row.picture, great=row.picture == "phone") for row in rows]
    return Slip(msg("quarter.slip"), tuple(lines))


def _start(around: Around) -> State:
    contacts = around.quarter.contacts
    topics = dict.fromkeys(topic for topic in TOPIC_PICTURES for one in contacts if one.topic == topic)
    by_topic = tuple(Choice(TOPIC + one, TOPIC_PICTURES[one], msg(f"quarter.topic_{one}")) for one in topics)
    numbers = tuple(_number(one, around) for one in contacts) if len(contacts) <= FEW else by_topic
    return State(
        page=Page.START,
        layout=Layout.CHOICES,
        title=msg("quarter.title"),
        choices=(*(_told(one, around) for one in around.quarter.notices), *numbers),
    )


def _topic(topic: str, around: Around) -> State:
    found = tuple(_number(one, around) for one in around.quarter.contacts if one.topic == topic)
    title = msg(f"quarter.topic_{topic}")
    return State(page=Page.TOPIC, layout=Layout.CHOICES, title=title, choices=found)


def _notice(notice: Notice, around: Around) -> State:
    until = _until(notice)
    return State(
        page=Page.NOTICE,
        layout=Layout.WORDS,
        title=msg("quarter.notice"),
        big=verbatim(said(notice.title, around.language)),
        lines=(verbatim(said(notice.text, around.language)), until),
        keys=(READ,),
    )


def _contact(contact: Contact, around: Around) -> State:
    return State(
        page=Page.CONTACT,
        layout=Layout.ROWS,
        title=verbatim(said(contact.name, around.language)),
        rows=_rows(contact, around),
        icon=TOPIC_PICTURES.get(contact.topic, "place"),
        keys=(READ, *((PRINT,) if around.prints else ()), HELP),
    )


def _nothing() -> State:
    """The last notice has ended while the page stood open."""
    return State(
        page=Page.START,
        layout=Layout.WORDS,
        title=msg("quarter.title"),
        big=msg("quarter.nothing"),
        lines=(msg("quarter.nothing_lead"),),
        keys=(LEAVE,),
    )


def _rows(contact: Contact, around: Around) -> tuple[Row, ...]:
    rows = [Row("phone", msg("quarter.phone"), verbatim(contact.phone))]
    if contact.hours:
        rows.append(Row("clock", msg("quarter.hours"), verbatim(said(contact.hours, around.language))))
    if contact.address:
        rows.append(Row("place", msg("quarter.address"), verbatim(said(contact.address, around.language))))
    day = contact.checked
    checked = msg("quarter.checked_on", year=day.year, month=day.month, day=day.day)
    return (*rows, Row("check", msg("quarter.checked"), checked))


def _told(notice: Notice, around: Around) -> Choice:
    return Choice(NOTICE + notice.id, "bell", verbatim(said(notice.title, around.language)), _until(notice))


def _until(notice: Notice) -> Message:
    """Until when it counts; of one day that it is today's."""
    if notice.first == notice.last:
        return msg("quarter.only", day=day_words(notice.last))
    return msg("quarter.until", day=day_words(notice.last))


def _number(contact: Contact, around: Around) -> Choice:
    name = verbatim(said(contact.name, around.language))
    return Choice(CONTACT + contact.id, TOPIC_PICTURES.get(contact.topic, "place"), name, verbatim(contact.phone))
