"""Every state of the policies, for pictures and checks. No programme here is real."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kiosk.content.policy.cards import TOPICS, Card
from kiosk.content.policy.cards_read import read_card
from kiosk.content.policy.rules_ask import Question
from kiosk.content.policy.rules_profile import Profile
from kiosk.screens.policy.draft import Around, Asked, Draft, Page
from kiosk.screens.policy.state import State
from kiosk.screens.policy.wording import PARTS, picture
from kiosk.text import msg

_TODAY = date(2026, 11, 20)
_CARD = """
id: {id}
topic: {topic}
picture: {picture}
names:
  official: {official}
  everyday: [{name}]
status: {status}
sources:
  one:
    document: 样板市老年人茶点补贴办法
    number: unknown
    text: tea
    in_force: 2020-03-01
  two:
    document: 样板国老年人生活保障法
    number: unknown
    text: law
    in_force: 2013-07-01
    amended: 2018-12-29
amounts:
  每月:
    - {{value: 30, unit: 元, from: 2020-03-01, source: one 第三条}}
answer:
  say: {answer}
  source: one 第二条
who:
  - {{say: 满七十岁的老年人。, source: one 第二条}}
  - {{say: 户口在样板市，住满一年的。, source: one 第四条}}
what:
  - {{say: 每月有【每月】，打到您的卡里。, source: one 第三条}}
  - {{say: 过节还有一盒点心。, source: one 第三条}}
bring:
  - {{say: 身份证和户口本。, source: one 第五条}}
  - {{say: 没带齐的，会一次告诉您补什么。, source: two 第四十三条}}
where: {where}
how_long: unknown
call: unknown
rule:
  from: 2020-03-01
  all:
    - {{fact: age, at_least: {age}, say: 年纪够了, source: one 第二条}}
    - {{fact: registered, is: shanghai, say: 户口在这里, source: one 第四条}}
"""
_WHERE = "\n  - {say: 就近的社区事务受理中心。, source: one 第六条}"
_CHECKED = "已核对\nchecked: {by: 王阿姨, on: 2026-03-01}"


def _card(name: str, topic: str, icon: str, everyday: str, *, age: int = 70, checked: bool = True) -> Card:
    text = _CARD.format(
        id=name, topic=topic, picture=icon, official=f"样板市{everyday}办法", name=everyday, age=age,
        status=_CHECKED if checked else "草稿", where=_WHERE if checked else "unknown",
        answer=f"满{age}岁的老人，可以办{everyday}。",
    )  # fmt: skip
    card, faults = read_card(f"{name}.yaml", text.encode())
    if card is None:
        raise ValueError(faults)
    return card


_TEA = _card("tea", "money", "cash", "茶点钱")
_DRAFT = _card("walk", "money", "umbrella", "雨天接送", checked=False)
_OLD = _card("old", "money", "gift", "百岁点心", age=100)
_MORE = tuple(
    _card(f"more-{topic}", topic, "heart", name)
    for topic, name in zip(TOPICS[1:], ("上门洗头", "免费量血压", "装扶手", "请人陪一陪", "找人评理", "防骗课",
                                        "出门坐车", "看戏"), strict=True)
)  # fmt: skip
_AROUND = Around((_TEA, _DRAFT, _OLD, *_MORE), (_TEA, _MORE[1]), _TODAY)
_FITS = Profile({"age": 80, "registered": "shanghai"})
_CHECK = Draft(trail=(Page.START,), profile=_FITS, facts=("age", "registered"))
_AGE, _HOME = Question("age", (0, 70, 100), ("tea",)), Question("registered", ("shanghai", "elsewhere"), ("tea",))
_INCOME = Question("income", ("destitute", "minimum", "edge", "rigid"), ("tea",))
_DISPUTE = Question("dispute", ("support", "benefits", "injury", "other", "none"), ("tea",))
_HAS = Question("has.tea", (True, False), ("walk",))
_ASKED = (Asked(Profile(), (), _AGE),)


def _page(name: str, draft: Draft, around: Around = _AROUND) -> tuple[str, State]:
    return f"policy-{name}", picture(draft, around)


def _asking(question: Question) -> Draft:
    return Draft(page=Page.QUESTION, trail=(Page.START,), question=question, facts=("age",), before=_ASKED)


def _sections(name: str, card: str) -> tuple[tuple[str, State], ...]:
    return tuple(_page(f"{name}-{part}", Draft(page=Page.SECTION, card=card, section=part)) for part in PARTS)


SPECIMENS: tuple[tuple[str, State], ...] = (
    _page("start", Draft()),
    _page("start-news", Draft(), replace(_AROUND, news=True, listens=True, quarter=True)),
    _page("start-quarter", Draft(), replace(_AROUND, quarter=True)),
    _page("results-keep", replace(_CHECK, page=Page.RESULTS), replace(_AROUND, keeps=True)),
    _page("topic", Draft(page=Page.TOPIC, topic="money")),
    _page("topic-one", Draft(page=Page.TOPIC, topic="culture")),
    _page("card", Draft(page=Page.CARD, card="tea")),
    _page("card-problem", Draft(page=Page.CARD, card="tea", problem=msg("error.store_full"))),
    *_sections("checked", "tea"),
    *_sections("draft", "walk"),
    _page("source", Draft(page=Page.SOURCE, card="tea")),
    _page("question-age", Draft(page=Page.QUESTION, trail=(Page.START,), question=_AGE)),
    _page("question-place", _asking(_HOME)),
    _page("question-income", _asking(_INCOME)),
    _page("question-dispute", _asking(_DISPUTE)),
    _page("question-has", _asking(_HAS)),
    _page("results", replace(_CHECK, page=Page.RESULTS)),
    _page("results-open", replace(_CHECK, page=Page.RESULTS, profile=Profile({"age": 80}))),
    _page("results-none", replace(_CHECK, page=Page.RESULTS, profile=Profile({"age": 50}))),
    _page("others", replace(_CHECK, page=Page.OTHERS)),
    _page("result", replace(_CHECK, page=Page.RESULT, card="tea")),
    _page("result-perhaps", replace(_CHECK, page=Page.RESULT, card="tea", profile=Profile({"age": 80}))),
    _page("result-not", replace(_CHECK, page=Page.RESULT, card="old")),
    _page("loading", Draft(), replace(_AROUND, cards=())),
    _page("missing", Draft(), replace(_AROUND, cards=(), missing=True)),
)
