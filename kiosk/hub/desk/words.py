"""A request, its history and its clock in plain words: what happened, never a code."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kiosk.domain.appointment import Appointment
from kiosk.domain.details import Need
from kiosk.domain.owner import ForWhom
from kiosk.domain.request import Kind, Role, Status, What
from kiosk.hub import models
from kiosk.hub.desk import turns, ways
from kiosk.hub.requests.base import BY_PHONE
from kiosk.text import SOURCE_LANGUAGE, Message, Translator, msg, verbatim

ICONS = {
    Kind.TAXI: "taxi",
    Kind.ALARM: "alarm",
    Kind.VOLUNTEER: "volunteer",
    Kind.APPOINTMENT: "doctor",
    Kind.CONSULTATION: "chat",
}
SCREENS = frozenset(
    {
        "home",
        "taxi",
        "doctor",
        "slip",
        "who",
        "helper",
        "message",
        "policy",
        "ask",
        "reader",
        "quarter",
        "request",
        "volunteer",
        "alarm",
        "button",
        "mine",
        "lessons",
        "resting",
        "idle",
        "trouble",
        "drill",
        "drill_call",
        "register",
        "updates",
        "kept",
    }
)
NOTES = frozenset(
    {
        "person_gone",
        "seen",
        "owner_unproven",
        "by_phone",
        "hospital_silent",
        "booked_after_end",
        "reply_lost",
        "shift",
    }
)  # what the hub itself notes
REASONS = frozenset({"drill_over", "too_old", "age_unknown"})
ANSWERS = (
    *(f"where_{sign}" for sign in ("fall", "chest", "breath", "bleeding", "stroke", "afraid", "lost", "other")),
    *(f"talk_{wish}" for wish in ("yes", "no")),
)  # what the alarm's screen asks
PARTS = ("any", "morning", "afternoon")
CODE = re.compile(r"[a-z]+(_[a-z]+)*")  # somebody's code, which is no word for a person
EVENTS = frozenset(
    value for name, value in vars(What).items() if not name.startswith("_")
)  # every code has words: tests/hub/desk/test_words.py


@dataclass(frozen=True)
class Row:
    """One line of what a request asks for."""

    icon: str
    label: Message
    value: Message


def clock(moment: datetime) -> str:
    """The centre's own time of day: 9:30."""
    local = moment.astimezone()
    return f"{local.hour}:{local.minute:02d}"


def second(moment: datetime) -> str:
    """9:30:05, where seconds count."""
    return f"{clock(moment)}:{moment.astimezone().second:02d}"


def day(moment: datetime) -> str:
    local = moment.astimezone()
    return f"{local.year}-{local.month:02d}-{local.day:02d}"


