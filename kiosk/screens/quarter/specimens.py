"""Every state of notices and telephones, for pictures and checks. No name and no number here is real."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kiosk.content.package.directory import TOPICS
from kiosk.content.package.quarter import Contact, Notice, Quarter
from kiosk.screens.quarter.state import State
from kiosk.screens.quarter.wording import Around, Draft, Page, picture

_DAY = date(2026, 11, 20)
DOOR = Notice(
    "door", {"zh_CN": "大门要修", "en": "The gate is repaired"},
    {"zh_CN": "上午修大门。请走旁边的小门。", "en": "Please use the side door in the morning."},
    _DAY, date(2026, 11, 28),
)  # fmt: skip
_TEA = Notice(
    "tea", {"zh_CN": "今天下午有茶会", "en": "Tea this afternoon"},
    {"zh_CN": "两点在二楼，有点心。", "en": "At two, upstairs, with cakes."}, _DAY, _DAY,
)  # fmt: skip
_NAMES = ("样板诊室", "样板助浴点", "样板换锁铺", "样板修灯铺", "样板食堂", "样板说理处", "样板便民点", "样板车队",
          "样板书场", "样板防骗岗")  # fmt: skip


def _contact(number: int, name: str, topic: str) -> Contact:
    return Contact(
        f"one-{number}", topic, {"zh_CN": name, "en": f"Model place {number}"}, "021-00000000",
        {"zh_CN": f"样板路 {number} 号", "en": f"{number} Model Road"},
        {"zh_CN": "上午九点到下午五点", "en": "9 am to 5 pm"}, "样板街道的名单", date(2026, 11, 1),
    )  # fmt: skip


CONTACTS = tuple(
    _contact(number, name, topic) for number, (name, topic) in enumerate(zip(_NAMES, TOPICS, strict=True), 1)
)
_BARE = replace(CONTACTS[3], address={}, hours={})
_MANY = Around(Quarter((DOOR, _TEA), (*CONTACTS, _contact(11, "样板磨刀铺", "repair"))), "zh_CN", prints=True)
_FEW = Around(Quarter((DOOR,), (CONTACTS[3], CONTACTS[0])), "zh_CN")


def _page(name: str, draft: Draft, around: Around = _MANY) -> tuple[str, State]:
    return f"quarter-{name}", picture(draft, around)


SPECIMENS: tuple[tuple[str, State], ...] = (
    _page("start", Draft(), _FEW),
    _page("start-many", Draft()),
    _page("topic", Draft(Page.TOPIC, topic="repair")),
    _page("notice", Draft(Page.NOTICE, one="door")),
    _page("notice-today", Draft(Page.NOTICE, one="tea")),
    _page("contact", Draft(Page.CONTACT, one="one-4")),
    _page("contact-bare", Draft(Page.CONTACT, one="one-4"), Around(Quarter((), (_BARE,)), "zh_CN")),
    _page("nothing", Draft(), Around(Quarter(), "zh_CN")),
)
