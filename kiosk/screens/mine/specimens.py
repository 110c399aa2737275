"""Every state of the screen, for pictures and checks."""

from __future__ import annotations

from dataclasses import replace

from kiosk.screens.mine.state import Matter, More, Page, State
from kiosk.text import msg, verbatim

_AT = msg("time.morning", time="9:10")
_DAY = msg("time.date", month=11, day=17, weekday=msg("time.weekday_1"))


def _matter(name: str, kind: str, number: int, moment: str, *, live: bool = True, here: bool = True) -> Matter:
    status, then = msg(f"request.moment_{moment}"), msg(f"mine.next_{moment}")
    return Matter(name, kind, number, status, then, _AT, live=live, here=here)


_CAR = _matter("a", "taxi", 12, "car")
_BOOKED = Matter(
    "e",
    "appointment",
    24,
    msg("request.moment_booked"),
    msg("mine.next_booked"),
    _DAY,
    here=False,
    hidden=(
        verbatim("东街医院 心内科", personal=True),
        msg("mine.when", date=msg("time.date", month=11, day=25, weekday=msg("time.weekday_2")), time=_AT),
        verbatim("门诊楼 三层 12 号诊室", personal=True),
    ),
)
_DONE = _matter("f", "taxi", 31, "done", live=False, here=False)
_MANY = (
    _CAR,
    _matter("b", "volunteer", 15, "sent"),
    _matter("c", "taxi", 17, "looking"),
    _matter("d", "consultation", 21, "taken"),
    _BOOKED,
    _DONE,
    _matter("g", "appointment", 33, "cancelled", live=False, here=False),
)
_GUEST = State((_CAR,), More.CARD, paper=True)
_OPEN = State(_MANY, paper=True)


def _one(state: State, matter: Matter, page: Page = Page.ONE) -> State:
    return replace(state, page=page, chosen=matter.request_id)


SPECIMENS: tuple[tuple[str, State], ...] = (
    ("mine-none", State(more=More.CARD)),
    ("mine-none-card", State(more=More.SIGN)),
    ("mine-none-open", State()),
    ("mine-loading", State(loading=True)),
    ("mine-unreachable", State(note=msg("error.hub_unreachable"))),
    ("mine-one", _GUEST),
    ("mine-card", State(_MANY[:3], More.SIGN)),
    ("mine-many", _OPEN),
    ("mine-page", _one(_GUEST, _CAR)),
    ("mine-page-listens", replace(_one(_GUEST, _CAR), listens=True)),
    ("mine-page-booked", _one(_OPEN, _BOOKED)),
    ("mine-page-shown", replace(_one(_OPEN, _BOOKED), shown=True)),
    ("mine-page-done", _one(_OPEN, _DONE)),
    ("mine-asking", _one(_GUEST, _CAR, Page.ASKING)),
    ("mine-cancelling", replace(_one(_OPEN, _BOOKED), note=msg("mine.cancelling"))),
    ("mine-cancel-asked", replace(_one(_OPEN, _BOOKED), note=msg("mine.cancel_asked"))),
    ("mine-cancel-failed", replace(_one(_OPEN, _BOOKED), note=msg("error.hub_unreachable"))),
)