def span(seconds: float, *, up: bool = False) -> Message:
    """A length of time as one says it; desk.js says the same while a page stays open.

    `up`: of what is left, so that two minutes just promised are two and not one.
    """
    unit = next((size for below, size in ((60, 1), (3600, 60), (48 * 3600, 3600)) if seconds < below), 86400)
    whole = max(0, (math.ceil if up else math.floor)(seconds / unit) * unit)
    if whole < 60:
        return msg("desk.span.seconds", n=whole)
    if whole < 3600:
        return msg("desk.span.minutes", n=whole // 60)
    if whole < 48 * 3600:
        return msg("desk.span.hours", n=whole // 3600)
    return msg("desk.span.days", n=whole // 86400)


def title(request: models.Request) -> Message:
    """叫出租车，去东街医院."""
    if request.kind == Kind.TAXI:
        place = (request.details.get("destination") or {}).get("name")
        return msg("desk.title.taxi_to", place=place) if place else msg("desk.title.taxi")
    if request.kind in (Kind.ALARM, Kind.APPOINTMENT, Kind.CONSULTATION):
        return msg(f"desk.title.{request.kind}")
    if request.details.get("screen") == "message":
        return msg("desk.title.message")
    return msg("desk.title.wish") if request.details.get("wish") else msg("desk.title.volunteer")


def wanted(request: models.Request) -> list[Row]:
    """Everything the resident asked for, line by line."""
    details = request.details
    if not details:
        return [Row("clock", msg("desk.want.details"), msg("desk.want.removed"))]
    if request.kind == Kind.TAXI:
        return [*_taxi(details), *_beside(request)]
    if request.kind in (Kind.APPOINTMENT, Kind.CONSULTATION):
        make = _visit if request.kind == Kind.APPOINTMENT else _question
        return [*make(details), *_person(request, details)]
    rows = []
    if details.get("screen"):
        rows.append(Row("desk", msg("desk.want.screen"), screen(str(details["screen"]))))
    if details.get("about"):
        rows.append(Row("chat", msg("desk.want.about"), verbatim(str(details["about"]))))
    if details.get("wish"):
        rows.append(Row("clock", msg("desk.want.when"), msg("desk.want.wish")))
    if details.get("late"):
        rows.append(Row("hourglass", msg("desk.want.when"), msg("desk.want.late")))
    if details.get("age_unknown"):
        rows.append(Row("question", msg("desk.want.when"), msg("desk.want.age_unknown")))
    return [*rows, *_beside(request)]


def screen(name: str) -> Message:
    """What the resident was looking at; a screen that this desk does not know keeps its own name."""
    return msg(f"desk.screen.{name}") if name in SCREENS else verbatim(name)


def _taxi(details: Mapping[str, Any]) -> list[Row]:
    pickup, goal = details.get("pickup") or {}, details.get("destination") or {}
    minutes, leave_at = int(details.get("in_minutes") or 0), str(details.get("leave_at") or "")
    rows = [
        Row("pin", msg("desk.want.pickup"), verbatim(_place(pickup))),
        Row("flag", msg("desk.want.to"), verbatim(_place(goal)) if goal else msg("desk.want.tell_driver")),
        Row("clock", msg("desk.want.when"), _slot(leave_at) if leave_at else _soon(minutes)),
        Row("people", msg("desk.want.people"), msg("desk.want.count", n=details.get("people") or 1)),
    ]
    if details.get("wheelchair"):
        rows.append(Row("wheelchair", msg("desk.want.wheelchair"), msg("desk.yes")))
    if details.get("phone"):
        rows.append(Row("phone", msg("desk.want.phone"), verbatim(str(details["phone"]))))
    return rows


def _soon(minutes: int) -> Message:
    return msg("desk.want.in", n=minutes) if minutes else msg("desk.want.now")


def _visit(details: Mapping[str, Any]) -> Iterator[Row]:
    """What is wished for at which doctor's, in the order in which one asks for it by telephone."""
    yield Row("doctor", msg("desk.want.need"), msg(f"desk.need.{_known(details.get('need'), Need, Need.OPEN)}"))
    for name, icon in (("hospital", "hospital"), ("department", "clinic")):
        if details.get(name):
            yield Row(icon, msg(f"desk.want.{name}"), verbatim(_place(details[name])))
    slot = details.get("slot") or {}
    doctor = str(details.get("doctor") or slot.get("doctor") or "")
    if doctor:
        yield Row("person", msg("desk.want.doctor"), verbatim(doctor))
    if slot:
        yield Row("calendar", msg("desk.want.when"), _slot(str(slot.get("start", ""))))
        return
    day_, part = str(details.get("day") or ""), _known(details.get("part"), PARTS, "any")
    yield Row("calendar", msg("desk.want.day"), _day(day_) if day_ else msg("desk.want.soon"))
    yield Row("sun", msg("desk.want.part"), msg(f"desk.part.{part}"))


def booked(appointment: Appointment) -> list[Row]:
    """What was arranged, line by line."""
    where = " ".join(part for part in (appointment.building, appointment.floor, appointment.room) if part)
    lines = (
        ("hospital", "hospital", appointment.hospital),
        ("clinic", "department", appointment.department),
        ("person", "doctor", appointment.doctor),
        ("door", "where", where),
        ("card", "bring", appointment.bring),
        ("mail", "reference", appointment.reference),
    )
    rows = [Row(icon, msg(f"desk.want.{label}"), verbatim(value)) for icon, label, value in lines if value]
    return [Row("clock", msg("desk.want.when"), _slot(appointment.start)), *rows]


def _question(details: Mapping[str, Any]) -> Iterator[Row]:
    yield Row("chat", msg("desk.want.question"), verbatim(str(details.get("question", ""))))
    if details.get("topic"):
        yield Row("book", msg("desk.want.topic"), verbatim(str(details["topic"])))
    for found in details.get("found") or ():
        yield Row("search", msg("desk.want.found"), verbatim(str(found)))


def _person(request: models.Request, details: Mapping[str, Any]) -> Iterator[Row]:
    """For whom, who helped at the kiosk, and the number that was left."""
    yield Row("people", msg("desk.want.for"), msg(f"desk.for.{_known(request.for_whom, ForWhom, ForWhom.SELF)}"))
    by_card = bool(request.resident_id) and not details.get(BY_PHONE)  # a telephone: the same, on file or not
    yield Row("card", msg("desk.want.card"), msg("desk.yes" if by_card else "desk.want.guest"))
    if request.helper:
        yield Row("hand", msg("desk.want.helper"), verbatim(request.helper))
    if request.kind == Kind.APPOINTMENT or details.get("phone"):
        phone = str(details.get("phone") or "")
        yield Row("phone", msg("desk.want.phone"), verbatim(phone) if phone else msg("desk.want.no_phone"))


def _beside(request: models.Request) -> Iterator[Row]:
    """Where it is not asked each time: for whom, when it is somebody else, and who helped at the kiosk."""
    whom = _known(request.for_whom, ForWhom, ForWhom.SELF)
    if whom != ForWhom.SELF:
        yield Row("people", msg("desk.want.for"), msg(f"desk.for.{whom}"))
    if request.helper:
        yield Row("hand", msg("desk.want.helper"), verbatim(request.helper))


def _known(value: object, names: Iterable[str], default: str) -> str:
    """A code that has words; what another version sends is told as `default`."""
    return str(value) if isinstance(value, str) and value in {str(name) for name in names} else str(default)


def _slot(start: str) -> Message:
    try:
        at = datetime.fromisoformat(start).astimezone()
    except ValueError:
        return verbatim(start)
    return msg("desk.want.at", day=date_words(at.date()), time=clock(at))


def _day(text: str) -> Message:
    try:
        return date_words(date.fromisoformat(text))
    except ValueError:
        return verbatim(text)


def date_words(on: date) -> Message:
    """11 月 24 日，周二."""
    return msg("desk.date", month=on.month, day=on.day, weekday=msg(f"desk.weekday.{on.isoweekday()}"))


def selftest_made(at: datetime) -> Message:
    """When a kiosk looked at itself."""
    return msg("desk.selftest.made", day=date_words(at.astimezone().date()), at=clock(at))


def _place(place: Mapping[str, Any]) -> str:
    return " ".join(part for part in (place.get("name"), place.get("detail")) if part)


def status(request: models.Request) -> Message:
    """The honest word for where it stands, with a name when somebody has it."""
    taken = request.status in (Status.ACCEPTED, Status.IN_PROGRESS)
    if taken and request.handler == "provider" and request.kind == Kind.APPOINTMENT:
        return msg("desk.status.booked" if request.status == Status.IN_PROGRESS else "desk.status.hospital")
    if taken and request.handler == "provider":
        return msg("desk.status.provider")
    if request.handler == "provider" and request.status == Status.DELIVERED:
        return msg("desk.status.asking" if request.kind == Kind.APPOINTMENT else "desk.status.looking")
    if taken and request.taken_name:
        return msg("desk.status.taken", name=request.taken_name)
    return msg(f"desk.status.{request.status}")


def who(event: models.Event) -> Message:
    """Who did it: a name where there is one, else what they are."""
    return verbatim(event.name) if event.name else msg(f"desk.who.{event.role}")


def happened(event: models.Event) -> Message:
    """One event in plain words. A code this desk does not know is said to be unknown, not shown as a code."""
    facts = event.facts
    match event.what:
        case What.NOTE if facts.get("code") in NOTES:
            return msg(f"desk.note.{facts['code']}", phone=_text(facts, "phone"))
        case What.SAID | What.NOTE | What.ASKED:
            return msg(f"desk.event.{event.what}", who=who(event), text=_text(facts, "text"))
        case What.HANDED_OVER:
            to = verbatim(_text(facts, "to")) if facts.get("to") else msg("desk.who.everyone")
            return msg("desk.event.handed_over", who=who(event), to=to)
        case What.CAR_FOUND:
            return msg("desk.event.car_found", plate=_text(facts, "plate"), driver=_text(facts, "driver"))
        case What.COMING | What.ANSWER | What.PATH_TRIED:
            return _TOLD[event.what](facts)
        case What.CANCEL_ASKED:
            return msg(f"desk.event.{_cancelling(facts)}", who=who(event))
        case What.RINGS | What.ESCALATED | What.PHONED:
            return turns.happened(event)
        case What.DONE | What.CANCELLED | What.FAILED | What.RELEASED | What.EXPIRED:
            return _ending(event)
    known = event.what in EVENTS
    return msg(f"desk.event.{event.what}", who=who(event)) if known else msg("desk.event.other", who=who(event))


def _cancelling(facts: Mapping[str, Any]) -> str:
    if facts.get("answer") == "refused":
        return "cancel_refused"
    return "wrong_press" if facts.get("reason") == "wrong_press" else "cancel_asked"


def called_off(event: models.Event) -> bool:
    """Whether a provider cancelled on its own: a hospital, an appointment."""
    return event.what == What.CANCELLED and event.role == Role.PROVIDER


def ride(events: Sequence[models.Event]) -> dict[str, Any] | None:
    """The newest car's facts, None when there is none or it was cancelled since."""
    found: dict[str, Any] | None = None
    for event in events:
        if event.what == What.CAR_FOUND:
            found = dict(event.facts)
        elif event.what == What.COMING and found is not None and event.facts.get("minutes") is not None:
            found["minutes"] = event.facts["minutes"]
        elif event.what in (What.DRIVER_CANCELLED, What.NO_CAR, What.RELEASED):
            found = None
        elif event.what in (What.ARRIVED, What.ABOARD) and found is not None:
            found.pop("minutes", None)
    return found


def _coming(facts: Mapping[str, Any]) -> Message:
    minutes = facts.get("minutes")
    return msg("desk.event.coming", n=minutes) if minutes is not None else msg("desk.event.coming_soon")


def _answer(facts: Mapping[str, Any]) -> Message:
    question, answer = _text(facts, "question"), _text(facts, "answer")
    if f"{question}_{answer}" in ANSWERS:
        return msg(f"desk.answer.{question}_{answer}")
    question = _text(facts, "text") or question
    return msg("desk.event.answer", question=question, answer=answer)


_TOLD = {What.COMING: _coming, What.ANSWER: _answer, What.PATH_TRIED: ways.happened}


def _ending(event: models.Event) -> Message:
    """How it ended and, when somebody said it, why: our own reasons have words in every language."""
    plain = msg("desk.event.called_off" if called_off(event) else f"desk.event.{event.what}", who=who(event))
    reason = _text(event.facts, "reason") or _text(event.facts, "text")
    if (event.what, reason) == (What.RELEASED, "refused"):
        return msg("desk.event.not_done", who=who(event))
    known = _outcome_of(reason)
    if known:
        return msg("desk.event.because", what=plain, why=msg(f"desk.outcome.{known}"))
    if reason in REASONS:
        return msg("desk.event.because", what=plain, why=msg(f"desk.reason.{reason}"))
    if not reason or CODE.fullmatch(reason):
        return plain
    return msg("desk.event.because", what=plain, why=reason)


def _outcome_of(reason: str) -> str:
    """The outcome whose words were written down, as the resident was told them; "" when it is free text."""
    say = Translator(SOURCE_LANGUAGE, "hub")
    return next((code for code in OUTCOMES if say(msg(f"desk.outcome.{code}")) == reason), "")


def _text(facts: Mapping[str, Any], name: str) -> str:
    value = facts.get(name)
    return value[:400] if isinstance(value, str) else ""


# How a person closes a request: which event it makes. What the resident no longer wants is cancelled, not done.
OUTCOMES: Mapping[str, str] = {
    "aboard": What.DONE,
    "helped": What.DONE,
    "safe": What.DONE,
    "ambulance": What.DONE,
    "family": What.DONE,
    "left": What.CANCELLED,
    "not_wanted": What.CANCELLED,
    "mistake": What.CANCELLED,
    "booked": What.DONE,
    "answered": What.DONE,
    "not_needed": What.CANCELLED,
    "no_car": What.FAILED,
    "no_time": What.FAILED,
    "nobody_there": What.FAILED,
}
CLOSINGS: Mapping[str, tuple[str, ...]] = {
    Kind.TAXI: ("aboard", "not_wanted", "no_car"),
    Kind.ALARM: ("safe", "ambulance", "family", "mistake", "nobody_there"),
    Kind.VOLUNTEER: ("helped", "left", "nobody_there"),
    Kind.APPOINTMENT: ("booked", "not_needed", "no_time"),
    Kind.CONSULTATION: ("answered", "not_needed", "nobody_there"),
}
PHRASES: Mapping[str, tuple[str, ...]] = {
    Kind.TAXI: ("taxi_called", "taxi_wait", "coming"),
    Kind.ALARM: ("coming_now", "called_120", "stay"),
    Kind.VOLUNTEER: ("coming", "five_minutes", "sit"),
    Kind.APPOINTMENT: ("coming", "five_minutes", "sit"),
    Kind.CONSULTATION: ("coming", "five_minutes", "sit"),
}
STILL_COMING = "still_coming"  # said when somebody pressed by mistake and a person comes all the same
ANSWER_SETS: Mapping[str, tuple[str, ...]] = {
    "yes_no": ("yes", "no"),
    "part": ("morning", "afternoon", "either"),
    "day": ("today", "tomorrow", "day_after"),
}  # ready-made answers, each a key at the kiosk
