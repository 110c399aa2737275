"""Every state of the live screen, for pictures and checks, made from requests as they would come about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta, timezone
from typing import Any

from kiosk.domain.appointment import Appointment
from kiosk.domain.details import AppointmentWish, Consultation, Details, HelpCall, Need, PlaceRef, SlotRef, TaxiWish
from kiosk.domain.owner import GUEST, Owner
from kiosk.domain.request import Actor, Event, Mode, Request, Role, Status, What, kind_of
from kiosk.domain.story import tell
from kiosk.screens.request.question import with_question
from kiosk.screens.request.state import State
from kiosk.screens.request.wording import STRANGER, Centre, Sight, picture

_ZONE = timezone(timedelta(hours=8))
_CENTRE = Centre("021-00000000", "南门遮雨棚下", zone=_ZONE)
_TAXI = TaxiWish(PlaceRef("here", "东街社区中心", "南门"), PlaceRef("hospital", "东街医院", "门诊大门"))
_LATER_CAR = replace(_TAXI, in_minutes=1440, leave_at="2026-11-24T01:20:00Z")
_CAR = {"plate": "沪A·00000", "colour": "绿色", "driver": "李师傅", "minutes": 3, "stand_at": "南门遮雨棚下"}
_HOSPITAL = PlaceRef("east", "东街医院", "门诊大门")
_EYES = PlaceRef("eyes", "眼科")
_WISH = AppointmentWish(Need.COMMUNITY, PlaceRef("community", "东街社区卫生服务中心"))
_TIME = AppointmentWish(Need.DEPARTMENT, _HOSPITAL, _EYES, slot=SlotRef("s1", "2026-11-24T01:00:00Z"), hold="hold-0000")
_BOOKED = Appointment(
    start="2026-11-24T01:00:00Z",
    hospital=_HOSPITAL.name,
    department=_EYES.name,
    doctor="陈医生",
    building="门诊楼",
    floor="3 楼",
    room="305 室",
    bring="社保卡和以前的病历",
    way="进大门左转，坐电梯",
)
_MOVED = replace(_BOOKED, start="2026-11-25T06:30:00Z")
_OWN = Sight(own=True, paper=True)
_DRIVER = Actor(Role.PROVIDER, "李师傅")
_PERSON = Actor(Role.VOLUNTEER, "王阿姨")
_CLINIC = Actor(Role.PROVIDER, "东街医院")
_HUB = Actor(Role.HUB)
_RESIDENT = Actor(Role.RESIDENT)

Turn = tuple[str, Status | None, Actor, Mapping[str, Any]]

RECORDED: Turn = (What.RECORDED, Status.RECORDED, _RESIDENT, {})
DELIVERED: Turn = (What.DELIVERED, Status.DELIVERED, _HUB, {})
LOOKING: Turn = (What.LOOKING, None, _HUB, {})
TAKEN: Turn = (What.ACCEPTED, Status.ACCEPTED, _PERSON, {})
TAKEN_BY_DRIVER: Turn = (What.ACCEPTED, Status.ACCEPTED, _DRIVER, {})
CAR: Turn = (What.CAR_FOUND, Status.IN_PROGRESS, _DRIVER, _CAR)
ORDERED: Turn = (What.CAR_FOUND, Status.ACCEPTED, _DRIVER, _CAR | {"minutes": None})
ARRIVED: Turn = (What.ARRIVED, Status.IN_PROGRESS, _DRIVER, {})
ABOARD: Turn = (What.ABOARD, Status.IN_PROGRESS, _DRIVER, {})
DONE: Turn = (What.DONE, Status.DONE, _PERSON, {})
LAPSED: Turn = (What.PROMISE_LAPSED, None, _HUB, {})
SENT = (RECORDED, DELIVERED)
_DAYS = {"question": "q", "text": "您看哪天来接您好？", "answers": ["今天", "明天", "后天"]}
_RIGHT = {"question": "q", "text": "您说的是东街医院吗？", "answers": ["是", "不是"]}
ASKED: Turn = (What.ASKED, None, _PERSON, _DAYS)
YES_OR_NO: Turn = (What.ASKED, None, _PERSON, _RIGHT)
ANSWERED: Turn = (What.ANSWER, None, _RESIDENT, {"question": "q", "answer": "是"})
FOUND = (*SENT, TAKEN_BY_DRIVER, CAR)
AT_HOSPITAL: Turn = (What.ACCEPTED, Status.ACCEPTED, _CLINIC, {})
BOOKED: Turn = (What.BOOKED, Status.IN_PROGRESS, _CLINIC, _BOOKED.facts())
CONFIRMED = (*SENT, AT_HOSPITAL, BOOKED)


def story_of(*turns: Turn, details: Details = _TAXI, owner: Owner = GUEST) -> Request:
    """The request to which these things happened, the status that of the last one that set any."""
    events = tuple(
        Event(f"e{i}", "r", what, by, status, facts=facts) for i, (what, status, by, facts) in enumerate(turns)
    )
    status = next((e.status for e in reversed(events) if e.status), Status.RECORDED)
    return Request("r", kind_of(details), details, status=status, number=12, events=events, owner=owner)


def _taxi(name: str, *turns: Turn, **how: bool) -> tuple[str, State]:
    return _specimen(f"request-taxi-{name}", story_of(*turns), STRANGER, **how)


def _practised(name: str, details: Details) -> tuple[str, State]:
    request = replace(story_of(*SENT, details=details), mode=Mode.EXERCISE)
    return _specimen(f"request-{name}-practised", request, STRANGER)


def _help(name: str, *turns: Turn, wish: bool = False, **how: bool) -> tuple[str, State]:
    return _specimen(
        f"request-volunteer-{name}", story_of(*turns, details=HelpCall("taxi", wish=wish)), STRANGER, **how
    )


def _wish(name: str, *turns: Turn, **how: bool) -> tuple[str, State]:
    return _specimen(f"request-wish-{name}", story_of(*turns, details=_WISH), STRANGER, **how)


def _time(name: str, *turns: Turn, sight: Sight = _OWN, **how: bool) -> tuple[str, State]:
    request = story_of(*turns, details=_TIME, owner=Owner("resident"))
    return _specimen(f"request-appointment-{name}", request, sight, **how)


def _question(name: str, *turns: Turn, **how: bool) -> tuple[str, State]:
    return _specimen(f"request-question-{name}", story_of(*turns, details=Consultation("高龄补贴")), STRANGER, **how)


def _specimen(
    name: str, request: Request, sight: Sight, /, *,
    online: bool = True, overdue: bool = False, asking: bool = False, phone: bool = False,
    aside: bool = False, listens: bool = False,
) -> tuple[str, State]:  # fmt: skip
    story = tell(request, online=online, overdue=overdue)
    drawn = picture(request, story, _CENTRE, asking=asking, phone=phone, sight=sight)
    if asking or phone:
        return name, drawn
    return name, with_question(drawn, request, aside="q" if aside else "", listens=listens)


SPECIMENS: tuple[tuple[str, State], ...] = (
    _taxi("recorded", RECORDED),
    _practised("taxi", _TAXI),
    _practised("appointment", _WISH),
    _taxi("offline", RECORDED, online=False),
    _taxi("sent", *SENT),
    _taxi("looking", *SENT, LOOKING),
    _taxi("taken", *SENT, TAKEN),
    _taxi("said", *SENT, TAKEN, (What.SAID, None, _PERSON, {"text": "我在给您打电话叫车"})),
    _taxi("asked", *SENT, TAKEN, YES_OR_NO),
    _taxi("asked-aside", *SENT, TAKEN, YES_OR_NO, aside=True),
    _taxi("answered", *SENT, TAKEN, YES_OR_NO, ANSWERED),
    _taxi("car", *FOUND),
    _taxi("not-seen", *FOUND, (What.NOT_SEEN, None, _RESIDENT, {})),
    _taxi("arrived", *FOUND, ARRIVED),
    _taxi("aboard", *FOUND, ARRIVED, ABOARD),
    _taxi("done", *FOUND, ARRIVED, ABOARD, DONE),
    _specimen("request-taxi-later", story_of(*SENT, TAKEN, details=_LATER_CAR), STRANGER),
    _specimen("request-taxi-ordered", story_of(*SENT, TAKEN_BY_DRIVER, ORDERED, details=_LATER_CAR), STRANGER),
    _taxi("lapsed", *SENT, LAPSED),
    _taxi("overdue", *SENT, overdue=True),
    _taxi("driver-cancelled", *FOUND, (What.DRIVER_CANCELLED, Status.DELIVERED, _DRIVER, {})),
    _taxi("released", *SENT, TAKEN, (What.RELEASED, Status.DELIVERED, _PERSON, {})),
    _taxi("asking", *FOUND, asking=True),
    _taxi("asking-early", *SENT, asking=True),
    _taxi("cancelling", *FOUND, (What.CANCEL_ASKED, None, _RESIDENT, {})),
    _taxi("cancelled", *SENT, (What.CANCELLED, Status.CANCELLED, _RESIDENT, {})),
    _taxi("cancelled-by", *SENT, TAKEN, (What.CANCELLED, Status.CANCELLED, _PERSON, {})),
    _taxi("no-car", *SENT, LOOKING, (What.NO_CAR, Status.FAILED, _HUB, {})),
    _taxi("failed", *SENT, TAKEN, (What.FAILED, Status.FAILED, _PERSON, {})),
    _taxi("phone", *SENT, (What.NO_CAR, Status.FAILED, _HUB, {}), phone=True),
    _taxi("expired", RECORDED, (What.EXPIRED, Status.EXPIRED, _HUB, {})),
    _taxi("unknown", *SENT, (What.REPLY_LOST, Status.UNKNOWN, _HUB, {})),
    _help("recorded", RECORDED),
    _help("offline", RECORDED, online=False),
    _help("sent", *SENT),
    _help("wish", *SENT, wish=True),
    _help("taken", *SENT, TAKEN),
    _help("said", *SENT, TAKEN, (What.SAID, None, _PERSON, {"text": "我五分钟就到"})),
    _help("overdue", *SENT, overdue=True),
    _help("lapsed", *SENT, LAPSED),
    _help("released", *SENT, TAKEN, (What.RELEASED, Status.DELIVERED, _PERSON, {})),
    _help("done", *SENT, TAKEN, DONE),
    _help("asking", *SENT, asking=True),
    _help("cancelling", *SENT, (What.CANCEL_ASKED, None, _RESIDENT, {})),
    _help("cancelled", *SENT, (What.CANCELLED, Status.CANCELLED, _RESIDENT, {})),
    _help("failed", *SENT, (What.FAILED, Status.FAILED, _HUB, {})),
    _wish("recorded", RECORDED),
    _wish("offline", RECORDED, online=False),
    _wish("sent", *SENT),
    _wish("taken", *SENT, TAKEN),
    _wish("said", *SENT, TAKEN, (What.SAID, None, _PERSON, {"text": "下午去问，问好告诉您"})),
    _wish("message", *SENT, TAKEN, listens=True),
    _wish("message-left", *SENT, TAKEN, (What.VOICE_NOTE, None, _RESIDENT, {"seconds": 12}), listens=True),
    _wish("asked", *SENT, TAKEN, ASKED),
    _wish("lapsed", *SENT, LAPSED),
    _wish("asking", *SENT, asking=True),
    _wish("done", *SENT, TAKEN, DONE),
    _wish("failed", *SENT, TAKEN, (What.FAILED, Status.FAILED, _PERSON, {})),
    _wish("cancelled", *SENT, (What.CANCELLED, Status.CANCELLED, _RESIDENT, {})),
    _time("recorded", RECORDED),
    _time("sent", *SENT),
    _time("taken", *SENT, AT_HOSPITAL),
    _time("booked", *CONFIRMED),
    _time("booked-stranger", *CONFIRMED, sight=STRANGER),
    _time("booked-late", *CONFIRMED, sight=Sight(own=True, late=True)),
    _time("booked-bare", *SENT, AT_HOSPITAL, (What.BOOKED, Status.IN_PROGRESS, _CLINIC, {})),
    _time("moved", *CONFIRMED, (What.MOVED, None, _CLINIC, _MOVED.facts())),
    _time("gone", *SENT, AT_HOSPITAL, (What.SLOT_GONE, Status.FAILED, _CLINIC, {})),
    _time("gone-helped", *SENT, (What.SLOT_GONE, Status.DELIVERED, _CLINIC, {})),
    _time("called-off", *CONFIRMED, (What.CANCELLED, Status.DELIVERED, _CLINIC, {})),
    _time("released", *SENT, TAKEN, (What.RELEASED, Status.DELIVERED, _PERSON, {})),
    _time("asking", *CONFIRMED, asking=True),
    _time("cancelling", *CONFIRMED, (What.CANCEL_ASKED, None, _RESIDENT, {})),
    _time("cancelled-by", *CONFIRMED, (What.CANCELLED, Status.CANCELLED, _CLINIC, {})),
    _time("expired", RECORDED, (What.EXPIRED, Status.EXPIRED, _HUB, {})),
    _time("unknown", *SENT, AT_HOSPITAL, (What.REPLY_LOST, Status.UNKNOWN, _HUB, {})),
    _question("recorded", RECORDED),
    _question("sent", *SENT),
    _question("taken", *SENT, TAKEN),
    _question("said", *SENT, TAKEN, (What.SAID, None, _PERSON, {"text": "带身份证来就能办"})),
    _question("asking", *SENT, asking=True),
    _question("done", *SENT, TAKEN, (What.SAID, None, _PERSON, {"text": "带身份证来就能办"}), DONE),
    _question("failed", *SENT, (What.FAILED, Status.FAILED, _HUB, {})),
)
