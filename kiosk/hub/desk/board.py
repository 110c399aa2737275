"""What the desk shows of requests: who waits, since when against its promise, and who has it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kiosk.domain.request import Kind, Mode, Status, What
from kiosk.hub.alarms.escalation import ringing
from kiosk.hub.desk import story, times, turns, wanted, words
from kiosk.hub.desk.asked import Asked, asked
from kiosk.hub.kiosks import TELEPHONE
from kiosk.hub.models import Event, Kiosk, Request
from kiosk.hub.requests.arranging import SEEN
from kiosk.hub.requests.repository import OPEN
from kiosk.hub.settings import HubSettings
from kiosk.text import Message, Translator, msg

ALARM_ANSWER = 60.0  # seconds; 97.5% of alarms are answered by a person within it (trust.md R7)
SOON = 0.7  # of a promise: from here on its clock asks for attention
PAGE = 20
CALLED_OFF_STAYS = timedelta(minutes=10)  # so long it stays on the board of who held it
SIGNS = {
    What.CANCEL_ASKED: "cancel_asked",
    What.NOT_SEEN: "not_seen",
    What.VOICE_NOTE: "voice",
    What.PROMISE_LAPSED: "lapsed",
    What.ESCALATED: "escalated",
    What.DRIVER_CANCELLED: "driver_cancelled",
    What.REPLY_LOST: "reply_lost",
    What.MOVED: "moved",
}
CALLED_OFF = "called_off"  # by a provider
SETTLED = {"cancel_asked": What.CANCELLED, "escalated": What.ACCEPTED, "lapsed": What.ACCEPTED, "voice": What.SAID}


@dataclass(frozen=True)
class Card:
    """One request as it is shown. `age` and `left` are words of this moment; desk.js keeps them moving."""

    id: str
    kind: str
    icon: str
    number: int
    title: Message
    place: str
    status: Message
    status_code: str
    handler: str
    taken_name: str
    mine: bool
    waits: bool
    rings: bool
    ended: bool
    band: str
    badges: tuple[str, ...]
    since: datetime
    due: datetime | None
    age: str
    left: str
    part: int
    state: str
    at: str
    day: str
    screen: Message | None
    ride: dict[str, Any] | None
    asked: Asked | None
    voices: tuple[str, ...]
    by_phone: bool  # told to a person on the telephone: no kiosk shows or says anything about it
    answers: tuple[Message, ...] = ()  # what was answered at an alarm so far
    turn: Message | None = None  # of an alarm that goes from desk to desk: whose turn it is

    @property
    def taken(self) -> bool:
        return bool(self.taken_name)

    @property
    def held_by_nobody(self) -> bool:
        """Neither a person nor a provider has said that they do it: a taxi company still looks for a car."""
        return not self.taken and self.status_code in (Status.RECORDED, Status.DELIVERED)

    @property
    def looks(self) -> str:
        """Who looks after what nobody has yet: a taxi company, a hospital, or nobody."""
        asked = self.handler == "provider" and self.kind in (Kind.TAXI, Kind.APPOINTMENT)
        return self.kind if asked else "nobody"

    @property
    def news(self) -> list[str]:
        """What this person's page chimes for, once each: an answer to what was asked, and what was left to be heard."""
        if self.taken and not self.mine:
            return []
        return [*((self.asked.news,) if self.asked and self.asked.news else ()), *self.voices]


@dataclass(frozen=True)
class Board:
    alarms: list[Card] = field(default_factory=list)
    waiting: list[Card] = field(default_factory=list)
    looking: list[Card] = field(default_factory=list)  # nobody has it, and nobody here need take it
    mine: list[Card] = field(default_factory=list)
    others: list[Card] = field(default_factory=list)
    called_off: list[Card] = field(default_factory=list)

    @property
    def news(self) -> list[str]:
        """Everything that chimes when it comes: who waits, and what was answered."""
        waiting = [*(card.id for card in self.waiting), *(f"off-{card.id}" for card in self.called_off)]
        return waiting + [one for card in (*self.waiting, *self.looking, *self.mine, *self.others) for one in card.news]


@dataclass(frozen=True)
class Viewer:
    """For whom cards are made: whose they may be, in which words, at which moment."""

    staff_id: str
    name: str
    say: Translator
    now: datetime
    settings: HubSettings


