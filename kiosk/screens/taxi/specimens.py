"""Every state of the taxi screen, for pictures and checks. No place, number or person here is real."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.details import PlaceRef
from kiosk.domain.places import Place
from kiosk.screens.taxi.state import Leaving, Page, State
from kiosk.text import msg

_PLACES = (
    Place("hospital", "东街医院", "门诊大门", "hospital"),
    Place("clinic", "社区卫生中心", "正门", "community"),
    Place("market", "东街菜场", "北门", "market"),
    Place("park", "东街公园", "一号门", "park"),
    Place("bank", "东街银行", "正门", "bank"),
    Place("metro", "东街地铁站", "2 号口", "train"),
)
_HERE = PlaceRef("here", "东街社区中心", "南门")
_START = State(_HERE, _PLACES)
_CONFIRM = replace(_START, page=Page.CONFIRM, destination=_PLACES[0])
_PHONE = "13800000000"
_ALL = replace(_CONFIRM, people=2, wheelchair=True, in_minutes=30, phone=_PHONE)

_DAY = msg("time.date", month=11, day=22, weekday=msg("time.weekday_6"))
_LEAVINGS = tuple(
    Leaving(f"2026-11-22T{hour}:20:00+00:00", msg("taxi.leave_at", day=_DAY, time=msg("time.morning", time=f"{at}:20")))
    for hour, at in (("01", 9), ("00", 8))
)
_VISIT = replace(
    _CONFIRM,
    destination=Place("visit-demo", "东街医院", "东街 1 号", "hospital"),
    visit="a",
    visit_time=msg("time.morning", time="10:20"),
    leavings=_LEAVINGS,
    leaving=_LEAVINGS[0],
)

SPECIMENS: tuple[tuple[str, State], ...] = (
    ("taxi-places", _START),
    ("taxi-places-few", replace(_START, places=_PLACES[:2])),
    ("taxi-confirm", _CONFIRM),
    ("taxi-confirm-driver", replace(_CONFIRM, destination=None)),
    ("taxi-confirm-all", _ALL),
    ("taxi-confirm-busy", replace(_CONFIRM, busy=True)),
    ("taxi-confirm-problem", replace(_CONFIRM, problem=msg("error.store_full"))),
    ("taxi-options", replace(_CONFIRM, page=Page.OPTIONS)),
    ("taxi-options-all", replace(_ALL, page=Page.OPTIONS)),
    ("taxi-visit", _VISIT),
    ("taxi-visit-options", replace(_VISIT, page=Page.OPTIONS)),
    ("taxi-phone", replace(_CONFIRM, page=Page.PHONE)),
    ("taxi-phone-typed", replace(_CONFIRM, page=Page.PHONE, typed=_PHONE)),
    ("taxi-phone-short", replace(_CONFIRM, page=Page.PHONE, typed="138", problem=msg("taxi.phone_short"))),
    ("taxi-twice", replace(_CONFIRM, page=Page.TWICE, called_at="9:10", called_id="a")),
)
