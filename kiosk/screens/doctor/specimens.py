"""Every state of the way to a doctor, for pictures and checks. No hospital, doctor or number here is real."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta, timezone

from kiosk.content.guide import guide
from kiosk.domain.appointment import Department, Hospital, HospitalKind, Slot
from kiosk.domain.details import Need, SlotRef
from kiosk.domain.owner import ForWhom
from kiosk.domain.resident import UsualDoctor
from kiosk.screens.doctor.draft import Around, Draft, Page
from kiosk.screens.doctor.state import State
from kiosk.screens.doctor.wording import picture
from kiosk.text import msg

_ZONE = timezone(timedelta(hours=8))
_TODAY = date(2026, 11, 20)
_DAYS = tuple(_TODAY + timedelta(days=n) for n in (1, 3, 4, 5, 6, 7, 10))
_DEPARTMENTS = (
    Department("inner", "内科", "heart"),
    Department("eyes", "眼科", "eye"),
    Department("bones", "骨科", "bone"),
    Department("teeth", "口腔科", "tooth"),
    Department("stomach", "消化科", "stomach"),
    Department("ears", "耳鼻喉科", "ear"),
)
_EAST = Hospital("east", "东街医院", "门诊大门", departments=_DEPARTMENTS)
_WEST = Hospital("west", "西街医院", "一号楼", departments=_DEPARTMENTS[:2])
_CLINIC = Hospital(
    "clinic", "东街社区卫生服务中心", "", HospitalKind.COMMUNITY, (Department("general", "全科", "doctor"),)
)
_USUAL = UsualDoctor("east", "东街医院", "eyes", "眼科", "chen", "陈医生")
_AROUND = Around(_TODAY, _ZONE, None, True, (_CLINIC, _EAST, _WEST))
_KNOWN = replace(_AROUND, usual=_USUAL)
_GUIDED = replace(_AROUND, guide=guide(), approved="东街社区卫生服务中心")
_AREAS = tuple(area.id for area in guide().areas if len(area.spots) > 1)
_SLOTS = tuple(
    Slot(SlotRef(f"s{n}", f"2026-11-23T{hour:02}:{minute:02}:00Z", 15, "陈医生"), "chen")
    for n, (hour, minute) in enumerate(((0, 30), (1, 0), (2, 15), (5, 30), (6, 0), (7, 30)))
)
_AT = Draft(need=Need.DEPARTMENT, hospital=_EAST, department=_DEPARTMENTS[1], days=_DAYS, slots=_SLOTS)
_BOOK = replace(_AT, page=Page.CONFIRM, slot=_SLOTS[1].ref, doctor="陈医生", hold="hold-0000")
_WISH = Draft(page=Page.CONFIRM, need=Need.COMMUNITY, by_hand=True)
_PHONE = "02100000000"


def _page(name: str, draft: Draft, around: Around = _AROUND) -> tuple[str, State]:
    return f"doctor-{name}", picture(draft, around)


SPECIMENS: tuple[tuple[str, State], ...] = (
    _page("start", Draft(), replace(_AROUND, known=False)),
    _page("start-known", Draft()),
    _page("start-usual", Draft(), _KNOWN),
    _page("urgent", Draft(page=Page.URGENT)),
    _page("start-guide", Draft(), _GUIDED),
    _page("guide-signs", Draft(page=Page.GUIDE_SIGNS), _GUIDED),
    _page("guide-body", Draft(page=Page.GUIDE_BODY), _GUIDED),
    *(_page(f"guide-{area}", Draft(page=Page.GUIDE_SPOT, area=area), _GUIDED) for area in _AREAS),
    *(_page(f"guide-to-{rule}", Draft(page=Page.GUIDE_ADVICE, advice=rule), _GUIDED) for rule in guide().rules),
    _page("guide-hospitals", Draft(page=Page.HOSPITALS, need=Need.DEPARTMENT, advice="eyes"), _GUIDED),
    _page("hospitals", replace(_AT, page=Page.HOSPITALS)),
    _page("departments", replace(_AT, page=Page.DEPARTMENTS)),
    _page("departments-few", replace(_AT, page=Page.DEPARTMENTS, hospital=_WEST)),
    _page("days", replace(_AT, page=Page.DAYS)),
    _page("days-few", replace(_AT, page=Page.DAYS, days=_DAYS[:2])),
    _page("days-full", replace(_AT, page=Page.DAYS, problem=msg("doctor.day_full"))),
    _page("times", replace(_AT, page=Page.TIMES)),
    _page("times-one", replace(_AT, page=Page.TIMES, slots=_SLOTS[:1])),
    _page("times-gone", replace(_AT, page=Page.TIMES, problem=msg("error.slot_gone"))),
    _page("when", replace(_WISH, page=Page.WHEN)),
    _page("when-silent", replace(_WISH, page=Page.WHEN, problem=msg("doctor.silent"))),
    _page("part", replace(_WISH, page=Page.PART, day=_DAYS[1])),
    _page("confirm", _BOOK),
    _page("confirm-ending", replace(_BOOK, ending=True)),
    _page("confirm-busy", replace(_BOOK, busy=True)),
    _page("confirm-problem", replace(_BOOK, problem=msg("error.store_full"))),
    _page("confirm-spouse", replace(_BOOK, for_whom=ForWhom.SPOUSE)),
    _page("confirm-moving", replace(_BOOK, instead="a")),
    _page("wish", _WISH),
    _page("wish-day", replace(_WISH, need=Need.MEDICINE, hospital=_CLINIC, day=_DAYS[1], part="morning")),
    _page("wish-all", replace(_WISH, hospital=_EAST, department=_DEPARTMENTS[5], day=_DAYS[6], phone=_PHONE)),
    _page("wish-open", replace(_WISH, need=Need.OPEN, hospital=_EAST)),
    _page("phone", replace(_WISH, page=Page.PHONE)),
    _page("phone-typed", replace(_WISH, page=Page.PHONE, typed=_PHONE)),
    _page("phone-short", replace(_WISH, page=Page.PHONE, typed="021", problem=msg("taxi.phone_short"))),
    _page("lapsed", replace(_BOOK, page=Page.LAPSED, hold="")),
    _page("twice", replace(_BOOK, page=Page.TWICE, called_at="9:10", called_id="a")),
    _page("waiting", replace(_AT, page=Page.DAYS, busy=True, waiting=True)),
)