async def board(session: AsyncSession, viewer: Viewer) -> Board:
    """Everything that has not ended, alarms that nobody has answered apart, the most pressing first."""
    rows = await session.execute(
        select(Request, Kiosk)
        .join(Kiosk, Kiosk.id == Request.kiosk_id)
        .where(Request.status.in_(OPEN))
        .order_by(Request.received_at, Request.id)
    )
    pairs = rows.all()
    stories = await _stories(session, [request.id for request, _ in pairs])
    cards = await _turned(
        session, viewer, [card(request, kiosk, stories[request.id], viewer) for request, kiosk in pairs]
    )
    shown = Board()
    shown.called_off.extend(await _called_off(session, viewer))
    for one in sorted(cards, key=_pressing):
        if one.waits and one.kind == Kind.ALARM:
            shown.alarms.append(one)
        elif one.waits:
            shown.waiting.append(one)
        elif one.kind == Kind.APPOINTMENT and one.status_code == Status.IN_PROGRESS:
            continue  # it is booked and stands on the page of appointments
        elif one.mine:
            shown.mine.append(one)
        elif one.held_by_nobody:
            shown.looking.append(one)
        else:
            shown.others.append(one)
    return shown


async def _called_off(session: AsyncSession, viewer: Viewer) -> list[Card]:
    """What this person held and the resident called off lately: it stays until its holder knows."""
    rows = await session.execute(
        select(Request, Kiosk)
        .join(Kiosk, Kiosk.id == Request.kiosk_id)
        .where(Request.taken_by == viewer.staff_id, Request.status == Status.CANCELLED)
        .where(Request.closed_at > viewer.now - CALLED_OFF_STAYS)
        .order_by(Request.closed_at)
    )
    pairs = rows.all()
    stories = await _stories(session, [request.id for request, _ in pairs])
    return [
        card(request, kiosk, stories[request.id], viewer) for request, kiosk in pairs if unseen(stories[request.id])
    ]


def unseen(events: Sequence[Event]) -> bool:
    """Whether the resident called it off and its holder has not said that this is known."""
    ended = next((e for e in reversed(events) if e.what == What.CANCELLED), None)
    seen = any(e.what == What.NOTE and e.facts.get("code") == SEEN for e in events)
    return ended is not None and ended.staff_id is None and not seen


async def history(session: AsyncSession, viewer: Viewer, kind: str, page: int) -> tuple[list[Card], bool]:
    """Requests of the past, newest first, and whether there are older ones."""
    query = select(Request, Kiosk).join(Kiosk, Kiosk.id == Request.kiosk_id)
    if kind:
        query = query.where(Request.kind == kind)
    rows = await session.execute(
        query.order_by(Request.received_at.desc(), Request.id.desc()).offset((page - 1) * PAGE).limit(PAGE + 1)
    )
    pairs = rows.all()
    return [card(request, kiosk, [], viewer) for request, kiosk in pairs[:PAGE]], len(pairs) > PAGE


async def one(session: AsyncSession, request_id: str, viewer: Viewer) -> tuple[Card, Request, list[Event]] | None:
    """A request with everything that happened to it."""
    query = select(Request, Kiosk).join(Kiosk, Kiosk.id == Request.kiosk_id).where(Request.id == request_id)
    found = (await session.execute(query)).one_or_none()
    if found is None:
        return None
    request, kiosk = found
    events = (await _stories(session, [request.id]))[request.id]
    [made] = await _turned(session, viewer, [card(request, kiosk, events, viewer)])
    return made, request, events


async def _turned(session: AsyncSession, viewer: Viewer, cards: Sequence[Card]) -> list[Card]:
    """An alarm rings where its turn has come; everywhere else it is shown without a sound."""
    waiting = [one.id for one in cards if one.waits and one.kind == Kind.ALARM]
    found = await ringing(session, viewer.staff_id, waiting)
    return [
        replace(one, rings=one.rings and found[one.id][1], turn=turns.stands(found[one.id][0]))
        if one.id in found
        else one
        for one in cards
    ]


def card(request: Request, kiosk: Kiosk, events: Sequence[Event], viewer: Viewer) -> Card:
    since = _since(request)
    due = _due(request, since, viewer.settings)
    waits = _waits(request)
    passed = (viewer.now - since).total_seconds()
    return Card(
        id=request.id,
        kind=request.kind,
        icon=words.ICONS.get(Kind(request.kind), "info"),
        number=request.number,
        title=words.title(request),
        place=" ".join(part for part in (kiosk.name, kiosk.place) if part),
        status=words.status(request),
        status_code=request.status,
        handler=request.handler,
        taken_name=request.taken_name,
        mine=request.taken_by == viewer.staff_id and not Status(request.status).ended,
        waits=waits,
        rings=waits and request.kind == Kind.ALARM and not request.late,
        ended=Status(request.status).ended,
        band="" if request.mode == Mode.ACTUAL else request.mode,
        badges=_badges(request, events, viewer),
        since=since,
        due=due,
        age=viewer.say(times.span(passed)),
        left=viewer.say(left(due, viewer.now)) if due else "",
        part=_part(since, due, viewer.now),
        state=_state(since, due, viewer.now),
        at=times.clock(since),
        day=times.day(since),
        screen=wanted.screen(str(request.details["screen"])) if request.details.get("screen") else None,
        ride=story.ride(events),
        asked=asked(events, viewer.now),
        voices=tuple(event.id for event in events if event.what == What.VOICE_NOTE),
        by_phone=request.kiosk_id == TELEPHONE,
        answers=tuple(story.happened(e) for e in events if e.what == What.ANSWER) if request.kind == Kind.ALARM else (),
    )


def left(due: datetime, now: datetime) -> Message:
    seconds = (due - now).total_seconds()
    if seconds >= 0:
        return msg("desk.clock.left", t=times.span(seconds, up=True))
    return msg("desk.clock.over", t=times.span(-seconds))


def _waits(request: Request) -> bool:
    """Whether a person has to do something before anything else happens."""
    if Status(request.status).ended or request.taken_by is not None:
        return False
    return request.needs_person or request.status == Status.UNKNOWN


def _since(request: Request) -> datetime:
    """An alarm counts from the finger on the key; anything else from when the hub could know of it."""
    pressed = request.created_at if request.kind == Kind.ALARM else None
    return min(pressed or request.received_at, request.received_at)


def _due(request: Request, since: datetime, settings: HubSettings) -> datetime | None:
    """What was promised to the resident; nothing for an exercise, a wish for later or a late notice."""
    if (request.mode == Mode.EXERCISE and request.kind != Kind.ALARM) or request.late or request.details.get("wish"):
        return None
    others = {Kind.TAXI: settings.taxi_promise, Kind.ALARM: ALARM_ANSWER}
    return since + timedelta(seconds=others.get(Kind(request.kind), settings.volunteer_promise))


def _badges(request: Request, events: Sequence[Event], viewer: Viewer) -> tuple[str, ...]:
    """What is out of the ordinary, in the order it came; what was settled later is gone."""
    signs: dict[str, None] = {"late": None} if request.late else {}
    for event in events:
        if event.what in (What.HANDED_OVER, What.ACCEPTED):
            signs.pop("for_you", None)
        if event.what == What.HANDED_OVER and event.facts.get("to") == viewer.name:
            signs["for_you"] = None
        if event.what in SIGNS:
            signs[SIGNS[event.what]] = None
        if story.called_off(event):
            signs[CALLED_OFF] = None
        for sign, settles in SETTLED.items():
            if event.what == settles:
                signs.pop(sign, None)
    if request.status != Status.UNKNOWN:
        signs.pop("reply_lost", None)
    return tuple(signs)


def _part(since: datetime, due: datetime | None, now: datetime) -> int:
    """How much of the promise is used up, in thousandths."""
    if due is None or due <= since:
        return 0
    return max(0, min(1000, int(1000 * ((now - since) / (due - since)))))


def _state(since: datetime, due: datetime | None, now: datetime) -> str:
    part = _part(since, due, now)
    return "late" if part >= 1000 else "soon" if part >= SOON * 1000 else "good"


def _pressing(one: Card) -> tuple[bool, bool, datetime]:
    return one.kind != Kind.ALARM, one.status_code != Status.UNKNOWN, one.due or one.since + timedelta(days=1)


async def _stories(session: AsyncSession, ids: Sequence[str]) -> dict[str, list[Event]]:
    stories: dict[str, list[Event]] = defaultdict(list)
    if ids:
        rows = await session.scalars(select(Event).where(Event.request_id.in_(ids)).order_by(Event.seq))
        for event in rows:
            stories[event.request_id].append(event)
    return stories
